import { isAbort, TandemError, type ErrorKind } from '../errors.ts';
import { noUsage, priceOf, type PreparedStep, type Price, type StepPart, type Usage } from './model.ts';

/** Begun early and not needed, stopped with its answer, or failed. */
export type GivenUp = 'notNeeded' | 'stopped' | 'failed';

/** What one call to an expert came to. The ledger and the trace both go by it, so that their sums agree. */
export interface CallPrice {
  /** `unsent`: it was refused before anything left. */
  readonly outcome: 'answered' | 'failed' | 'unsent';
  /** Why it brought no step; null: it brought one. */
  readonly reason: GivenUp | null;
  readonly usage: Usage;
  readonly usd: number;
  /** Not counted by anybody: the most that it may have cost. */
  readonly atMost: boolean;
}

export interface CallMeter {
  see(part: StepPart): void;
  /** @param error what ended the call; null where it came to its end @param signal the one that it was sent with */
  priceAfter(error: unknown, signal: AbortSignal): CallPrice;
}

/** The reason with which a call is given up that was begun early and is not needed. */
export const notNeeded = new TandemError('cancelled', 'The expert was not needed for this step.');

/** After these nothing was billed, unless the answer had begun: the request was not accepted, or never arrived. */
const unbilled: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  'expertUnreachable', 'expertUnauthorized', 'expertRateLimited', 'expertOverloaded', 'expertRejected', 'expertNotConfigured',
]);
/** These come before anything is sent. */
const refused: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['spendingCapReached', 'expertNotAgreed']);

/** Output tokens are rarely shorter: what was not reported is not counted too low, for it is paid. */
const charactersPerToken = 2;

/** Follows one call. Until it is known better, the most it may cost counts as spent. */
export function createCallMeter(prepared: Pick<PreparedStep, 'maxUsd' | 'sentTokens'>, price: Price | undefined): CallMeter {
  let finished: Usage | null = null;
  let reported: Usage | null = null;
  let written = 0;

  const soFar = (sentTokens: number): Usage => {
    const known = reported ?? { ...noUsage, inputTokens: sentTokens, freshInputTokens: sentTokens };
    return { ...known, outputTokens: Math.max(known.outputTokens, Math.ceil(written / charactersPerToken)) };
  };

  return {
    see: (part) => {
      if (part.type === 'finish') finished = part.usage;
      if (part.type === 'usage') reported = part.usage;
      if (part.type === 'delta') written += part.text.length;
    },
    priceAfter: (error, signal) => {
      if (finished) return { outcome: 'answered', reason: null, usage: finished, usd: priceOf(finished, price), atMost: false };
      const reason = !isAbort(error) ? 'failed' : signal.reason === notNeeded ? 'notNeeded' : 'stopped';
      const kind = error instanceof TandemError ? error.kind : null;
      if (kind !== null && refused.has(kind)) return { outcome: 'unsent', reason, usage: noUsage, usd: 0, atMost: false };
      const hasBegun = reported !== null || written > 0;
      if (kind !== null && unbilled.has(kind) && !hasBegun) return { outcome: 'failed', reason, usage: noUsage, usd: 0, atMost: false };
      if (reason === 'notNeeded' && prepared.sentTokens !== undefined) {
        const usage = soFar(prepared.sentTokens);
        return { outcome: 'failed', reason, usage, usd: priceOf(usage, price), atMost: false };
      }
      return { outcome: 'failed', reason, usage: noUsage, usd: prepared.maxUsd, atMost: prepared.maxUsd > 0 };
    },
  };
}

/** Sends a call and tells its price once, however it ends. */
export async function* metered(prepared: PreparedStep, price: Price | undefined, signal: AbortSignal, settle: (paid: CallPrice) => void): AsyncGenerator<StepPart> {
  const meter = createCallMeter(prepared, price);
  let failure: unknown = null;
  try {
    for await (const part of prepared.send(signal)) {
      meter.see(part);
      yield part;
    }
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    settle(meter.priceAfter(failure, signal));
  }
}
