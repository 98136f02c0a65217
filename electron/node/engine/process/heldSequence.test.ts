import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Token } from 'node-llama-cpp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTinyModel, type TinyKind } from '../testing/tinyModels.ts';
import { holdSequence, type HeldSequence } from './heldSequence.ts';
import { loadModel, type LoadedModel } from './loadModel.ts';

const never = new AbortController().signal;
const kinds: readonly TinyKind[] = ['attention', 'slidingWindow', 'recurrent'];

/** Lets a test look at which tokens are really evaluated. */
function counted(loaded: LoadedModel, index: number): { readonly held: HeldSequence; evaluated(): number } {
  const sequence = loaded.sequences[index];
  if (!sequence) throw new Error('too few sequences');
  return {
    held: holdSequence(sequence, 16),
    evaluated: () => sequence.tokenMeter.usedInputTokens + sequence.tokenMeter.usedOutputTokens,
  };
}

describe.each(kinds)('a sequence of a model of kind %s', (kind) => {
  let folder = '';
  let loaded: LoadedModel;
  let tokens: (text: string) => readonly Token[];
  let everyToken: readonly Token[];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'tandem-tiny-'));
    const modelPath = path.join(folder, 'tiny.gguf');
    await writeTinyModel(modelPath, kind);
    loaded = await loadModel({ modelPath, gpu: 'cpu', sequences: 3, contextSize: 512, threads: 1 });
    tokens = (text) => loaded.model.tokenizer(text, false);
    everyToken = [...loaded.model.iterateAllTokens()];
  });
  afterAll(async () => {
    await loaded.dispose();
    await rm(folder, { recursive: true });
  });

  /** Exact probabilities of the whole vocabulary after a text. */
  const thoughtAfter = async (held: HeldSequence, text: string): Promise<readonly number[]> => {
    const all = tokens(text);
    await held.align(all, never);
    const last = all.at(-1);
    if (last === undefined) throw new Error('empty');
    return [...(await held.exactNext(last, everyToken)).values()];
  };
  const expectSame = (a: readonly number[], b: readonly number[]): void => {
    expect(a).toHaveLength(259);
    for (const [index, value] of a.entries()) expect(Math.abs(value - (b[index] ?? 0))).toBeLessThan(2e-4);
  };
  const question = 'A question that is longer than the sliding window of the model, so that cutting it would show.\n';

  it('thinks after a rollback what it thinks when it reads everything anew', async () => {
    const { held } = counted(loaded, 0);
    await held.align(tokens(`${question}Step 1: `), never);
    await thoughtAfter(held, `${question}Step 1: a wrong candidate that goes on for a while and is thrown away`);
    const rolledBack = await thoughtAfter(held, `${question}Step 1: the right one`);
    const fresh = await thoughtAfter(counted(loaded, 1).held, `${question}Step 1: the right one`);
    expectSame(rolledBack, fresh);
    // Guards the comparison itself: another text is thought of otherwise.
    const other = await thoughtAfter(held, `${question}Step 1: the right onX`);
    expect(Math.max(...other.map((value, index) => Math.abs(value - (fresh[index] ?? 0))))).toBeGreaterThan(1e-3);
  });

  it('evaluates only what is new when a text goes on', async () => {
    const { held, evaluated } = counted(loaded, 2);
    const first = tokens(question);
    expect(await held.align(first, never)).toBe(first.length);
    await held.feed(...asFed(first));
    const before = evaluated();
    const longer = tokens(`${question}And more.`);
    expect(await held.align(longer, never)).toBe(longer.length - first.length);
    expect(evaluated() - before).toBe(longer.length - first.length - 1);
  });

  it('evaluates nothing of the prompt again after a discarded candidate', async () => {
    const { held, evaluated } = counted(loaded, 2);
    const prompt = tokens(question);
    await held.align(prompt, never);
    for (const token of tokens('?a candidate')) await held.feed(token);
    const before = evaluated();
    const other = tokens(`${question}by somebody else`);
    const fresh = await held.align(other, never);
    // A running state can be gone back to only where it was kept: one token before the prompt's end.
    expect(fresh).toBeLessThanOrEqual(other.length - prompt.length + 1);
    expect(evaluated() - before).toBe(fresh - 1);
  });

  it('comes back to a step\'s end after a question about it', async () => {
    const { held } = counted(loaded, 2);
    const step = 'a step of some length';
    await held.align(tokens(question), never);
    for (const token of tokens(`\n${step}`)) await held.feed(token);
    await held.rest();
    await held.mark();
    await held.align(tokens(`${question}${step}? Is that right?`), never);
    expect(await held.align(tokens(`${question}${step}. Next.`), never)).toBe('. Next.'.length);
  });

  it('stops between two chunks of a prompt when told to', async () => {
    const { held } = counted(loaded, 0);
    await held.rollBack(0);
    const controller = new AbortController();
    const aligned = held.align(tokens(question.repeat(4)), controller.signal);
    controller.abort();
    await expect(aligned).rejects.toMatchObject({ name: 'AbortError' });
    expect(held.length).toBeLessThanOrEqual(16);
  });

  it('gives probabilities that add up to one, and a distribution that agrees with them', async () => {
    const { held } = counted(loaded, 1);
    const all = await thoughtAfter(held, 'Hello');
    expect(all.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 3);
    await held.align(tokens('Hello'), never);
    const [last] = tokens('o');
    if (last === undefined) throw new Error('empty');
    const top = await held.feed(last);
    expect(top.tokens[0]).toBe(everyToken[all.indexOf(Math.max(...all))]);
    expect(top.probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 4);
    await held.rest();
  });
});

function asFed(tokens: readonly Token[]): [Token] {
  const last = tokens.at(-1);
  if (last === undefined) throw new Error('empty');
  return [last];
}
