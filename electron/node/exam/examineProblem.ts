import type { AcceptedStep, LocalModel, StepPart, StepRequest, Writer } from '../../../shared/agent/model.ts';
import { alwaysOn, computeFeatures, type FeatureValues } from '../../../shared/switching/features/index.ts';
import type { Candidate } from '../../../shared/switching/policy.ts';
import { lastNumber } from '../evaluate/gsm8kRows.ts';
import { isGoldValue, nextGoldLine, resultOf, type ExamProblem } from './goldSteps.ts';

/** One step of the exam: what the local model wrote, whether it was wrong, and what took its place. */
export interface ExamStep {
  readonly position: number;
  readonly candidate: Candidate;
  readonly values: FeatureValues;
  readonly wrong: 0 | 1;
  /** Why it counts so, for the trajectory. */
  readonly reason: 'goldValue' | 'noResult' | 'chainEndsRight' | 'chainEndsWrong';
  /** The step that stands in its place, if it was wrong. */
  readonly correction: { readonly by: Writer | 'gold'; readonly text: string } | null;
}
export interface ExamChain { readonly problem: string; readonly steps: readonly ExamStep[]; readonly rightUnaided: boolean }

export interface ExamSetup {
  readonly local: Pick<LocalModel, 'writeStep'>;
  readonly profile: string;
  readonly maxSteps: number;
  readonly maxTokensPerStep: number;
}

/**
 * AdaSwitch's collaborative examination of one problem (arXiv 2410.13181, stage 2): the local model works it, each
 * step is examined, a wrong one is replaced and the chain goes on, so that later prefixes are those of real use.
 *
 * The examiner: a step is right if it states no result or a value of the gold way. Any other value may be another way
 * to the same end, so the chain is finished from there unaided: if it ends right, its steps are right (hidden errors
 * in right chains: 3.5 % on GSM8K, guides); if not, the step is wrong and the next gold line takes its place.
 */
export async function examineProblem(problem: ExamProblem, setup: ExamSetup, signal: AbortSignal): Promise<ExamChain> {
  const accepted: AcceptedStep[] = [];
  const steps: ExamStep[] = [];
  while (accepted.length < setup.maxSteps) {
    const candidate = await write(problem, accepted, setup, signal);
    if (candidate.text === '') break;
    const verdict = await examine(problem, accepted, candidate, setup, signal);
    const gold = verdict.wrong === 1 ? nextGoldLine(problem, accepted.map((step) => step.text)) : null;
    const correction = verdict.wrong === 0 ? null : { by: 'gold' as const, text: gold?.text ?? String(problem.answer) };
    steps.push({ position: accepted.length, candidate, values: valuesOf(problem, accepted, candidate), ...verdict, correction });
    accepted.push({ by: correction ? 'expert' : 'local', text: correction?.text ?? candidate.text });
    if (ends(candidate) && verdict.wrong === 0) break;
    if (correction && gold === null) break;
  }
  return { problem: problem.id, steps, rightUnaided: steps.every((step) => step.wrong === 0) && endsRight(problem, steps) };
}

async function examine(
  problem: ExamProblem, accepted: readonly AcceptedStep[], candidate: Candidate, setup: ExamSetup, signal: AbortSignal,
): Promise<Pick<ExamStep, 'wrong' | 'reason'>> {
  const value = resultOf(candidate.text, ends(candidate));
  if (ends(candidate)) return isRightAnswer(problem, candidate.text) ? { wrong: 0, reason: 'goldValue' } : { wrong: 1, reason: 'chainEndsWrong' };
  if (value === null) return { wrong: 0, reason: 'noResult' };
  if (isGoldValue(value, problem)) return { wrong: 0, reason: 'goldValue' };
  const rolled: AcceptedStep[] = [...accepted, { by: 'local', text: candidate.text }];
  while (rolled.length < setup.maxSteps) {
    const next = await write(problem, rolled, setup, signal);
    if (next.text === '') break;
    if (ends(next)) return isRightAnswer(problem, next.text) ? { wrong: 0, reason: 'chainEndsRight' } : { wrong: 1, reason: 'chainEndsWrong' };
    if (next.text === rolled.at(-1)?.text) break;
    rolled.push({ by: 'local', text: next.text });
  }
  return { wrong: 1, reason: 'chainEndsWrong' };
}

async function write(problem: ExamProblem, accepted: readonly AcceptedStep[], setup: ExamSetup, signal: AbortSignal): Promise<Candidate> {
  const request: StepRequest = {
    question: problem.question, history: [], steps: accepted, shape: 'steps', profile: setup.profile, documents: [], tools: ['calculator'],
    until: 'step', maxTokens: setup.maxTokensPerStep, temperature: 0, seed: 1,
  };
  let finished: Extract<StepPart, { type: 'finish' }> | null = null;
  for await (const part of setup.local.writeStep(request, signal)) if (part.type === 'finish') finished = part;
  return finished ?? { text: '', reason: 'stop', tokens: [], tools: [] };
}

function valuesOf(problem: ExamProblem, accepted: readonly AcceptedStep[], candidate: Candidate): FeatureValues {
  return computeFeatures(alwaysOn, { question: problem.question, steps: accepted, position: accepted.length }, candidate);
}

const ends = (candidate: Candidate): boolean => candidate.reason === 'answer' || candidate.reason === 'stop';
const isRightAnswer = (problem: ExamProblem, text: string): boolean => Math.abs(lastNumber(text) - problem.answer) < 1e-2;

function endsRight(problem: ExamProblem, steps: readonly ExamStep[]): boolean {
  const last = steps.at(-1);
  return last !== undefined && ends(last.candidate) && isRightAnswer(problem, last.candidate.text);
}
