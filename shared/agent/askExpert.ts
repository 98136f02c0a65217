import { isAbort, toErrorInfo } from '../errors.ts';
import type { RunEvent } from '../trace/events.ts';
import { createCallMeter, type CallMeter } from './callPrice.ts';
import { priceOf, type ExpertModel, type PreparedStep, type StepPart, type StepRequest } from './model.ts';
import type { RunDeps } from './runTypes.ts';
import type { EarlyCall } from './speculation.ts';
import { collectStep, type WrittenStep } from './writeLocally.ts';

export interface AskInput {
  readonly request: StepRequest;
  readonly expert: ExpertModel;
  readonly position: number;
  readonly why: string;
  readonly spentUsd: number;
  readonly deps: RunDeps;
  /** What the local model wrote, if it was asked first. */
  readonly candidate: WrittenStep | null;
  /** The expert has begun already: that call is gone on with. */
  readonly early?: EarlyCall | null;
}
export type Asked =
  | { readonly ok: true; readonly step: WrittenStep; readonly usd: number }
  | { readonly ok: false; /** A failure of the expert, not of the budget. */ readonly counts: boolean; /** What the failed call may have cost. */ readonly usd: number };

/**
 * Asks the expert for one step. The payload is prepared (built, redacted, counted) before anything is sent; the
 * candidate is discarded only once the expert's step is whole. A failure is told and answered with `ok: false`, or
 * thrown if the user wants runs to stop then. What a call that brought no step may have cost is told in either case,
 * so that the run's total agrees with the ledger.
 */
export async function* askExpert(input: AskInput, signal: AbortSignal): AsyncGenerator<RunEvent, Asked, undefined> {
  const { request, position, why, deps, candidate, early } = input;
  const expert = early?.expert ?? input.expert;
  let sent: Sent | null = null;
  try {
    const prepared = await expert.prepareStep(request);
    const { maxUsd } = deps.limits;
    if (maxUsd !== null && input.spentUsd + prepared.maxUsd > maxUsd) {
      yield { type: 'budgetReached', step: position, limit: 'usd', message: `The next question to ${expert.card.name} could pass this answer's limit of $${maxUsd}. The answer goes on here.` };
      return { ok: false, counts: false, usd: 0 };
    }
    yield {
      type: 'stepEscalated', step: position, to: expert.card.name, where: expert.card.where, why,
      payloadDigest: prepared.digest, redactions: { ...prepared.redactions },
      ...(early ? { begunMsEarly: early.ms } : {}),
    };
    const call: Sent = { prepared, meter: createCallMeter(prepared, expert.card.price), at: deps.now() };
    sent = call;
    const written = yield* collectStep(() => seenBy(call.meter, prepared.send(signal)), position, 'expert', deps.now);
    const step = early ? { ...written, ms: written.ms + early.ms } : written;
    if (candidate) {
      const { text, usage, ms, tokens, tools, reason } = candidate;
      yield { type: 'candidateDiscarded', step: position, text, usage, ms, tokens, tools, reason };
    }
    return { ok: true, step, usd: priceOf(step.usage, expert.card.price) };
  } catch (error) {
    const isStopped = isAbort(error) || signal.aborted;
    const lost = sent === null ? null : lostCall(sent, expert, position, error, isStopped, deps.now(), signal);
    if (lost) yield lost;
    if (isStopped) throw error;
    const usd = lost?.usd ?? 0;
    const info = toErrorInfo(error);
    if (info.kind === 'spendingCapReached') {
      yield { type: 'budgetReached', step: position, limit: 'spendingCap', message: info.message };
      return { ok: false, counts: true, usd };
    }
    const continues = deps.whenExpertFails === 'continue';
    yield { type: 'expertUnavailable', step: position, error: info, continues };
    if (!continues) throw error;
    return { ok: false, counts: true, usd };
  }
}

interface Sent { readonly prepared: PreparedStep; readonly meter: CallMeter; readonly at: number }

async function* seenBy(meter: CallMeter, parts: AsyncIterable<StepPart>): AsyncGenerator<StepPart, void, undefined> {
  for await (const part of parts) {
    meter.see(part);
    yield part;
  }
}

/** Null: the call cost nothing, which needs no word of its own. */
function lostCall(
  { prepared, meter, at }: Sent, { card }: ExpertModel, step: number, error: unknown, isStopped: boolean, now: number, signal: AbortSignal,
): Extract<RunEvent, { type: 'expertCallDiscarded' }> | null {
  const { usage, usd, atMost } = meter.priceAfter(error, signal);
  if (usd === 0) return null;
  return {
    type: 'expertCallDiscarded', step, to: card.name, where: card.where, reason: isStopped ? 'stopped' : 'failed',
    why: isStopped ? 'the answer was stopped while the expert wrote' : 'the expert\'s step did not come whole',
    payloadDigest: prepared.digest, redactions: { ...prepared.redactions }, usage, usd, atMost, ms: Math.max(0, now - at),
  };
}
