import { bootstrap } from '../../../shared/learn/resample.ts';
import { damageTrials, examinedSteps, repairTrials, type Trials } from '../../../shared/exam/examinedSteps.ts';
import type { ExamChain } from '../../../shared/exam/chain.ts';
import { wilson } from '../../../shared/learn/metrics.ts';
import { fitGate, probabilityWrong } from '../../../shared/switching/gate/fitHead.ts';
import { alwaysOnIds } from '../../../shared/switching/gate/crossFit.ts';
import { fitRequestLevel, questionWrong } from '../../../shared/switching/requestLevel/fitRequestLevel.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import { isAblation } from './ablations.ts';
import { pointOf, type LoggedAnswer } from './answersFile.ts';
import type { EvalProblem } from './data/evalProblem.ts';
import { chainValues, ownSteps } from './ownSteps.ts';
import { worth, type Interval, type PerProblem, type ResultsInput } from './report/results.ts';
import { rawScorers, scorers, scoreRow, type Scorer } from './scoreTable.ts';
import { noCalculatorName } from './withoutCalculator.ts';

export interface SummaryInput {
  readonly answers: readonly LoggedAnswer[];
  readonly problems: ReadonlyMap<string, EvalProblem>;
  readonly dataset: string;
  /** Examined training chains: what the gate was fitted on. Empty: no ablations, no request-level policy. */
  readonly chains: readonly ExamChain[];
  readonly seed: number;
  readonly draws: number;
}
type Point = ResultsInput['points'][number];

/** One point per policy and dial, with intervals by problem. */
export function pointsOf(input: SummaryInput): readonly Point[] {
  const byPoint = Map.groupBy(input.answers, pointOf);
  const measured = [...byPoint.values()].map((answers) => {
    const [first] = answers;
    const rows = answers.map(perProblem);
    const noSteps = answers.reduce((sum, one) => sum + (one.noSteps ?? 0), 0);
    return { ...point(first?.policy ?? '', first?.dial ?? null, rows, answers.reduce((sum, one) => sum + one.scoringMs, 0), input), ...(noSteps > 0 ? { noSteps } : {}) };
  });
  return [...measured, ...requestLevelPoints(byPoint, input), ...restartPoints(byPoint, input)];
}

function perProblem(answer: LoggedAnswer): PerProblem {
  const { problem: id, right, steps, expertSteps, usd, flops, modelMs, scoringMs, checksMs = 0 } = answer;
  return { id, right, steps, expertSteps, usd, flops, ms: modelMs + scoringMs - checksMs };
}

function point(policy: string, dial: number | null, rows: readonly PerProblem[], scoringMs: number, { dataset, seed, draws }: SummaryInput): Point {
  const random = seededRandom(seed, 0xb007);
  const groups = rows.map((row) => [row]);
  const mean = (of: (row: PerProblem) => number) => bootstrap(groups, (own) => own.reduce((sum, row) => sum + of(row), 0) / Math.max(1, own.length), random, draws);
  const total = rows.reduce((sum, row) => sum + row.ms, 0);
  const known = (of: (row: PerProblem) => number | null): Interval | null => (rows.some((row) => of(row) === null) ? null : mean((row) => of(row) ?? 0));
  const expertSteps = rows.reduce((sum, row) => sum + row.expertSteps, 0);
  const steps = rows.reduce((sum, row) => sum + row.steps, 0);
  return {
    policy, dial, dataset, ...(isAblation(policy) ? { isAblation: true } : {}), n: rows.length, right: rows.filter((row) => worth(row) === 1).length, accuracy: mean(worth),
    share: bootstrap(groups, (own) => own.reduce((sum, row) => sum + row.expertSteps, 0) / Math.max(1, own.reduce((sum, row) => sum + row.steps, 0)), random, draws),
    steps, expertSteps, usdPerQuestion: known((row) => row.usd), flopsPerQuestion: known((row) => row.flops), secondsPerQuestion: mean((row) => row.ms / 1000),
    controllerShare: policy.startsWith('localOnly') || policy === 'expertOnly' || total === 0 ? null : scoringMs / total, perProblem: rows,
  };
}

/** HybridLLM's decision, once for a whole question: what it would give follows from the two ends, without a model. */
function requestLevelPoints(byPoint: ReadonlyMap<string, readonly LoggedAnswer[]>, input: SummaryInput): readonly Point[] {
  const [local, expert] = [byPoint.get('localOnly'), byPoint.get('expertOnly')];
  if (!local || !expert || input.chains.length === 0 || input.answers.some((answer) => answer.policy === 'requestLevel')) return [];
  const head = fitRequestLevel(input.chains, seededRandom(input.seed, 0x4e9));
  const experts = new Map(expert.map((answer) => [answer.problem, answer]));
  const scored = local.map((answer) => ({ answer, score: questionWrong(head, answer.view.question) })).toSorted((a, b) => b.score - a.score);
  return [0.25, 0.5, 0.75].map((share) => {
    const asked = Math.round(share * scored.length);
    const rows = scored.map(({ answer }, rank) => perProblem(rank < asked ? (experts.get(answer.problem) ?? answer) : answer));
    return point('requestLevel', scored[asked]?.score ?? 0, rows, 0, input);
  });
}

/**
 * The gate as a cascade: at the first step above p everything local is dropped and the expert answers the question from
 * its beginning. Follows from the two ends; the dropped local chain is counted in compute and time.
 */
function restartPoints(byPoint: ReadonlyMap<string, readonly LoggedAnswer[]>, input: SummaryInput): readonly Point[] {
  const [local, expert] = [byPoint.get('localOnly'), byPoint.get('expertOnly')];
  if (!local || !expert || input.chains.length === 0) return [];
  const gate = fitGate(examinedSteps(input.chains), alwaysOnIds, seededRandom(input.seed, 0xf17));
  const experts = new Map(expert.map((answer) => [answer.problem, answer]));
  const scored = local.map((answer) => ({ answer, highest: Math.max(...chainValues(answer).map((values) => probabilityWrong(gate, values))) }));
  return [0.3, 0.4, 0.5, 0.6, 0.7].map((p) => point('restart', p, scored.map(({ answer, highest }) => {
    const other = experts.get(answer.problem);
    if (highest <= p || !other) return perProblem(answer);
    const [here, there] = [perProblem(answer), perProblem(other)];
    return { ...there, flops: here.flops === null || there.flops === null ? null : here.flops + there.flops, ms: here.ms + there.ms };
  }), 0, input));
}

/** Step scores on the local model's own chains: the gate, its ablations, the raw baselines. */
export function scoresOf(input: SummaryInput): ResultsInput['scores'] {
  const steps = ownSteps(input.answers.filter((answer) => answer.policy === 'localOnly'), input.problems);
  const training = examinedSteps(input.chains);
  if (steps.length === 0 || training.length === 0) return [];
  // Each gate is fitted once: that, not the resampling, is what takes the time.
  const fitted = scorers(training, input.seed);
  const all = fitted.map((scorer) => scoreRow(scorer, steps, input.dataset, input.seed, input.draws));
  // Steps that state no result are nearly always right and easy to know: the harder question is shown beside it.
  const results = steps.filter((step) => step.hasResult);
  const hard = fitted.slice(0, 1).map((scorer) => scoreRow({ ...scorer, name: `${scorer.name}, steps with a result only` }, results, input.dataset, input.seed, input.draws));
  return [...all, ...hard, ...withoutCalculatorRows(input, fitted)];
}

/** The same gate and the plain baselines on steps whose arithmetic the model did in its head. */
function withoutCalculatorRows(input: SummaryInput, fitted: readonly Scorer[]): ResultsInput['scores'] {
  const steps = ownSteps(input.answers.filter((answer) => answer.policy === noCalculatorName), input.problems);
  if (steps.length === 0) return [];
  const plain = new Set(rawScorers.map(({ name }) => name));
  const chosen = fitted.filter(({ name }, index) => index === 0 || name === 'without calculator' || plain.has(name));
  const results = steps.filter((step) => step.hasResult);
  const dataset = `${input.dataset}, calculator off`;
  return [
    ...chosen.map((scorer) => scoreRow(scorer, steps, dataset, input.seed, input.draws)),
    ...chosen.slice(0, 1).map((scorer) => scoreRow({ ...scorer, name: `${scorer.name}, steps with a result only` }, results, dataset, input.seed, input.draws)),
  ];
}

export function ratesOf(chains: readonly ExamChain[], dataset: string): { readonly repairs: ResultsInput['repairs']; readonly damages: ResultsInput['damages'] } {
  const rate = ({ hits, n }: Trials): ResultsInput['repairs'] => {
    const [low, high] = wilson(hits, n);
    return n === 0 ? [] : [{ dataset, rate: { value: hits / n, low, high }, n }];
  };
  return { repairs: rate(repairTrials(chains)), damages: rate(damageTrials(chains)) };
}
