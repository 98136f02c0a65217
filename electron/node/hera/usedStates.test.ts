import { expect, test } from 'vitest';
import { noUsage, type ModelCard, type ToolCall } from '../../../shared/agent/model.ts';
import { runAgent } from '../../../shared/agent/runAgent.ts';
import { likenessInUse } from '../../../shared/hera/fit/refitHera.ts';
import { likenessValues } from '../../../shared/hera/parts/subtaskSimilarity.ts';
import { letterEmbedder } from '../../../shared/hera/testing/sampleProfile.ts';
import type { FeatureValues } from '../../../shared/switching/features/index.ts';
import type { SwitchPolicy } from '../../../shared/switching/policy.ts';
import { scriptedExpert, scriptedExpertCard, scriptedLocal, scriptedLocalCard } from '../../../shared/testing/scriptedModel.ts';
import { runEventSchema, type RunEvent } from '../../../shared/trace/events.ts';
import { emptyRun, reduceRunAll } from '../../../shared/trace/reduceRun.ts';
import { keptStates, usedStates } from './usedStates.ts';

const card: ModelCard = { ...scriptedLocalCard, sha256: 'a'.repeat(64) };
const pair = { localSha256: 'a'.repeat(64), expertId: scriptedExpertCard.id, profile: 'zeroShot' };
const call: ToolCall = { tool: 'calculator', input: '17 * 3', output: '51', ok: true, ownGuess: '52', resultProbability: 0.25 };
const question = 'A box holds 3 rows of 4 pears. How many pears are in 5 boxes?';

/** An answer in which the expert writes every second step and the last one; what the policy saw of each candidate is kept. */
async function answered(): Promise<{ readonly events: readonly RunEvent[]; readonly seen: readonly FeatureValues[]; readonly stayed: readonly FeatureValues[] }> {
  const seen: FeatureValues[] = [];
  const stayed: FeatureValues[] = [];
  const policy: SwitchPolicy = {
    id: 'hera',
    afterCandidate: (context, candidate) => {
      const isAsked = context.position % 2 === 0;
      (isAsked ? seen : stayed).push(likenessValues(context, candidate));
      return Promise.resolve({ value: isAsked ? 1 : 0, meaning: 'unlike', calibrated: false, parts: [], costMs: 0 });
    },
  };
  const events: RunEvent[] = [];
  const local = scriptedLocal([{ text: '17 * 3 = 51 pears.', tools: [call], logProb: -0.4 }, { text: 'So 3 * 4 = 12 pears a box.', logProb: -0.2 }, { text: '60', reason: 'answer', logProb: -1.2 }], { card });
  for await (const event of runAgent(
    { question, documents: [], shape: 'steps', seed: 1, accepted: [], profile: 'zeroShot', history: [] },
    {
      local, expert: scriptedExpert([{ text: 'Each box has 3 rows of 4.', reason: 'step' }, { text: 'x' }, { text: '60', reason: 'answer' }]), policy, dial: () => 0.5, whenExpertFails: 'stop', speculative: false, now: () => 0,
      limits: { maxSteps: 9, maxTokensPerStep: 99, maxUsd: null },
    }, new AbortController().signal,
  )) events.push(event);
  return { events, seen, stayed };
}
const viewOf = (events: readonly RunEvent[]) => reduceRunAll(emptyRun, events.map((event, i) => ({ seq: i + 1, at: 1, event: runEventSchema.parse(JSON.parse(JSON.stringify(event))) })));

test('a refit sees of a step exactly what the policy saw of it: tools, ending and all', async () => {
  const { events, seen } = await answered();
  const rows = await likenessInUse(usedStates(viewOf(events), 'chat', pair), letterEmbedder);
  expect(seen).toHaveLength(2);
  expect(rows.map((row) => row.values)).toEqual(seen);
  // The ones that were not seen when tools and ending were left out.
  expect(rows[0]?.values).toMatchObject({ calculationCount: 1, guessDiffers: 1, foreignOperandCount: 1, isAnswer: 0 });
  expect(rows[1]?.values).toMatchObject({ calculationCount: 0, isAnswer: 1 });
  expect(rows.map((row) => [row.wrong, row.problem])).toEqual([[0, 'chat'], [1, 'chat']]);
});

test('so it does of the steps that stayed here by their score', async () => {
  const { events, stayed } = await answered();
  const kept = keptStates(viewOf(events), 'chat', pair);
  expect(stayed).toHaveLength(1);
  expect(kept.map(({ state, candidate }) => likenessValues(state, candidate))).toEqual(stayed);
  const drawn = events.map((event) => (event.type === 'candidateScored' ? { ...event, score: { ...event.score, meaning: 'chance' as const } } : event));
  expect(keptStates(viewOf(drawn), 'chat', pair)).toEqual([]);
  expect(keptStates(viewOf(events), 'chat', { ...pair, expertId: 'b' })).toEqual([]);
});

test('an answer of before they were kept teaches nothing, and neither does another pair\'s', async () => {
  const { events } = await answered();
  const older = events.map((event) => (event.type === 'candidateDiscarded' ? { type: event.type, step: event.step, text: event.text, usage: noUsage, ms: 1, tokens: event.tokens } : event));
  expect(usedStates(viewOf(older), 'chat', pair)).toEqual([]);
  for (const other of [{ localSha256: 'b' }, { expertId: 'b' }, { profile: 'threeExamples' }]) expect(usedStates(viewOf(events), 'chat', { ...pair, ...other })).toEqual([]);
});
