import type { HeraInfo, HeraProfile, TreePicture, TreeSummary } from '../../shared/contract/hera.ts';
import { claudeCard, embeddingModel, localCard } from './sampleModels.ts';

export const commands = ['npm run tandem -- profile --expert claude:claude-haiku-5-5 --data FILE --n 100 --max-usd 1', 'npm run tandem -- fit-hera --expert claude:claude-haiku-5-5 --check 100'] as const;

/** Two models that were never profiled. */
export const notProfiled: HeraInfo = { local: localCard.name, expert: claudeCard.name, profile: null, why: 'this pair of models has no profile yet', formers: [], trees: 0, used: 0, commands: [...commands] };

/** As profiling left it. */
const fitted: HeraProfile = {
  requests: 100, subtasks: 812, date: '2026-11-23T15:00:00.000Z', data: 'GSM8K, training rows', embedder: embeddingModel.id, alpha: 0.02, partsOn: ['urc', 'sse'], sseBy: 'likeness', auto: 'either',
  accuracies: [
    { part: 'urc', right: 71, of: 100, low: 0.61, high: 0.79, majority: 0.62, meanMs: null },
    { part: 'likeness', right: 402, of: 560, low: 0.68, high: 0.76, majority: 0.55, meanMs: null },
    { part: 'spLlm', right: 44, of: 100, low: 0.34, high: 0.54, majority: 0.55, meanMs: 2_400 },
    { part: 'dp', right: 350, of: 560, low: 0.58, high: 0.66, majority: 0.6, meanMs: null },
  ],
};

/** Learnt anew from use since. */
export const profiled: HeraInfo = {
  ...notProfiled, why: '', formers: [{ index: 0, date: '2026-11-20T10:00:00Z', data: 'GSM8K, training rows', requests: 80, isRefitted: true }, { index: 1, date: '2026-11-02T10:00:00Z', data: 'GSM8K, training rows', requests: 60, isRefitted: false }], trees: 2, used: 132, lacks: {},
  refit: { requests: 37, every: 200, waits: null, last: { at: Date.UTC(2026, 10, 25), words: '412 asked steps and 603 that stayed here, of 210 requests: held-out log-loss 0.612 before, 0.548 after; the new head is in use.' } },
  profile: { ...fitted, refitted: '2026-11-25T15:00:00.000Z', accuracies: fitted.accuracies.filter(({ part }) => part !== 'likeness') },
};

/** As where no embedding model is to be had. */
export const profiledByLocal: HeraInfo = { ...profiled, profile: profiled.profile && { ...profiled.profile, embedder: `local:${'a'.repeat(64)}` } };

/** As the pair that comes with the program is: heads, and nobody's words. */
export const shippedProfile: HeraInfo = {
  ...profiled, formers: [], used: 0, refit: { requests: 200, every: 200, last: null, waits: 'all-MiniLM-L6-v2 is not on this device.' },
  profile: { ...fitted, partsOn: ['sse'] },
  lacks: {
    urc: 'its profile remembers no requests', sle: 'no step of this expert is known yet from which its next could be foretold', cd: 'no step of this expert is known yet from which its next could be foretold',
    sd: 'no step of this expert is known yet from which its next could be foretold', prediction: 'no step of this expert is known yet from which its next could be foretold',
  },
};

const question = 'Maya practises the piano 20 minutes a day and the violin three times as long, six days a week. How many minutes is that in four weeks?';
const node = (path: string, text: string, more: Partial<TreePicture['nodes'][number]> = {}): TreePicture['nodes'][number] => ({
  path, by: path.endsWith('L') ? 'local' : 'expert', text, propensity: 1, right: null, answer: null, meets: null, ...more,
});

/** One request's tree, in which the small model goes wrong at its second step and the expert mends it. */
export const sampleTree: TreePicture = {
  problem: 'p-1', data: 'gsm8k', question, meetsBy: 'meaning',
  allLocal: { answer: '1200', right: 0, steps: 3 }, allExpert: { answer: '1920', right: 1, steps: 3 },
  nodes: [
    node('L', 'She practises the violin for 20 + 3 = 23 minutes a day.'), node('E', 'She practises the violin for 20 * 3 = 60 minutes a day.'),
    node('LL', 'Together that is 20 * 60 = 1200 minutes a day.'), node('LE', 'Together she practises 20 + 60 = 80 minutes a day.', { meets: 1 }),
    node('EL', 'Together that is 20 * 60 = 1200 minutes.'), node('EE', 'Each day that makes 60 + 20 = 80 minutes in all.', { meets: 1 }),
    node('LLL', '1200', { right: 0, answer: '1200' }), node('LLE', 'In four weeks that is 1200 * 24 = 28800 minutes.', { right: 0, answer: '28800' }),
    node('LEL', 'In six days that is 80 * 6 = 480 minutes.', { meets: 2 }), node('LEE', 'In a week she practises 6 * 80 = 480 minutes.', { meets: 2 }),
    node('EEL', 'In six days that is 80 * 6 = 480 minutes.', { meets: 2 }), node('EEE', 'That is 480 minutes a week, for 6 * 80 = 480.', { meets: 2 }),
    node('LELE', 'In four weeks: 480 * 4 = 1920.', { propensity: 0.5 }), node('EELL', '480 * 4 = 1920 minutes.', { propensity: 0.25 }),
    node('LELEL', '1920', { propensity: 0.25, right: 1, answer: '1920' }), node('EELLE', '1920', { propensity: 0.125, right: 1, answer: '1920' }),
  ],
};

/** A tree as wide as they come: full to depth 3, four ways to depth 6. */
export const wideTree: TreePicture = {
  ...sampleTree, problem: 'p-2', question: 'A farmer has 12 hens. How many eggs does he sell?', meetsBy: 'words', allLocal: { answer: '12', right: 0.5, steps: 6 },
  nodes: ['L', 'E', 'LL', 'LE', 'EL', 'EE', 'LLL', 'LLE', 'LEL', 'LEE', 'ELL', 'ELE', 'EEL', 'EEE', 'LLLE', 'LELL', 'ELEL', 'EEEE', 'LLLEL', 'LELLE', 'ELELE', 'EEEEL', 'LLLELL', 'LELLEE', 'ELELEL', 'EEEELE']
    .map((path) => node(path, `Step ${path.length} after ${path}: the hens lay ${path.length * 12} eggs.`, {
      propensity: path.length > 3 ? 0.5 ** (path.length - 3) : 1, ...(path.length === 6 ? { right: path.startsWith('L') ? 0.5 : 1, answer: String(path.length * 12) } : {}),
    })),
};

export const sampleTrees: readonly TreePicture[] = [sampleTree, wideTree];
export const summaries: readonly TreeSummary[] = sampleTrees.map(({ problem, question: asked, nodes, allLocal, allExpert }) => ({ problem, question: asked, steps: nodes.length, localRight: allLocal.right, expertRight: allExpert.right }));
