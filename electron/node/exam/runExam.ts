import { createHash } from 'node:crypto';
import os from 'node:os';
import { TandemError } from '../../../shared/errors.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import type { FeatureValues } from '../../../shared/switching/features/index.ts';
import type { ExpertModel, LocalModel } from '../../../shared/agent/model.ts';
import type { CallCache } from '../evaluate/calls/callCache.ts';
import { cachedExpert, cachedLocal } from '../evaluate/calls/cachedModels.ts';
import type { ExamChain, ExaminedModel } from '../../../shared/exam/chain.ts';
import { examineByOutcome } from './examineByOutcome.ts';
import { examineProblem, type ExamSetup } from './examineProblem.ts';
import { createJudge } from './judgeSteps.ts';
import { hasOnlyAnswer, type NumericProblem } from './goldWay.ts';

export interface ExamPlan {
  readonly local: LocalModel;
  readonly expert: ExpertModel | null;
  readonly profile: string;
  readonly cache: CallCache;
  readonly seed: number;
  /** Problems worked at once. */
  readonly atOnce: number;
  readonly branchShare: { readonly wrong: number; readonly right: number };
  readonly probes: ExamSetup['probes'];
  /** Absent: gold values. */
  readonly examiner?: 'gold' | 'judge';
  /** Second round: the fitted gate, and the thresholds that problems take in turn. */
  readonly gate: { readonly pWrong: (values: FeatureValues) => number; readonly thresholds: readonly number[] } | null;
  readonly onChain: (chain: ExamChain) => void;
}

export const examLimits = { maxSteps: 16, maxTokensPerStep: 160 } as const;

/**
 * Works through problems until they or the signal end; resolves with what was examined. Every model call goes through
 * the cache, so an exam that was stopped or killed goes on where it was.
 */
export async function runExam(problems: Iterable<NumericProblem> | AsyncIterable<NumericProblem>, plan: ExamPlan, signal: AbortSignal): Promise<void> {
  const local = cachedLocal(plan.local, plan.cache);
  const expert = plan.expert && cachedExpert(plan.expert, plan.cache);
  if (plan.examiner === 'judge' && !expert) throw new TandemError('badInput', 'The expert judges the steps in this exam, and none is named. Name one, or let gold values examine.');
  const judge = plan.examiner === 'judge' && expert ? createJudge(expert, plan.profile) : null;
  const { sha256, name } = plan.local.card;
  const model: ExaminedModel | null = sha256 === undefined ? null : { sha256, profile: plan.profile, name, machine: machineName() };
  const queue = iterate(problems);
  let index = 0;
  const work = async () => {
    for (;;) {
      const next = await queue.next();
      if (next.done || signal.aborted) return;
      const problem = next.value;
      const threshold = plan.gate?.thresholds[index++ % plan.gate.thresholds.length];
      const chain = await (hasOnlyAnswer(problem) && !judge ? examineByOutcome : examineProblem)(problem, {
        local, expert, profile: plan.profile, ...examLimits, random: seededRandom(plan.seed, numberOf(problem.id)), branchShare: plan.branchShare, probes: plan.probes, ...(judge ? { judge } : {}),
        gate: plan.gate && threshold !== undefined ? { p: threshold, pWrong: plan.gate.pWrong } : null,
      }, signal);
      plan.onChain(model ? { model, ...chain } : chain);
    }
  };
  await Promise.all(Array.from({ length: plan.atOnce }, work));
}

/** A problem's own randomness does not depend on what was worked before it. */
function numberOf(id: string): number {
  return createHash('sha256').update(id).digest().readUInt32BE(0);
}

/** The processor, not the computer's name: that is nobody's business where chains are passed on. */
function machineName(): string {
  const cores = os.cpus();
  return `${os.platform()} ${os.arch()}, ${cores[0]?.model.trim() || 'unknown processor'}, ${cores.length} threads`;
}

async function* iterate<T>(items: Iterable<T> | AsyncIterable<T>): AsyncGenerator<T> {
  yield* items;
}
