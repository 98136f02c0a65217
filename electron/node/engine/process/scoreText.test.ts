import { describe, expect, it } from 'vitest';
import type { StepPart, StepRequest } from '../../../../shared/agent/model.ts';
import { letterModel, recite, type Thoughts } from '../testing/letterModel.ts';
import { scoreText } from './scoreText.ts';
import { writeStep } from './writeStep.ts';

const never = new AbortController().signal;
const asked: StepRequest = {
  question: 'How many?', history: [], steps: [], shape: 'steps', profile: 'zeroShot', documents: [], tools: ['calculator'],
  until: 'step', maxTokens: 400, temperature: 0, seed: 1,
};

/** Recites a text, but holds other opinions at some places. */
function reciteWith(text: string, opinions: Readonly<Record<string, ReturnType<Thoughts>>>): Thoughts {
  const plain = recite(text);
  return (soFar) => opinions[soFar] ?? plain(soFar);
}
const score = (thoughts: Thoughts, texts: readonly string[], more: Partial<StepRequest> = {}) => scoreText(letterModel(thoughts).brain, { ...asked, ...more }, texts, never);

describe('scoring given steps', () => {
  it('says of a written step what was said while it was written', async () => {
    const thoughts = recite('Step 1: So 4 * 6 = 24 pens.\nStep 2: more');
    const parts: StepPart[] = [];
    await writeStep(letterModel(thoughts).brain, asked, never, (part) => parts.push(part));
    const [given] = await score(thoughts, ['So 4 * 6 = 24 pens.']);
    expect(parts.at(-1)).toMatchObject({ type: 'finish', tokens: given?.tokens, tools: given?.tools });
  });

  it('evaluates each token of a chain once, on what is held of the steps before', async () => {
    const model = letterModel(recite('Step 1: One.\nStep 2: Two.\n'));
    const scored = await scoreText(model.brain, asked, ['One.', 'Two.'], never);
    expect(model.evaluated.join('')).toBe('Step 1: One.\nStep 2: Two.');
    expect(scored.map((step) => step.tokens.map((token) => token.text).join(''))).toEqual(['Step 1: One.\n', 'Step 2: Two.\n']);
    expect(scored.flatMap((step) => step.tokens).every((token) => Math.abs((token.logProb ?? 0) - Math.log(0.9)) < 1e-9)).toBe(true);
  });

  it('finds what the model would have written for a result, and how probable the one there is', async () => {
    const before = 'Step 1: So 4 * 6 = ';
    const [step] = await score(reciteWith(`${before}24.\n`, { [before]: [['3', 0.7], ['2', 0.2]], [`${before}3`]: [['6', 1]], [`${before}36`]: [['.', 1]], [`${before}36.`]: [['\n', 1]] }), ['So 4 * 6 = 24.']);
    expect(step?.tools).toEqual([{ tool: 'calculator', input: '4 * 6', output: '24', ok: true, ownGuess: '36', resultProbability: expect.closeTo(0.2 * 0.9, 9) as number }]);
  });

  it('keeps a false result as it stands, and knows a number that it would have gone on with', async () => {
    const before = 'Step 1: 4 * 6 = 2';
    const [step] = await score(reciteWith(`${before}.\n`, { [before]: [['4', 0.7], ['.', 0.3]] , [`${before}4`]: [[' ', 1]] }), ['4 * 6 = 2.']);
    expect(step?.tools).toMatchObject([{ output: '2', ownGuess: '24' }]);
  });

  it('goes on with the next step after it has looked elsewhere', async () => {
    const before = 'Step 1: 4 * 6 = ';
    const thoughts = reciteWith(`${before}24.\nStep 2: Done.\n`, { [before]: [['9', 0.9], ['2', 0.1]], [`${before}9`]: [['\n', 1]] });
    const [first, second] = await score(thoughts, ['4 * 6 = 24.', 'Done.']);
    expect(first?.tools[0]?.ownGuess).toBe('9');
    expect(second?.tokens.map((token) => token.logProb?.toFixed(3))).toEqual(Array.from('Step 2: Done.\n', () => Math.log(0.9).toFixed(3)));
  });

  it('takes no calculation for one that goes on, has no number, or is not asked for', async () => {
    for (const text of ['4 * 6 = 2 * 12', '4 * 6 = some', 'x = 24']) {
      const [step] = await score(recite(`Step 1: ${text}\n`), [text]);
      expect(step?.tools.map((call) => call.output)).toEqual([]);
    }
    expect((await score(recite('Step 1: 4 * 6 = 24\n'), ['4 * 6 = 24'], { tools: [] }))[0]?.tools).toEqual([]);
  });

  it('puts a token that is none of the most probable below them', async () => {
    const [step] = await score(reciteWith('Step 1: Ab\n', { 'Step 1: ': [['x', 0.8], ['y', 0.2]] }), ['Ab']);
    expect(step?.tokens.find((token) => token.text === 'A')?.logProb).toBeCloseTo(Math.log(0.2));
  });

  it('refuses what does not fit, and replies', async () => {
    await expect(scoreText(letterModel(recite('x'), { contextSize: 64 }).brain, asked, ['long '.repeat(20)], never)).rejects.toMatchObject({ kind: 'contextTooSmall' });
    await expect(score(recite('x'), ['x'], { shape: 'reply' })).rejects.toMatchObject({ kind: 'badInput' });
  });
});
