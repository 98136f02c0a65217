import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalModel, StepPart, StepRequest } from '../../../../shared/agent/model.ts';

export interface ModelUnderTest {
  readonly model: LocalModel;
  /** Changes to the request that this model needs, a profile it knows for example. */
  readonly request?: Partial<StepRequest>;
  dispose(): Promise<void>;
}

const plainRequest: StepRequest = {
  question: 'A baker sells 48 rolls in the morning and half as many in the afternoon. How many does she sell?',
  history: [], steps: [], shape: 'steps', profile: 'twoExamples', documents: [], tools: ['calculator'],
  until: 'step', maxTokens: 40, temperature: 0, seed: 1,
};

/** What everything that calls itself a `LocalModel` keeps to. Run on the real engine and on the scripted model alike. */
export function describeLocalModelContract(name: string, make: () => Promise<ModelUnderTest>): void {
  describe(`local model: ${name}`, () => {
    const never = new AbortController().signal;
    let made: ModelUnderTest;
    beforeAll(async () => { made = await make(); });
    afterAll(async () => { await made.dispose(); });

    const asked = (more: Partial<StepRequest> = {}): StepRequest => ({ ...plainRequest, ...made.request, ...more });
    const write = async (more: Partial<StepRequest> = {}, signal: AbortSignal = never): Promise<readonly StepPart[]> => {
      const parts: StepPart[] = [];
      for await (const part of made.model.writeStep(asked(more), signal)) parts.push(part);
      return parts;
    };
    const finishOf = (parts: readonly StepPart[]): Extract<StepPart, { type: 'finish' }> => {
      const last = parts.at(-1);
      if (last?.type !== 'finish') throw new Error('the last part is not the finish');
      return last;
    };

    it('streams the text it finishes with, and finishes once, at the end', async () => {
      const parts = await write();
      expect(parts.filter((part) => part.type === 'finish')).toHaveLength(1);
      const shown = parts.map((part) => part.type === 'delta' ? part.text : '').join('');
      expect(shown.trim()).toContain(finishOf(parts).text.trim());
      expect(finishOf(parts).tools).toEqual(parts.flatMap((part) => part.type === 'tool' ? [part.call] : []));
    });

    it('accounts for its tokens', async () => {
      const { usage, tokens } = finishOf(await write());
      expect(usage.freshInputTokens).toBeLessThanOrEqual(usage.inputTokens);
      expect(usage.inputTokens).toBeGreaterThan(0);
      for (const token of tokens) {
        expect(token.logProb ?? 0).toBeLessThanOrEqual(0);
        expect(token.entropy ?? 0).toBeGreaterThanOrEqual(0);
        expect(token.margin ?? 0).toBeGreaterThanOrEqual(0);
        if (token.injected) expect(token.logProb).toBeNull();
      }
    });

    it('writes the same for the same request', async () => {
      const [first, second] = [finishOf(await write()), finishOf(await write())];
      expect(second.text).toBe(first.text);
      expect(second.reason).toBe(first.reason);
    });

    it('stops when told to, before and while it writes', async () => {
      await expect(write({}, AbortSignal.abort())).rejects.toMatchObject({ kind: 'cancelled' });
      const controller = new AbortController();
      const iterator = made.model.writeStep(asked(), controller.signal)[Symbol.asyncIterator]();
      await iterator.next();
      controller.abort();
      await expect((async () => { while (!(await iterator.next()).done); })()).rejects.toMatchObject({ kind: 'cancelled' });
      expect(finishOf(await write()).text).not.toBe('');
    });

    it('answers yes/no questions about a step with probabilities', async () => {
      const answers = await made.model.judge(asked(), 'She sells 48 * 2 = 96 rolls.', ['Is this step correct?', 'Is there a mistake in it?'], never);
      expect(answers).toHaveLength(2);
      for (const { yes, no, covered } of answers) {
        expect(yes + no).toBeCloseTo(1, 5);
        expect(Math.min(yes, no)).toBeGreaterThanOrEqual(0);
        expect(covered).toBeGreaterThanOrEqual(0);
        expect(covered).toBeLessThanOrEqual(1);
      }
      expect(await made.model.judge(asked(), 'x', [], never)).toEqual([]);
    });

    it('writes as many samples as asked for', async () => {
      const samples = await made.model.resample(asked({ maxTokens: 12 }), 2, never);
      expect(samples).toHaveLength(2);
    });

    it('turns texts into comparable vectors', async () => {
      const [a, b] = [await made.model.embed('a cat', never), await made.model.embed('the capital of France', never)];
      expect(a.length).toBe(b.length);
      expect(Math.hypot(...a)).toBeCloseTo(1, 3);
      expect([...await made.model.embed('a cat', never)]).toEqual([...a]);
      expect([...a]).not.toEqual([...b]);
    });
  });
}
