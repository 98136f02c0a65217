import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TandemError } from '../../../shared/errors.ts';
import { askPlan, expertChoice, modelRef, wholeNumber } from './askPlan.ts';
import { exitCodeOf } from './exitCodes.ts';

const refusal = (work: () => unknown): TandemError => {
  try {
    work();
  } catch (error) {
    if (error instanceof TandemError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

describe('askPlan', () => {
  it('takes from the settings what is not given', () => {
    expect(askPlan(' How many? ', {})).toEqual({ question: 'How many?', override: {}, seed: null, json: false, strict: false, agreeUsd: null, documents: null });
  });

  it('puts what is given in front of them', () => {
    const plan = askPlan('q', { local: 'tiny', expert: 'claude:claude-opus-5-5', policy: 'random', dial: '0.25', seed: '7', strict: true, agree: '2.5', json: true });
    expect(plan).toMatchObject({
      override: { localModel: 'tiny', expert: { kind: 'claude', model: 'claude-opus-5-5' }, policy: 'random', dial: 0.25, whenExpertFails: 'stop' }, seed: 7, agreeUsd: 2.5, json: true,
    });
  });

  it.each([
    ['', {}], ['  \n ', {}], ['x'.repeat(100_001), {}], ['q', { dial: '1.01' }], ['q', { dial: '-0.1' }], ['q', { dial: 'half' }], ['q', { dial: '' }],
    ['q', { policy: 'oracle' }], ['q', { seed: '-1' }], ['q', { seed: '1.5' }], ['q', { agree: 'all' }], ['q', { allowHttp: true }], ['q', { allowHttp: true, expert: 'https://box#m' }],
  ])('refuses %.20s with %j as wrong usage, in a sentence', (question, options) => {
    const error = refusal(() => askPlan(question, options));
    expect(exitCodeOf(error.kind)).toBe(2);
    expect(error.message).toMatch(/[.!?]$/);
  });

  it('takes every dial of the scale and no other', () => {
    fc.assert(fc.property(fc.double({ min: -3, max: 3, noNaN: true }), (dial) => {
      const isOnScale = dial >= 0 && dial <= 1;
      if (isOnScale) expect(askPlan('q', { dial: String(dial) }).override.dial).toBe(dial === 0 ? Number(String(dial)) : dial);
      else expect(refusal(() => askPlan('q', { dial: String(dial) })).kind).toBe('badInput');
    }));
  });
});

it('reads every kind of expert', () => {
  expect(expertChoice('none')).toEqual({ kind: 'none' });
  expect(expertChoice('claude')).toEqual({ kind: 'claude', model: 'claude-haiku-5-5' });
  expect(expertChoice('http://127.0.0.1:8090#big')).toEqual({ kind: 'server', baseUrl: 'http://127.0.0.1:8090', model: 'big', allowPlainHttp: false });
  expect(expertChoice('http://box:8090#big', true)).toMatchObject({ baseUrl: 'http://box:8090', allowPlainHttp: true });
  // Where nothing is to be allowed, nothing is.
  for (const address of ['https://box#big', 'http://localhost:8090#big']) expect(expertChoice(address, true)).toMatchObject({ allowPlainHttp: false });
  expect(expertChoice('qwen2.5-coder-1.5b-instruct-q4_k_m')).toEqual({ kind: 'gguf', model: 'qwen2.5-coder-1.5b-instruct-q4_k_m' });
  expect(expertChoice('./big.gguf')).toEqual({ kind: 'gguf', model: path.resolve('big.gguf') });
});

it('tells a path from a name', () => {
  expect(modelRef('models/x')).toBe(path.resolve('models/x'));
  expect(modelRef('x.gguf')).toBe(path.resolve('x.gguf'));
  expect(modelRef('x-q4')).toBe('x-q4');
});

it('reads whole numbers within their bound', () => {
  expect(wholeNumber('--port', '8080', 65_535)).toBe(8080);
  for (const bad of ['65536', '-1', '1e3', 'a', '']) expect(refusal(() => wholeNumber('--port', bad, 65_535)).message).toContain('--port');
  expect(refusal(() => wholeNumber('--sequences', '0', 64, 1)).message).toContain('from 1 to 64');
  expect(wholeNumber('--sequences', '1', 64, 1)).toBe(1);
});
