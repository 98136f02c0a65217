import { bootstrap } from '../../../../../shared/learn/resample.ts';
import { auprc, auroc, brierSkill, debiasedEce, reliability, type Predicted } from '../../../../../shared/learn/metrics.ts';
import { seededRandom } from '../../../../../shared/switching/random.ts';
import { withinInterval } from '../../stepIntervals.ts';
import type { Interval, ResultsInput } from '../results.ts';

type PointInput = ResultsInput['points'][number];
const draws = 100;
const hash = (digit: string): string => digit.repeat(64);

/** SAMPLE results for tests, drawn by a seeded generator: no figure in them was measured anywhere. */
export function sampleResults(seed = 7): ResultsInput {
  const policies: readonly (readonly [string, readonly (number | null)[], number])[] = [
    ['localOnly', [null], 0], ['expertOnly', [null], 0], ['adaswitch', [0.1, 0.3, 0.5, 0.7, 0.9], 0.75], ['random', [0.25, 0.5, 0.75], 0], ['logProb', [0.2, 0.4, 0.6], 0.45],
    ['requestLevel', [0.3, 0.6], 0.25], ['selfCheck', [0.3, 0.5, 0.7], 0.35], ['steer', [0.3, 0.6], 0.4], ['oracle', [null], 1],
  ];
  const datasets = ['gsm8k_test', 'svamp'];
  const points = datasets.flatMap((dataset, at) => [
    ...policies.flatMap(([policy, dials, skill]) => dials.map((dial) => samplePoint({ policy, dial, dataset, skill, seed: seed + at * 100 }))),
    ...['without calibration', 'without reflection', 'without the expert'].map((part, k) => ({ ...samplePoint({ policy: `adaswitch ${part}`, dial: 0.5, dataset, skill: 0.2 + k / 10, seed: seed + 31 * k + at }), isAblation: true })),
  ]);
  const span = (value: number, half = 0.08): Interval => ({ value, low: Math.max(0, value - half), high: Math.min(1, value + half) });
  return {
    version: 1, command: "npm run tandem -- evaluate --data gsm8k_test.jsonl svamp.json --local sample-0.5b --expert sample-1.5b --policies 'localOnly,expertOnly,adaswitch@.1/.3/.5/.7/.9' --n 60 --seed 7 --out out/sample",
    date: '2026-01-02T03:04:05Z', seed, program: { version: '0.0.0-sample', commit: hash('a').slice(0, 40) },
    data: datasets.map((name, k) => ({ name, sha256: hash(String(k)), problems: 60, skipped: k })),
    models: {
      local: { id: 'sample-0.5b.gguf', name: 'Sample local 0.5B', sha256: hash('b'), parameters: 5e8, profile: 'sample-plain' },
      expert: { id: 'sample-1.5b', name: 'Sample expert 1.5B', sha256: null, parameters: 1.5e9, profile: 'sample-plain', via: 'serve and the SDK' },
    },
    head: { key: 'sample/head', data: 'gsm8k_train', examiner: 'gold', problems: 300, steps: 1100 }, machine: 'A made-up machine, 2 cores', callLog: { file: 'calls.jsonl.gz', sha256: hash('c'), calls: 4321 },
    points,
    figures: ['adaswitch', 'random', 'requestLevel', 'logProb', 'selfCheck'].map((policy, k) => ({ policy, dataset: 'gsm8k_test', cpt50: span(0.25 + k / 20), cpt70: span(0.4 + k / 20), cpt90: k === 2 ? null : span(0.65 + k / 20, 0.15), apgr: span(0.7 - k / 20), why: k === 2 ? 'never reaches 90 % of the gap' : null })),
    paired: [{ a: 'adaswitch', b: 'random', dataset: 'gsm8k_test', atShare: 0.25, difference: { value: 0.083, low: 0.012, high: 0.151 } }, { a: 'adaswitch', b: 'logProb', dataset: 'gsm8k_test', atShare: 0.25, difference: { value: -0.004, low: -0.06, high: 0.052 } }],
    scores: ['adaswitch', 'log-probabilities', 'entropy and margin', 'length and index', 'calculator', 'recomputed arithmetic', 'operand stands nowhere', 'P(Yes)', 'agreement', 'without calibration'].flatMap((name, k) => datasets.map((dataset) => sampleScore(name, dataset, 1.6 - k * 0.15, seed + k))),
    repairs: datasets.map((dataset, k) => ({ dataset, rate: span(0.41 - k / 10), n: 120 })), damages: datasets.map((dataset) => ({ dataset, rate: span(0.05, 0.03), n: 88 })),
    examSizes: [['30 s', 6, 20], ['60 s', 12, 44], ['5 min', 60, 230], ['20 min', 240, 930]].map(([label, problems, steps], k) => ({ label: String(label), problems: Number(problems), steps: Number(steps), auroc: k === 0 ? null : 0.65 + k * 0.05, debiasedEce: 0.09 - k * 0.025 })),
    transfer: [{ trainedOn: 'built-in exam', testedOn: 'gsm8k_test', auroc: span(0.71, 0.05), ece: 0.09 }],
    notes: ['SAMPLE: every figure here is made up by a generator, for tests.', 'CPT90 of requestLevel is not reached.'],
  };
}

function samplePoint({ policy, dial, dataset, skill, seed }: { readonly policy: string; readonly dial: number | null; readonly dataset: string; readonly skill: number; readonly seed: number }): PointInput {
  const random = seededRandom(seed, 1);
  const perProblem = Array.from({ length: 60 }, (_, k) => {
    const steps = 2 + Math.floor(random() * 5);
    const [hardness, luck, fate] = [random(), random(), random()];
    const asked = policy === 'localOnly' ? 0 : policy === 'expertOnly' ? 1 : Math.min(1, Math.max(0, 1 - (dial ?? 0.7) + (hardness - 0.5) * skill));
    const expertSteps = Math.round(asked * steps);
    const right = luck < 0.33 + 0.24 * Math.min(1, asked * (1 + skill)) && fate < 0.98;
    return { id: `${dataset}/${k}`, right, steps, expertSteps, usd: expertSteps * 2.1e-5, flops: steps * 1.1e11 + expertSteps * 6.2e11, ms: steps * 900 + expertSteps * 2600 };
  });
  const over = (of: (rows: readonly (typeof perProblem)[number][]) => number): Interval => bootstrap(perProblem.map((row) => [row]), of, seededRandom(seed, 2), draws);
  const sum = (rows: readonly (typeof perProblem)[number][], of: (row: (typeof perProblem)[number]) => number): number => rows.reduce((total, row) => total + of(row), 0);
  const mean = (of: (row: (typeof perProblem)[number]) => number): Interval => over((rows) => sum(rows, of) / rows.length);
  return {
    policy, dial, dataset, n: 60, right: perProblem.filter((row) => row.right).length, accuracy: mean((row) => Number(row.right)), share: over((rows) => sum(rows, (row) => row.expertSteps) / sum(rows, (row) => row.steps)),
    steps: sum(perProblem, (row) => row.steps), expertSteps: sum(perProblem, (row) => row.expertSteps), usdPerQuestion: mean((row) => row.usd), flopsPerQuestion: mean((row) => row.flops), secondsPerQuestion: mean((row) => row.ms / 1000),
    controllerShare: policy.startsWith('adaswitch') ? 0.013 : null, perProblem,
  };
}

function sampleScore(name: string, dataset: string, strength: number, seed: number): ResultsInput['scores'][number] {
  const random = seededRandom(seed, dataset.length);
  const chains = Array.from({ length: 60 }, (_, k) => Array.from({ length: 4 }, (): Predicted => {
    const x = (random() + random() + random() - 1.5) * 1.6 * strength - 1;
    const p = 1 / (1 + Math.exp(-x));
    return { p, y: random() < p ? 1 : 0, group: String(k) };
  }));
  const rows = chains.flat();
  const over = (of: (part: readonly Predicted[]) => number): Interval => bootstrap(chains, of, seededRandom(seed, 3), draws);
  const calibration = debiasedEce(rows, seededRandom(seed, 4), 20);
  return {
    name, dataset, steps: rows.length, wrong: rows.filter((row) => row.y === 1).length, auroc: over(auroc), aurocWithin: withinInterval(chains, seededRandom(seed, 3), draws), auprc: over(auprc),
    debiasedEce: calibration.debiased, perfectEce: calibration.perfect, brierSkill: brierSkill(rows), reliability: ['adaswitch', 'log-probabilities', 'P(Yes)', 'without calibration'].includes(name) ? reliability(rows) : [],
  };
}
