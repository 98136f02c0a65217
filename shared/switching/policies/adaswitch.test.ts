import { describe, expect, it } from 'vitest';
import type { TokenStat } from '../../agent/model.ts';
import { sampleGate, sampleHead } from '../gate/testing/sampleGate.ts';
import type { Candidate, StepContext } from '../policy.ts';
import type { Probe } from '../probe.ts';
import { adaswitch } from './adaswitch.ts';

const context: StepContext = { question: 'How many?', history: [], steps: [], shape: 'steps', position: 0, random: () => 0 };
const token = (logProb: number): TokenStat => ({ text: ' 4', logProb, entropy: 0.1, margin: 0.9, isNumber: true, injected: false });
const candidate = (logProb: number): Candidate => ({ text: 'So 2 + 2 = 4.', reason: 'step', tokens: [token(logProb)], tools: [] });
const score = async (logProb: number, gate: Parameters<typeof adaswitch>[0], probe?: Probe, more: Partial<StepContext> = {}) => {
  const value = await adaswitch(gate).afterCandidate?.({ ...context, ...more }, candidate(logProb), probe);
  if (!value) throw new Error('no score');
  return value;
};
const probing = (dial: number, asked: string[] = []): Probe => ({
  dial, now: () => 0,
  judge: () => { asked.push('judge'); return Promise.resolve([{ yes: 0.1, no: 0.9, covered: 1 }, { yes: 0.9, no: 0.1, covered: 1 }]); },
  continueFrom: () => Promise.resolve([]), complete: () => Promise.resolve(''), embed: () => Promise.resolve(new Float32Array(1)),
  resample: () => { asked.push('resample'); return Promise.resolve(['2 + 2 = 4', '2 + 2 = 5', '2 + 3 = 5']); },
});
const dear = sampleHead('m', 'p', 10, ['meanLogProb', 'sameResult'], [-2, -3]);

describe('adaswitch', () => {
  it('is calibrated only with a gate, and says on what', async () => {
    expect(await score(-1, null)).toMatchObject({ calibrated: false });
    const calibrated = await score(-1, { file: sampleGate('m', 'p', 10), basis: 'exam' });
    expect(calibrated).toMatchObject({ calibrated: true, meaning: 'pWrong' });
    expect(calibrated.value).toBeCloseTo(1 / (1 + Math.exp(-2)), 9);
    expect(calibrated.basis).toContain('your exam');
    expect((await score(-1, { file: sampleGate('m', 'p', 10), basis: 'shipped' })).basis).toContain('came with Tandem');
  });

  it('is not calibrated by an exam with too few labels, and says so; its value still orders steps', async () => {
    const file = { ...sampleGate('m', 'p', 10), fit: { kind: 'levelAndSlope' as const, rarer: 3, priorOf: 'Other', isOwnPrior: false, isCalibrated: false } };
    const few = await score(-1, { file, basis: 'exam' });
    expect(few).toMatchObject({ calibrated: false, basis: expect.stringMatching(/^Uncalibrated: your exam/) });
    expect(few.value).toBeGreaterThan((await score(-0.1, { file, basis: 'exam' })).value);
  });

  it('orders steps by doubt, and says so, where the question is unlike the exam’s; the value stays what it was', async () => {
    const file = { ...sampleGate('m', 'p', 10), domain: { embedder: 'e', centre: [1, 0], least: 0.5 } };
    const at = (vector: readonly number[]) => ({ file, basis: 'exam' as const, embedder: { id: 'e', embed: () => Promise.resolve(Float32Array.from(vector)) } });
    const own = await score(-1, at([0.9, 0.1]));
    expect(own).toMatchObject({ calibrated: true });
    expect(await score(-1, at([0.1, 0.9]))).toEqual({ ...own, calibrated: false, basis: expect.stringMatching(/Not calibrated for this question.*\(likeness 0\.10, theirs 0\.50 and more\)/) });
    expect(await score(-1, { file, basis: 'exam' })).toEqual(own);
  });

  it('knows nothing about replies: no exam examines them', async () => {
    expect(await score(-1, { file: sampleGate('m', 'p', 10), basis: 'exam' }, undefined, { shape: 'reply' })).toMatchObject({ calibrated: false });
  });

  it('asks the model only near the dial, only for what its head reads, and uses the head for all of it', async () => {
    const gate = { file: sampleGate('m', 'p', 10, [dear]), basis: 'exam' } as const;
    const asked: string[] = [];
    const near = await score(-0.2, gate, probing(0.5, asked));
    expect(asked).toEqual(['resample']);
    expect(near.value).toBeCloseTo(1 / (1 + Math.exp(-(0.4 - 1))), 6);
    expect(near.parts.map((part) => part.id)).toContain('sameResult');
    asked.length = 0;
    await score(-3, gate, probing(0.5, asked));
    await score(-0.2, { file: sampleGate('m', 'p', 10), basis: 'exam' }, probing(0.5, asked));
    expect(asked).toEqual([]);
  });
});
