import { expect, it } from 'vitest';
import { basisWords, gateFileSchema, isCalibratedGate, type GateFile } from './gateFile.ts';
import { sampleGate } from './testing/sampleGate.ts';

const gate = sampleGate('a'.repeat(64), 'zeroShot', 10);
const fit = (more: Partial<NonNullable<GateFile['fit']>>): GateFile => ({ ...gate, fit: { kind: 'levelAndSlope', rarer: 5, priorOf: 'Sample', isOwnPrior: true, isCalibrated: true, ...more } });
const words = (file: GateFile) => basisWords({ file, basis: 'exam' });

it('a gate file from before still reads, and counts as calibrated', () => {
  expect(isCalibratedGate(gateFileSchema.parse(JSON.parse(JSON.stringify(gate))))).toBe(true);
  expect(words(gate)).toMatch(/^Calibrated by your exam of 2026-11-23: 10 problems/);
});

it('says what few labels allowed', () => {
  expect(words(fit({}))).toMatch(/^Calibrated by your exam .*, in level and slope only: .*10 of 40 steps wrong, were too few for more/);
  expect(words({ ...fit({ kind: 'prior' }), measured: { ...gate.measured, wrong: 0 } })).toMatch(/^Estimated from the shipped head as it came: .*found no wrong step.*harder/);
  expect(words(fit({ isOwnPrior: false, isCalibrated: false }))).toMatch(/^Uncalibrated: .*10 wrong and 30 right steps, too few .*shipped head of Sample, the nearest/);
  expect(words(fit({ kind: 'weights', priorOf: null, isCalibrated: false }))).not.toContain('shipped');
  expect(words({ ...fit({ isCalibrated: false }), refit: { kind: 'levelAndSlope', labels: 60, chats: 12, lossBefore: 1, lossAfter: 0.5, standardError: 0.1 } })).toMatch(/^Uncalibrated: .*60 steps that you marked/);
});
