import type { ExpertModel, LocalModel, Price } from '../../../shared/agent/model.ts';
import { runAgent } from '../../../shared/agent/runAgent.ts';
import { TandemError, type ErrorInfo } from '../../../shared/errors.ts';
import type { Score, SwitchPolicy } from '../../../shared/switching/policy.ts';
import type { RunEvent } from '../../../shared/trace/events.ts';
import { reduceRunAll, emptyRun } from '../../../shared/trace/reduceRun.ts';
import type { RunView } from '../../../shared/trace/view.ts';
import { retrying } from './ablations.ts';
import type { CallCache } from './calls/callCache.ts';
import { cachedExpert, cachedLocal } from './calls/cachedModels.ts';
import { isNoStep } from '../expert/noStep.ts';
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
  /** Ablation: in the expert's place the local model tries the step again. */
  readonly asksItself?: boolean | undefined;
  /** Changes what the local model is asked; what that adds to a prompt is counted and part of the call's key. */
  readonly changed?: ((local: LocalModel) => LocalModel) | undefined;
}

/** One problem answered under one policy at one dial. */
export interface Answered {
  readonly view: RunView;
  readonly cost: Cost;
  readonly steps: number;
  readonly expertSteps: number;
  /** Steps for which the expert was asked and whose answer was none, too long or refused: the local model wrote them, as in the app. */
  readonly noSteps: number;
  /** Time spent deciding, with the model calls of checks as long as they took when they were made: a log's share is the first run's. */
  readonly scoringMs: number;
  /** Of that, the model calls; `cost.modelMs` holds them too. */
  readonly checksMs: number;
}

export const evaluationLimits = { maxSteps: 16, maxTokensPerStep: 160, maxUsd: null } as const;
/** A program is one answer and longer than a step. */
const codeLimits = { ...evaluationLimits, maxTokensPerStep: 512 } as const;

/**
 * Runs the same loop as the app, on models behind the call cache. Nothing is streamed and nothing stored. Where the
 * expert cannot be had, the whole evaluation stops and can be gone on with: a step that the local model wrote in its
 * place would be counted as the policy's. An answer of the expert that is no step is the expert's own doing and counts.
 */
export async function answerOnce(problem: EvalProblem, policy: SwitchPolicy, dial: number, setup: AnswerSetup, signal: AbortSignal): Promise<Answered> {
  const meter = createMeter(setup);
  const plain = cachedLocal(setup.local, setup.cache, meter);
  const local = setup.changed ? setup.changed(plain) : plain;
  let [noSteps, wasNoStep] = [0, false];
  const asked = setup.asksItself === true ? retrying(local) : setup.expert && cachedExpert(setup.expert, setup.cache, meter, Date.now, true);
  const expert = asked && watchedExpert(asked, () => { wasNoStep = true; });
  let [ownMs, checksMs] = [0, 0];
  const timed = async <T extends Score | null>(decide: () => Promise<T>): Promise<T> => {
    const [at, made, waited] = [performance.now(), meter.cost.modelMs, meter.waitedMs];
    const value = await decide();
    checksMs += meter.cost.modelMs - made;
    ownMs += Math.max(0, performance.now() - at - (meter.waitedMs - waited));
    return value;
  };
  const { beforeStep, afterCandidate } = policy;
  const watched: SwitchPolicy = {
    ...policy,
    ...(beforeStep ? { beforeStep: (context, probe) => timed(() => beforeStep(context, probe)) } : {}),
    ...(afterCandidate ? { afterCandidate: (context, candidate, probe) => timed(() => afterCandidate(context, candidate, probe)) } : {}),
  };
  const events: RunEvent[] = [];
  const run = runAgent(
    { ...asAsked(problem), history: [], shape: 'steps', accepted: [], profile: setup.profile, seed: setup.seed },
    { local, expert, policy: watched, dial: () => dial, limits: problem.kind === 'code' ? codeLimits : evaluationLimits, whenExpertFails: 'continue', now: Date.now },
    signal,
  );
  for await (const event of run) {
    if (event.type === 'stepDelta') continue;
    // The app goes on here when the money is spent; nobody's figure may.
    if (event.type === 'budgetReached' && event.limit === 'spendingCap') throw unanswered(policy.id, problem.id, { kind: 'spendingCapReached', message: event.message });
    if (event.type === 'expertUnavailable') {
      // A passage longer than a model's context is a question that it cannot answer, and no reason to stop.
      if (event.error.kind === 'contextTooSmall') {
        events.push(event, { type: 'runFailed', error: event.error });
        break;
      }
      if (!wasNoStep) throw unanswered(policy.id, problem.id, event.error);
      [noSteps, wasNoStep] = [noSteps + 1, false];
    }
    events.push(event);
  }
  signal.throwIfAborted();
  const view = reduceRunAll(emptyRun, events.map((event, i) => ({ seq: i + 1, at: 0, event })));
  if (view.status === 'failed' && view.error?.kind !== 'contextTooSmall') throw unanswered(policy.id, problem.id, view.error);
  return { view, cost: meter.cost, steps: view.totals.accepted, expertSteps: setup.asksItself === true ? 0 : view.totals.byExpert, noSteps, scoringMs: ownMs + checksMs, checksMs };
}

/** Only the error itself tells an answer that is no step from an outage; the trace's event does not carry that. */
function watchedExpert(expert: ExpertModel, onNoStep: () => void): ExpertModel {
  return {
    ...expert,
    prepareStep: async (request) => {
      const prepared = await expert.prepareStep(request);
      return {
        ...prepared,
        send: async function* (signal) {
          try {
            yield* prepared.send(signal);
          } catch (error) {
            if (isNoStep(error)) onNoStep();
            throw error;
          }
        },
      };
    },
  };
}

function unanswered(policy: string, problem: string, error: ErrorInfo | null): TandemError {
  const said = `${policy} could not answer ${problem}: ${error?.message ?? ''}`;
  // A call that a closed log lacks is lacking the next time too.
  if (error?.kind === 'notFound') return new TandemError('notFound', said);
  return new TandemError(error?.kind ?? 'engineFailed', `${said} Nothing of this problem was counted. What was computed is kept in the cache; start again to go on.`);
}
