import type { RunEvent } from '../trace/events.ts';
import { bufferParts, type BufferedParts } from './bufferedParts.ts';
import { createCallMeter, notNeeded, type CallMeter } from './callPrice.ts';
import type { ExpertModel, PreparedStep, StepRequest } from './model.ts';
import type { RunDeps } from './runTypes.ts';

/** An expert's call that was begun before it was known whether it is needed, as an expert of its own: asked, it goes on with that call. */
export interface EarlyCall {
  readonly expert: ExpertModel;
  /** How long it had been running when the decision fell. */
  readonly ms: number;
}

/** One run's speculative calls, at most one at a time: each is begun, then taken over or discarded. */
export interface Speculation {
  /** What the policy calls when its cheap signs leave the step undecided; absent where this step may not be begun early. */
  offer(step: { readonly request: StepRequest; readonly position: number; readonly spentUsd: number }): (() => void) | undefined;
  /** The expert is needed. Null: nothing was begun, or it was not sent; then it is asked in the ordinary way. */
  take(): Promise<EarlyCall | null>;
  /** Nobody needs it: stops it at once and tells its price. @returns the price in US dollars */
  discard(why: string): AsyncGenerator<RunEvent, number, undefined>;
  /** Nothing outlives its run. */
  close(): void;
}

interface Sent { readonly prepared: PreparedStep; readonly call: BufferedParts; readonly meter: CallMeter }
interface Begun {
  readonly step: number; readonly at: number; readonly controller: AbortController;
  /** Null: it did not come to sending. Never rejects. */
  readonly sent: Promise<Sent | null>;
}

/** A guess may not take the place of a call that is needed: that many must still fit under the limits, each at its most. */
const callsThatMustFit = 10;

/**
 * Lets the expert begin while the local model is still being asked about its own step. It goes the ordinary way to the
 * expert (redaction, agreement, caps, ledger) through `deps.expert`. Never for an expert on this device: it would take
 * the processor from those very questions.
 */
export function createSpeculation(deps: Pick<RunDeps, 'dial' | 'expert' | 'limits' | 'now' | 'speculative'>, runSignal: AbortSignal): Speculation {
  const { expert, now } = deps;
  let begun: Begun | null = null;
  const controllers = new Set<AbortController>();
  const stopAll = (reason: unknown) => controllers.forEach((controller) => controller.abort(reason));

  const send = async (from: ExpertModel, request: StepRequest, spentUsd: number, controller: AbortController): Promise<Sent | null> => {
    const prepared = await from.prepareStep(request);
    const left = Math.min(deps.limits.maxUsd === null ? Infinity : deps.limits.maxUsd - spentUsd, from.leftUsd?.() ?? Infinity);
    if (controller.signal.aborted || prepared.maxUsd * callsThatMustFit > left) return null;
    const meter = createCallMeter(prepared, from.card.price);
    return { prepared, meter, call: bufferParts(prepared.send(controller.signal), meter.see, () => controller.abort(notNeeded)) };
  };

  return {
    offer: ({ request, position, spentUsd }) => {
      if (deps.speculative !== true || expert === null || expert.card.where === 'thisDevice' || request.shape === 'reply') return undefined;
      return () => {
        // At the dial's private end nothing is sent, not even early.
        if (begun !== null || deps.dial() >= 1) return;
        const controller = new AbortController();
        if (controllers.size === 0) runSignal.addEventListener('abort', () => stopAll(runSignal.reason), { once: true });
        controllers.add(controller);
        if (runSignal.aborted) controller.abort(runSignal.reason);
        // What keeps it from being sent is told where the expert is asked in the ordinary way.
        const sent = send(expert, request, spentUsd, controller).catch(() => null);
        begun = { step: position, at: now(), controller, sent };
      };
    },
    take: async () => {
      if (begun === null || expert === null) return null;
      const { at, sent } = begun;
      const ms = Math.max(0, now() - at);
      const running = await sent;
      begun = null;
      if (running === null) return null;
      const { prepared, call } = running;
      return { ms, expert: { card: expert.card, prepareStep: () => Promise.resolve({ ...prepared, send: () => call.parts }) } };
    },
    discard: async function* (why) {
      if (begun === null || expert === null) return 0;
      const { step, at, controller, sent } = begun;
      begun = null;
      controller.abort(notNeeded);
      const ms = Math.max(0, now() - at);
      const running = await sent;
      if (running === null) return 0;
      const { outcome, usage, usd, atMost } = running.meter.priceAfter(await running.call.ended, controller.signal);
      if (outcome === 'unsent') return 0;
      const { name, where } = expert.card;
      const { digest, redactions } = running.prepared;
      yield { type: 'expertCallDiscarded', step, to: name, where, payloadDigest: digest, redactions: { ...redactions }, usage, usd, atMost, ms, why };
      return usd;
    },
    close: () => stopAll(notNeeded),
  };
}
