import { expect, it } from 'vitest';
import { fitKind, isCalibrated } from './fitKind.ts';

const steps = (right: number, wrong: number) => Array.from({ length: right + wrong }, (_, i) => ({ wrong: i < wrong ? 1 as const : 0 as const }));

it.each([
  [180, 19, true, 'levelAndSlope'], [181, 19, true, 'levelAndSlope'], [180, 20, true, 'weights'], [380, 0, true, 'prior'], [0, 380, true, 'prior'],
  [19, 300, true, 'levelAndSlope'], [0, 0, true, 'prior'], [3, 1, false, 'weights'],
] as const)('%i right and %i wrong (prior: %s): %s', (right, wrong, hasPrior, kind) => {
  expect(fitKind(steps(right, wrong), hasPrior)).toEqual({ kind, rarer: Math.min(right, wrong) });
});

it('is calibrated with the own shipped head as prior, else from 20 labels of each kind on', () => {
  const of = (more: Partial<Parameters<typeof isCalibrated>[0]>) => isCalibrated({ kind: 'levelAndSlope', rarer: 20, labels: 60, isOwnPrior: false, ...more });
  expect([of({}), of({ rarer: 19 }), of({ rarer: 0, isOwnPrior: true }), of({ kind: 'weights' }), of({ kind: 'weights', labels: 200 })]).toEqual([true, false, true, false, true]);
});
