import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProfileTree, TreeNode } from '../tree.ts';
import { forksOf, upliftCurve, valueBelow } from './treeValues.ts';

const node = (path: string, right: number | null, propensity = 1): TreeNode => ({
  path, by: path.endsWith('L') ? 'local' : 'expert', text: `step ${path}`, reason: right === null ? 'step' : 'answer', tokens: [], tools: [], propensity, right, answer: right === null ? null : 'x',
});
const tree = (nodes: readonly TreeNode[]): ProfileTree => ({ problem: 'p', data: 'd', question: 'q', nodes, allLocal: { answer: '', right: 0, steps: 1 }, allExpert: { answer: '', right: 1, steps: 1 } });

describe('values in a tree', () => {
  it('weighs leaves by the inverse of their probability', () => {
    const grown = tree([node('L', null), node('E', 1), node('LL', 1, 0.5), node('LE', 0, 0.25)]);
    expect(valueBelow(grown, 'L')).toBeCloseTo(2 / 6, 12);
    expect(valueBelow(grown, 'LLL')).toBeNull();
    // An end that comes early is as likely as all the later ones beside it.
    expect(valueBelow(tree([node('EE', 1), ...['ELLL', 'ELLE', 'ELEL', 'ELEE'].map((way) => node(way, 0))]), 'E')).toBeCloseTo(0.5, 12);
    expect(forksOf(grown)).toMatchObject([{ position: 0, gain: 1 - 2 / 6, expertText: 'step E' }, { position: 1, gain: -1, above: [{ path: 'L' }] }]);
  });

  it('the uplift curve ends at the mean gain; a perfect score is at least as good as any, a constant one is worth nothing', () => {
    fc.assert(fc.property(fc.array(fc.record({ score: fc.integer({ min: 0, max: 5 }), gain: fc.integer({ min: -4, max: 4 }).map((n) => n / 4) }), { minLength: 1, maxLength: 40 }), (forks) => {
      const mean = forks.reduce((sum, fork) => sum + fork.gain, 0) / forks.length;
      const curve = upliftCurve(forks);
      expect(curve.points.at(-1)?.[0]).toBe(1);
      expect(curve.points.at(-1)?.[1]).toBeCloseTo(mean, 10);
      expect(upliftCurve(forks.map((fork) => ({ ...fork, score: fork.gain }))).area).toBeGreaterThanOrEqual(curve.area - 1e-12);
      expect(upliftCurve(forks.map((fork) => ({ ...fork, score: 1 }))).area).toBeCloseTo(0, 12);
    }));
  });
});
