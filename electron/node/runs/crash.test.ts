import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eventsToEnd } from '../../../shared/testing/follow.ts';
import { scriptedLocal } from '../../../shared/testing/scriptedModel.ts';
import { emptyRun, reduceRunAll } from '../../../shared/trace/reduceRun.ts';
import { temporaryHome, testService, type TestService } from './testing/testService.ts';

const program = fileURLToPath(new URL('./testing/dyingService.ts', import.meta.url));
const said = z.object({ runId: z.string(), chatId: z.string(), accepted: z.number() });

/** Runs the program until it has said `lines` lines, then kills it the hard way. */
function runAndKill(home: string, steps: number, lines: number): Promise<z.infer<typeof said>> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, home, String(steps)], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => { errors += text; });
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (out.split('\n').length > lines) child.kill('SIGKILL');
    });
    child.on('exit', () => {
      const last = out.trim().split('\n').at(-1);
      if (last) resolve(said.parse(JSON.parse(last)));
      else reject(new Error(`the program said nothing: ${errors}`));
    });
  });
}

let tested: TestService | undefined;
afterEach(async () => {
  await tested?.service.close();
  tested = undefined;
});

describe('kill -9 in the middle of a run', () => {
  it.each([[1, 1], [3, 3], [12, 5]])('of %i steps, killed after %i: every accepted step is there, the run is interrupted and can be continued', async (steps, killAfter) => {
    const home = temporaryHome();
    const { runId, chatId, accepted } = await runAndKill(home, steps, killAfter);
    const script = [...Array.from({ length: steps }, (_, index) => ({ text: `Again ${index}.` })), { text: '42' }];
    // No lock is left behind that would have to be waited for.
    tested = await testService({ home, local: scriptedLocal(script) });
    const { client } = tested;

    const before = await eventsToEnd(client, runId);
    expect(before.map((event) => event.seq)).toEqual(before.map((_, index) => index + 1));
    const view = reduceRunAll(emptyRun, before);
    expect(view.status).toBe('interrupted');
    expect(view.totals.accepted).toBeGreaterThanOrEqual(accepted);
    expect((await client.call('chats.messages', { chatId })).at(-1)).toMatchObject({ runStatus: 'interrupted', text: '' });

    await client.call('runs.continue', { runId });
    const after = await eventsToEnd(client, runId, before.length + 1);
    expect(after[0]?.event).toEqual({ type: 'runContinued', fromStep: view.totals.accepted, dial: 0.5, expert: null });
    const whole = reduceRunAll(view, after);
    expect(whole).toMatchObject({ status: 'finished', answer: '42' });
    expect(whole.steps.slice(0, view.totals.accepted).map((step) => step.text)).toEqual(view.steps.filter((step) => step.state === 'accepted').map((step) => step.text));
    expect((await client.call('chats.messages', { chatId })).at(-1)).toMatchObject({ runStatus: 'finished', text: '42' });
  });
});
