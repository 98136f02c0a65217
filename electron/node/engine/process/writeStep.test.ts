import { describe, expect, it } from 'vitest';
import type { StepPart, StepRequest } from '../../../../shared/agent/model.ts';
import { endOfTurn, letterModel, recite, type LetterModel, type Thoughts } from '../testing/letterModel.ts';
import { writeStep } from './writeStep.ts';

const never = new AbortController().signal;
const asked: StepRequest = {
  question: 'How many?', history: [], steps: [], shape: 'steps', profile: 'zeroShot', documents: [], tools: ['calculator'],
  until: 'step', maxTokens: 400, temperature: 0, seed: 1,
};
type Finish = Extract<StepPart, { type: 'finish' }>;

async function write({ brain }: LetterModel, request: Partial<StepRequest> = {}): Promise<{ readonly shown: string; readonly finish: Finish; readonly parts: readonly StepPart[] }> {
  const parts: StepPart[] = [];
  await writeStep(brain, { ...asked, ...request }, never, (part) => parts.push(part));
  const finish = parts.at(-1);
  if (finish?.type !== 'finish') throw new Error('no finish');
  return { finish, parts, shown: parts.map((part) => part.type === 'delta' ? part.text : '').join('') };
}

/** Recites a text, but holds other opinions at some places. */
function reciteWith(text: string, opinions: Readonly<Record<string, ReturnType<Thoughts>>>): Thoughts {
  const plain = recite(text);
  return (soFar) => opinions[soFar] ?? plain(soFar);
}

describe('writing a step', () => {
  it('streams one line without its label and says what was thought', async () => {
    const { shown, finish } = await write(letterModel(recite('Step 1: Look at it.\nStep 2: more')));
    expect(shown.trim()).toBe('Look at it.');
    expect(finish).toMatchObject({ reason: 'step', text: 'Look at it.', usage: { inputTokens: 1, freshInputTokens: 1, outputTokens: 20 } });
    expect(finish.tokens).toHaveLength(20);
    expect(finish.tokens[0]).toMatchObject({ text: 'S', isNumber: false, injected: false });
    expect(finish.tokens[0]?.logProb).toBeCloseTo(Math.log(0.9));
    expect(finish.tokens[5]).toMatchObject({ text: '1', isNumber: true });
  });

  it('evaluates no token behind the end of the step', async () => {
    const model = letterModel(recite('Step 1: Look.\nStep 2: more'));
    await write(model);
    expect(model.evaluated.join('')).toBe('Step 1: Look.');
    const cut = letterModel(recite('Step 1: a long line'));
    await write(cut, { maxTokens: 12 });
    expect(cut.evaluated.join('')).toBe('Step 1: a l');
  });

  it('says how it ended: answer, stop, length, repetition', async () => {
    expect((await write(letterModel(recite('Answer: 5')))).finish).toMatchObject({ reason: 'answer', text: '5' });
    expect((await write(letterModel(recite('I do not know')))).finish).toMatchObject({ reason: 'stop', text: 'I do not know' });
    expect((await write(letterModel(recite('Step 1: a long line')), { maxTokens: 12 })).finish).toMatchObject({ reason: 'length', text: 'a lo' });
    expect((await write(letterModel(recite(`Step 1: ${'again and '.repeat(40)}`)))).finish.reason).toBe('repetition');
    expect((await write(letterModel(recite('Hello!')), { shape: 'reply' })).finish).toMatchObject({ reason: 'answer', text: 'Hello!' });
  });

  it('drops what is thought before the step, its tokens and its calculations', async () => {
    const thinking = letterModel(recite('<think>\nStep 1: 2 * 2 = 5.\nStep 1: 2 * 2 = 5.\n</think>\n\nStep 1: So 48 / 2 = 24 rolls.\nStep 2'));
    const { finish, shown } = await write(thinking);
    expect(finish).toMatchObject({ reason: 'step', text: 'So 48 / 2 = 24 rolls.', tools: [{ input: '48 / 2', output: '24' }] });
    expect(shown).toBe('So 48 / 2 = 24 rolls.');
    expect(finish.tokens.map(({ text }) => text).join('').trim()).toBe('Step 1: So 48 / 2 = 24 rolls.');
    const reply = await write(letterModel(recite('<think>\nPolite.\n</think>\n\nHello!')), { shape: 'reply' });
    expect(reply).toMatchObject({ shown: 'Hello!', finish: { reason: 'answer', text: 'Hello!' } });
  });

  it('says that thoughts used up the room, or ended without a step', async () => {
    const long = `<think>\n${Array.from({ length: 40 }, (_, i) => `thought ${i * i}`).join(' ')}`;
    expect(await write(letterModel(recite(`${long}</think>\nStep 1: x`)), { maxTokens: 60 })).toMatchObject({ shown: '', finish: { reason: 'length', text: '' } });
    for (const shape of ['steps', 'reply'] as const) expect((await write(letterModel(recite('<think>\nHm.')), { shape })).finish).toMatchObject({ reason: 'length', text: '' });
  });

  it('refuses before any work what does not fit', async () => {
    const model = letterModel(recite('x'), { contextSize: 64, prompt: 'p'.repeat(60) });
    await expect(write(model)).rejects.toMatchObject({ kind: 'contextTooSmall' });
    expect(model.evaluated).toEqual([]);
  });

  it('never writes beyond the context', async () => {
    const model = letterModel(recite('Step 1: a line that is far too long for so small a context'), { contextSize: 48, prompt: 'p' });
    const { finish } = await write(model);
    expect(finish.reason).toBe('length');
    expect(finish.usage.inputTokens + finish.usage.outputTokens).toBeLessThan(48);
  });
});

describe('calculating inside a step', () => {
  it('keeps the model\'s own tokens where they are right', async () => {
    const model = letterModel(recite('Step 1: So 48 / 2 = 24 rolls.\n'));
    const { finish, shown } = await write(model);
    expect(shown.trim()).toBe('So 48 / 2 = 24 rolls.');
    expect(finish.tools).toEqual([expect.objectContaining({ tool: 'calculator', input: '48 / 2', output: '24', ok: true, ownGuess: '24' })]);
    expect(finish.tools[0]?.resultProbability).toBeCloseTo(0.81);
    expect(finish.tokens.some((token) => token.injected)).toBe(false);
    expect(model.evaluated.join('')).toBe('Step 1: So 48 / 2 = 24 rolls.');
  });

  it('puts in the true result, with the probability that the model gave it', async () => {
    const wrong = 'Step 1: So 48 / 2 = 26 rolls.\n';
    const model = letterModel((soFar) => {
      if (soFar.endsWith('= 2')) return [['6', 0.7], ['4', 0.3]];
      return soFar.endsWith('= 24') ? [[' ', 1]] : recite(wrong)(soFar);
    });
    const { finish, parts } = await write(model);
    expect(finish.text).toBe('So 48 / 2 = 24 rolls.');
    expect(finish.tools).toEqual([expect.objectContaining({ output: '24', ownGuess: '26' })]);
    expect(finish.tools[0]?.resultProbability).toBeCloseTo(0.9 * 0.3);
    expect(finish.tokens.filter((token) => token.injected).map((token) => token.text)).toEqual([' ', '2', '4']);
    // The tool is told of before its result is shown.
    const tool = parts.findIndex((part) => part.type === 'tool');
    expect(parts[tool + 1]).toEqual({ type: 'delta', text: ' 24' });
    // Only the guess's wrong digit and the blank behind it were evaluated for nothing.
    expect(model.evaluated.join('')).toBe('Step 1: So 48 / 2 = 26 4 rolls.');
  });

  it('lets no digit follow a result that was put in', async () => {
    const { finish } = await write(letterModel((soFar) => {
      if (soFar.endsWith('= 2')) return [['4', 1]];
      if (soFar.endsWith('= 24')) return [['5', 0.6], ['.', 0.4]];
      return recite('Step 1: So 48 / 2 = 245.\n')(soFar);
    }));
    expect(finish.text.startsWith('So 48 / 2 = 24.')).toBe(true);
    expect(finish.tools).toEqual([expect.objectContaining({ output: '24', ownGuess: '245' })]);
  });

  it('accepts a result that is rounded or written with separators', async () => {
    const money = await write(letterModel(recite('Step 1: It is 10 / 4 = $2.50 each.\n')));
    expect(money.finish.text).toBe('It is 10 / 4 = $2.50 each.');
    expect(money.finish.tools).toEqual([expect.objectContaining({ output: '2.50' })]);
    expect((await write(letterModel(recite('Step 1: So 600 * 2 = 1,200.\n')))).finish.text).toBe('So 600 * 2 = 1,200.');
  });

  it('leaves alone what goes on calculating, and computes its end', async () => {
    const { finish } = await write(letterModel(recite('Step 1: 2 * 3 + 4 = 6 + 4 = 10.\n')));
    expect(finish.text).toBe('2 * 3 + 4 = 6 + 4 = 10.');
    expect(finish.tools).toEqual([expect.objectContaining({ input: '6 + 4', output: '10' })]);
  });

  it('leaves a quotient with its remainder alone, and computes one without', async () => {
    const { finish, shown } = await write(letterModel(recite('Step 1: 7 / 2 = 3 remainder 1, so 3 * 2 = 6.\n')));
    expect(finish.text).toBe('7 / 2 = 3 remainder 1, so 3 * 2 = 6.');
    expect(shown).toBe(finish.text);
    expect(finish.tools).toEqual([expect.objectContaining({ input: '3 * 2', output: '6' })]);
    const boxes = await write(letterModel((soFar) => soFar.endsWith('= 3.') ? [['5', 1]] : soFar.endsWith('= 3.5') ? [['\n', 1]] : recite('Step 1: 7 / 2 = 3 boxes of rolls\n')(soFar)));
    expect(boxes.finish.text).toMatch(/^7 \/ 2 = 3\.5/);
  });

  it('puts in no part of a longer expression', async () => {
    for (const right of ['-5 + 3 = -2.', 'x + 2 * 3 = 10.', '2(3 + 4) = 14.', 'sqrt(9 + 16) = 5.', '1 hour + 30 minutes = 90 minutes.']) {
      expect((await write(letterModel(recite(`Step 1: ${right}\n`)))).finish.text, right).toBe(right);
    }
  });

  it('puts the result in front of words', async () => {
    const { finish } = await write(letterModel(reciteWith('Step 1: 2 * 3 = apples.\n', {
      'Step 1: 2 * 3 = 6': [['.', 1]], 'Step 1: 2 * 3 = 6.': [['\n', 1]],
    })));
    expect(finish.text).toBe('2 * 3 = 6.');
    expect(finish.tools[0]?.ownGuess).toBeUndefined();
  });

  it('says when something cannot be computed, and lets the model go on', async () => {
    const { finish } = await write(letterModel(recite('Step 1: 4 / 0 = 9.\n')));
    expect(finish.text).toBe('4 / 0 = 9.');
    expect(finish.tools).toEqual([expect.objectContaining({ ok: false, input: '4 / 0' })]);
  });

  it('is not used when it is not among the tools', async () => {
    const { finish } = await write(letterModel(recite('Step 1: 2 * 2 = 5.\n')), { tools: [] });
    expect(finish).toMatchObject({ text: '2 * 2 = 5.', tools: [] });
  });
});

it('draws by the seed where the temperature is not 0', async () => {
  const undecided: Thoughts = (soFar) => soFar.length >= 30 ? [[endOfTurn, 1]] : [['a', 0.5], ['b', 0.5]];
  const text = async (seed: number) => (await write(letterModel(undecided), { temperature: 1, seed, shape: 'reply' })).finish.text;
  expect(await text(1)).toBe(await text(1));
  expect(await text(1)).not.toBe(await text(2));
});
