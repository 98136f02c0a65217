import { describe, expect, it } from 'vitest';
import { TandemError } from '../errors.ts';
import { policyById } from '../switching/policies/index.ts';
import { scriptedLocal } from '../testing/scriptedModel.ts';
import type { RunEvent } from '../trace/events.ts';
import { localProbe } from './localProbe.ts';
import type { LocalModel, StepRequest } from './model.ts';
import { runAgent } from './runAgent.ts';

const never = new AbortController().signal;
const died = new TandemError('engineCrashed', 'The process ended; it is started again.');
const script = [{ text: '20 * 3 = 60' }, { text: '60 + 60 = 120' }, { text: '480' }];
const request: StepRequest = { question: '?', history: [], steps: [], shape: 'steps', profile: 'zeroShot', documents: [], tools: [], until: 'step', maxTokens: 50, temperature: 0, seed: 1 };

/** Dies over its first questions, whatever they are; steps are written without trouble unless they are counted too. */
function mortal(deaths: number, overSteps = false): LocalModel {
  const local = scriptedLocal(script, { complete: () => 'text' });
  let left = deaths;
  const dying = <T>(answer: () => Promise<T>): Promise<T> => (left-- > 0 ? Promise.reject(died) : answer());
  return {
    ...local,
    judge: (...asked) => dying(() => local.judge(...asked)),
    resample: (...asked) => dying(() => local.resample(...asked)),
    complete: (...asked) => dying(() => local.complete(...asked)),
    embed: (...asked) => dying(() => local.embed(...asked)),
    writeStep: (asked, signal) => (overSteps && left-- > 0 ? scriptedLocal([{ text: 'half a step', failure: died }]).writeStep(asked, signal) : local.writeStep(asked, signal)),
  };
}
const probeOf = (local: LocalModel) => localProbe(local, request, 'a step', { dial: () => 0.5, now: () => 0 }, never);

describe('a process that dies over a question about a step', () => {
  it.each([
    ['judge', (local: LocalModel) => probeOf(local).judge(['Right?']), [{ yes: 0.5, no: 0.5, covered: 1 }]],
    ['resample', (local: LocalModel) => probeOf(local).resample(2), ['20 * 3 = 60', '20 * 3 = 60']],
    ['complete', (local: LocalModel) => probeOf(local).complete({ system: '', turns: [], prefix: '', maxTokens: 5, stopSequences: [] }), 'text'],
    ['embed', (local: LocalModel) => probeOf(local).embed('xy').then((vector) => vector.length), 2],
    ['continueFrom', (local: LocalModel) => probeOf(local).continueFrom([], 2), ['20 * 3 = 60', '60 + 60 = 120']],
  ] as const)('is asked once more: %s', async (_name, ask, answer) => {
    expect(await ask(mortal(1, true))).toEqual(answer);
    await expect(ask(mortal(2, true))).rejects.toBe(died);
  });

  it('does not end the answer', async () => {
    const events: RunEvent[] = [];
    const deps = {
      local: mortal(1), expert: null, policy: policyById('selfCheck'), dial: () => 0.5, limits: { maxSteps: 8, maxTokensPerStep: 100, maxUsd: null },
      whenExpertFails: 'continue', now: () => 0,
    } as const;
    const input = { question: '?', history: [], documents: [], shape: 'steps', accepted: [], profile: 'twoExamples', seed: 1 } as const;
    for await (const event of runAgent(input, deps, never)) events.push(event);
    expect(events.at(-1)).toMatchObject({ type: 'runFinished', answer: '480' });
    expect(events.filter((event) => event.type === 'candidateScored')).toHaveLength(3);
  });

  it('is not asked again for any other reason', async () => {
    const local: LocalModel = { ...scriptedLocal(script), judge: () => Promise.reject(new TandemError('cancelled', 'Stopped.')) };
    await expect(probeOf(local).judge(['Right?'])).rejects.toMatchObject({ kind: 'cancelled' });
  });
});
