import { expect, it } from 'vitest';
import type { ExamChain } from '../../../shared/exam/chain.ts';
import { catalog, findEntry, starterModelId } from '../models/catalog.ts';
import { shippedGates } from '../exam/shippedGates.ts';
import { fitChains, gateWords, onlyOnce } from './fitCommand.ts';

const chain = (problem: string, more: Partial<ExamChain> = {}): ExamChain => ({ problem, data: 'maths', question: 'How many?', round: 1, p: null, steps: [], branches: [], rightUnaided: false, right: false, ...more });

it('a problem that was examined twice counts once: the first time', () => {
  const [first, second] = [chain('a', { right: true }), chain('a')];
  expect(onlyOnce([first, chain('b'), second])).toEqual([first, chain('b')]);
});

it('another round, another dial and other data are other chains', () => {
  const all = [chain('a'), chain('a', { round: 2, p: 0.1 }), chain('a', { round: 2, p: 0.3 }), chain('a', { data: 'other' })];
  expect(onlyOnce(all)).toEqual(all);
});

const { sha256, profile = '' } = findEntry(catalog, starterModelId);
const model = { sha256: sha256 ?? '', profile, name: 'Starter' };
const options = { data: 'own exam', seed: '1', draws: '20' };
const starter = { ...findEntry(catalog, starterModelId), ...model };
const examined = (wrong: number, count: number): ExamChain[] => Array.from({ length: count }, (_, i) => chain(`p${i}`, {
  model, right: i >= wrong, rightUnaided: i >= wrong,
  steps: [{ position: 0, candidate: { text: 'x', reason: 'step', tokens: [], tools: [] }, values: { meanLogProb: -(i % 7) / 3, length: i % 5 }, wrong: i < wrong ? 1 : 0, reason: 'goldValue', pWrong: null, correction: null }],
}));

it('refuses the chains of another model, and of another way of asking', () => {
  const others = [{ ...model, sha256: 'b'.repeat(64), name: 'Larger' }, { ...model, profile: 'another' }];
  expect(() => fitChains([...examined(1, 3), chain('x', { model: others[0] })], options, starter)).toThrow(/Some of these chains are Larger's .*--local/);
  expect(() => fitChains([chain('x', { model: others[1] })], options, starter)).toThrow(/prompt profile another/);
  expect(fitChains([chain('old')], options, starter).head.provenance.modelSha256).toBe(sha256);
});

it('falls back on the shipped head by the rarer label, however many steps there are, and says so', () => {
  const shipped = shippedGates().find(({ head }) => head.provenance.modelSha256 === sha256);
  const none = fitChains(examined(0, 250), options, starter);
  expect(none.fit).toMatchObject({ kind: 'prior', rarer: 0, isOwnPrior: true });
  expect(none.head).toMatchObject({ model: shipped?.head.model, calibration: shipped?.head.calibration });
  expect(gateWords(none)).toMatch(/shipped head as it came: .* found no wrong step/);
  const three = fitChains(examined(3, 400), options, starter);
  expect(three.fit).toMatchObject({ kind: 'levelAndSlope', rarer: 3 });
  expect(three.head.model).toEqual(shipped?.head.model);
  expect(gateWords(three)).toMatch(/in level and slope only: .* 3 of 400 steps wrong, were too few/);
  expect(fitChains(examined(20, 400), options, starter).fit).toMatchObject({ kind: 'weights', rarer: 20, isCalibrated: true });
});
