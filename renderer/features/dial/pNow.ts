import type { DialMode } from '../../../shared/contract/dial.ts';
import { call } from '../../state/connection.ts';
import { money } from '../../components/format.ts';
import { useTandem } from '../../state/tandem.ts';

/** The p that counts for the next question: what the mode comes to where it holds, else where the slider stands. */
export function usePNow(): number {
  return useTandem((state) => (state.dial?.holds === true ? state.dial.p : state.settings?.dial ?? 0.5));
}

/** Puts the slider at p and lets the slider count, whatever else set p before. */
export function takeP(p: number): Promise<unknown> {
  const isSet = useTandem.getState().settings?.dialMode.kind === 'threshold';
  return call('settings.set', { dial: p, ...(isSet ? {} : { dialMode: { kind: 'threshold' } }) });
}

/** What taking a p ends; null: nothing. */
export function endsWords(mode: DialMode | undefined): string | null {
  switch (mode?.kind) {
    case undefined:
    case 'threshold':
      return null;
    case 'accuracy':
      return 'The slider then says what is asked, no longer a share of right answers.';
    case 'budget':
      return `The slider then says what is asked, and your budget of ${money(mode.usdPerMonth)} a month ends.`;
  }
}
