import type { DialMode } from '../../../shared/contract/dial.ts';
import { call } from '../../state/connection.ts';

/** Stores how p is set. The answer that is being written takes what it comes to from its next step on, as from the plain slider. */
export async function setMode(dialMode: DialMode, runningRun: string | null): Promise<void> {
  await call('settings.set', { dialMode });
  if (runningRun !== null) await call('runs.setDial', { runId: runningRun });
}
