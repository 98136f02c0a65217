import type { ExpertModel, LocalModel, Price } from '../../../shared/agent/model.ts';
import { runAgent } from '../../../shared/agent/runAgent.ts';
import type { Score, SwitchPolicy } from '../../../shared/switching/policy.ts';
import type { RunEvent } from '../../../shared/trace/events.ts';
import { reduceRunAll, emptyRun } from '../../../shared/trace/reduceRun.ts';
import type { RunView } from '../../../shared/trace/view.ts';
import type { CallCache } from './calls/callCache.ts';
import { cachedExpert, cachedLocal } from './calls/cachedModels.ts';
import { asAsked } from './data/asAsked.ts';
import type { EvalProblem } from './data/evalProblem.ts';
import { createMeter, type Cost } from './meter.ts';

export interface AnswerSetup {
  readonly local: LocalModel;
  readonly expert: ExpertModel | null;
  readonly cache: CallCache;
  readonly profile: string;
  readonly seed: number;
  readonly localParameters: number;
  readonly expertParameters: number | null;
  readonly expertPrice: Price | null;
  /** Changes what the local model is asked; what that adds to a prompt is counted and part of the call's key. */
  readonly changed?: ((local: LocalModel) => LocalModel) | undefined;
}

/** One problem answered under one policy at one dial. */
export interface Answered {
  readonly view: RunView;
  readonly cost: Cost;
  readonly steps: number;
  readonly expertSteps: number;
  /** Time spent in the policy itself, model calls of checks included. */
  readonly scoringMs: number;
}

export const evaluationLimits = { maxSteps: 16, maxTokensPerStep: 160, maxUsd: null } as const;
/** A program is one answer and longer than a step. */
const codeLimits = { ...evaluationLimits, maxTokensPerStep: 512 } as const;

/** Runs the same loop as the app, on models behind the call cache. Nothing is streamed and nothing stored. */
export async function answerOnce(problem: EvalProblem, policy: SwitchPolicy, dial: number, setup: AnswerSetup, signal: AbortSignal): Promise<Answered> {
  const meter = createMeter(setup);
  const plain = cachedLocal(setup.local, setup.cache, meter);
  const local = setup.changed ? setup.changed(plain) : plain;
  const expert = setup.expert && cachedExpert(setup.expert, setup.cache, meter);
  let scoringMs = 0;
  const timed = async <T extends Score | null>(score: Promise<T>): Promise<T> => {
    const at = performance.now();
    const value = await score;
    scoringMs += performance.now() - at;
    return value;
  };
  const watched: SwitchPolicy = {
    ...policy,
    ...(policy.beforeStep ? { beforeStep: (context, probe) => timed(policy.beforeStep?.(context, probe) ?? Promise.reject(new Error('gone'))) } : {}),
    ...(policy.afterCandidate ? { afterCandidate: (context, candidate, probe) => timed(policy.afterCandidate?.(context, candidate, probe) ?? Promise.reject(new Error('gone'))) } : {}),
  };
  const events: RunEvent[] = [];
  const run = runAgent(
    { ...asAsked(problem), history: [], shape: 'steps', accepted: [], profile: setup.profile, seed: setup.seed },
    { local, expert, policy: watched, dial: () => dial, limits: problem.kind === 'code' ? codeLimits : evaluationLimits, whenExpertFails: 'continue', now: Date.now },
    signal,
  );
  for await (const event of run) if (event.type !== 'stepDelta') events.push(event);
  signal.throwIfAborted();
  const view = reduceRunAll(emptyRun, events.map((event, i) => ({ seq: i + 1, at: 0, event })));
  return { view, cost: meter.cost, steps: view.totals.accepted, expertSteps: view.totals.byExpert, scoringMs };
}
