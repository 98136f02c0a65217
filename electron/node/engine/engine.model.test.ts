import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AcceptedStep, StepPart, StepRequest, TokenStat, Turn } from '../../../shared/agent/model.ts';
import { profileById } from '../../../shared/agent/prompts/profiles.ts';
import { renderSteps } from '../../../shared/agent/prompts/renderPrompt.ts';
import type { CompletionPart, CompletionRequest, Engine, EngineProcess } from './api.ts';
import { forkHost } from './forkHost.ts';
import { describeLocalModelContract } from './testing/localModelContract.ts';
import { openReal } from './testing/realModels.ts';

type Finish = Extract<StepPart, { type: 'finish' }>;
const never = new AbortController().signal;
const question = 'A baker sells 48 rolls in the morning and half as many in the afternoon. Each roll costs $3. How much does she earn?';
const asked: StepRequest = {
  question, history: [], steps: [], shape: 'steps', profile: 'twoExamples', documents: [], tools: ['calculator'],
  until: 'step', maxTokens: 60, temperature: 0, seed: 1,
};

async function write(engine: Engine, more: Partial<StepRequest> = {}): Promise<Finish> {
  let finish: Finish | null = null;
  for await (const part of engine.model.writeStep({ ...asked, ...more }, never)) if (part.type === 'finish') finish = part;
  if (!finish) throw new Error('no finish');
  return finish;
}
async function complete(engine: Engine, more: Partial<CompletionRequest>): Promise<Extract<CompletionPart, { type: 'finish' }>> {
  const request: CompletionRequest = { system: 'Be brief.', turns: [], prefix: '', stopSequences: [], maxTokens: 24, temperature: 0, seed: 1, ...more };
  for await (const part of engine.complete(request, never)) if (part.type === 'finish') return part;
  throw new Error('no finish');
}

describeLocalModelContract('SmolLM2 135M', async () => {
  const engine = await openReal('smallest');
  return { model: engine.model, dispose: () => engine.dispose() };
});

describe('one sequence', () => {
  let engine: Engine;
  beforeAll(async () => { engine = await openReal('smallest'); });
  afterAll(async () => { await engine.dispose(); });

  it('evaluates the prompt once for a whole answer, and only the new turn afterwards', async () => {
    const steps: AcceptedStep[] = [];
    let finish = await write(engine);
    while (finish.reason === 'step' && steps.length < 8) {
      steps.push({ by: 'local', text: finish.text });
      finish = await write(engine, { steps });
      expect(finish.usage.freshInputTokens).toBeLessThanOrEqual(2);
    }
    expect(finish.reason).toBe('answer');
    const held = finish.usage.inputTokens + finish.usage.outputTokens - 1;
    const profile = profileById(asked.profile);
    const history: Turn[] = [{ role: 'user', text: question }, { role: 'assistant', text: `${renderSteps(profile, steps)}${profile.answerLabel} ${finish.text}` }];
    const next = await write(engine, { history, question: 'And if a roll costs $4?' });
    expect(next.usage.cacheReadTokens).toBeGreaterThanOrEqual(held);
  });

  it('keeps the prompt when a candidate is replaced by the expert\'s step', async () => {
    const fresh = 'A farmer has 12 hens and each lays 5 eggs a week. How many eggs are that in 3 weeks?';
    const first = await write(engine, { question: fresh });
    const second = await write(engine, { question: fresh, steps: [{ by: 'expert', text: 'In one week the hens lay 12 * 5 = 60 eggs.' }] });
    const added = second.usage.inputTokens - first.usage.inputTokens;
    expect(second.usage.freshInputTokens).toBeLessThanOrEqual(added + 1);
  });

  it('writes the same text whether or not it has anything left from before', async () => {
    await write(engine);
    const warm = await write(engine, { steps: [{ by: 'expert', text: 'She sells 48 / 2 = 24 rolls in the afternoon.' }] });
    const other = await openReal('smallest');
    const cold = await write(other, { steps: [{ by: 'expert', text: 'She sells 48 / 2 = 24 rolls in the afternoon.' }] });
    await other.dispose();
    expect(warm.text).toBe(cold.text);
    expect(cold.usage.freshInputTokens).toBe(cold.usage.inputTokens);
    expect(warm.usage.freshInputTokens).toBeLessThan(cold.usage.freshInputTokens);
  });

  it('refuses a question longer than the context before it begins', async () => {
    await expect(write(engine, { question: 'word '.repeat(5000) })).rejects.toMatchObject({ kind: 'contextTooSmall' });
    expect((await write(engine)).text).not.toBe('');
  });

  it('ends at a stop sequence and reuses a chat\'s beginning', async () => {
    const turns: Turn[] = [{ role: 'user', text: 'Count from one to ten in digits, with commas.' }];
    const first = await complete(engine, { turns, prefix: '1, 2, 3,', stopSequences: [', 6'] });
    expect(first).toMatchObject({ reason: 'stopSequence', stopSequence: ', 6', text: ' 4, 5' });
    const second = await complete(engine, { turns: [...turns, { role: 'assistant', text: '1, 2, 3, 4, 5' }, { role: 'user', text: 'Thank you.' }] });
    expect(second.usage.cacheReadTokens).toBeGreaterThanOrEqual(first.usage.inputTokens + first.usage.outputTokens - 4);
  });
});

/**
 * A batch of several sequences is summed in another order than a single one, so probabilities differ in their last
 * digits and, where two tokens are as good as equal, the greedy choice may too. Nothing else may differ.
 */
function nearTieOnly(one: readonly TokenStat[], other: readonly TokenStat[]): boolean {
  const fork = one.findIndex((token, i) => token.text !== other[i]?.text);
  const common = fork < 0 ? one.length : fork;
  for (let i = 0; i < common; i += 1) if (Math.abs((one[i]?.logProb ?? 0) - (other[i]?.logProb ?? 0)) > 0.2) return false;
  return fork < 0 || Math.abs((one[fork]?.margin ?? 1)) < 0.1;
}

describe('several sequences', () => {
  it('write at once what they write one after the other, near ties excepted', async () => {
    const engine = await openReal('smallest', { sequences: 3, contextSize: 1024 });
    // Steps that go on as they began leave the model no doubt, so a foreign answer forks where nothing is a near tie.
    const counted = (one: string, many: string, parts: string, each: number): Partial<StepRequest> => ({
      question: `How many ${parts} have 4 ${many}?`,
      steps: [1, 2, 3].map((n) => ({ by: 'expert', text: `The ${parts} of ${String(n)} ${n === 1 ? one : many} with ${String(n * each)} ${parts}.` })),
    });
    const requests = [counted('dog', 'dogs', 'legs', 4), counted('car', 'cars', 'wheels', 4), counted('bird', 'birds', 'wings', 2)];
    const together = await Promise.all(requests.map((each) => write(engine, each)));
    expect(together.map((finish) => finish.usage.freshInputTokens < finish.usage.inputTokens)).toEqual([false, false, false]);
    // Each finds the sequence again that holds its own question.
    const again: Finish[] = [];
    for (const each of requests) again.push(await write(engine, each));
    expect(again.map((finish) => finish.usage.freshInputTokens)).toEqual([1, 1, 1]);
    for (const [i, finish] of again.entries()) expect(nearTieOnly(finish.tokens, together[i]?.tokens ?? [])).toBe(true);
    for (const [i, finish] of again.entries()) expect(nearTieOnly(finish.tokens, together[(i + 1) % 3]?.tokens ?? [])).toBe(false);
    expect(await engine.model.resample({ ...asked, maxTokens: 16 }, 3, never)).toHaveLength(3);
    await engine.dispose();
  });
});

describe('a killed process', () => {
  it('costs one step; the next one is written by a new process', async () => {
    const started: EngineProcess[] = [];
    const host = forkHost();
    const engine = await openReal('smallest', { host: { start: () => {
      const process = host.start();
      started.push(process);
      return process;
    } } });
    const told: string[] = [];
    engine.onRestart((words) => told.push(words));
    const killing = (async () => {
      for await (const part of engine.model.writeStep(asked, never)) if (part.type === 'delta') started[0]?.kill();
    })();
    await expect(killing).rejects.toMatchObject({ kind: 'engineCrashed' });
    expect((await write(engine)).text).not.toBe('');
    expect(started).toHaveLength(2);
    expect(told).toHaveLength(1);
    await engine.dispose();
  });
});
