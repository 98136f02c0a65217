import type { TokenStat } from '../../agent/model.ts';
import { seededRandom } from '../../switching/random.ts';
import type { ProfileTree, TreeNode } from '../tree.ts';

/**
 * Full trees of depth 2 in which the local model is surer of subtasks that the expert would write as well, and where
 * asking helps exactly where the two differ: what a fit has to find.
 */
export function sampleTrees(n: number, seed: number): readonly ProfileTree[] {
  return Array.from({ length: n }, (_, i): ProfileTree => {
    const random = seededRandom(seed, i);
    const isAlike = random() < 0.5;
    const question = `Question ${i}: how many ${isAlike ? 'apples' : 'quantum barrels'} are ${i + 2} and ${i + 3}?`;
    const nodes = ['L', 'E', 'LL', 'LE', 'EL', 'EE'].map((path): TreeNode => {
      const by = path.endsWith('L') ? 'local' : 'expert';
      const same = isAlike || by === 'expert';
      const logProb = (isAlike ? -0.05 : -1.5) + 0.4 * (random() - 0.5);
      const stat: TokenStat = { text: 'a', logProb, entropy: -logProb, margin: 1 + logProb / 2, isNumber: false, injected: false };
      return {
        path, by, text: same ? `Add ${i + 2} and ${i + 3} to get ${2 * i + 5} at depth ${path.length}.` : `Multiply barrels ${i * 7 + 1}.`, reason: path.length === 2 ? 'answer' : 'step',
        tokens: by === 'local' ? [stat, stat, stat] : [], tools: [], propensity: 1,
        right: path.length < 2 ? null : isAlike || !path.includes('L') ? 1 : path === 'LL' ? 0 : 0.5, answer: path.length < 2 ? null : 'x',
      };
    });
    const answer = (right: boolean) => ({ answer: right ? `The answer is ${2 * i + 5}.` : 'No idea.', right: right ? 1 : 0, steps: 2 });
    return { problem: `p${i}`, data: 'sample', question, nodes, allLocal: answer(isAlike), allExpert: answer(true) };
  });
}
