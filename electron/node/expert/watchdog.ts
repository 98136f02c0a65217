/** How long an expert may be silent, in ms. */
export interface Timeouts {
  /** Until the server begins to answer. */
  readonly answerMs: number;
  /** Between two pieces of the answer; pings count as pieces. */
  readonly idleMs: number;
  /** For the whole request with its retries, so that a server that only ever pings is no hang either. */
  readonly totalMs: number;
}
/** `lost`: no time ran out, but the connection broke and the answer cannot come any more. */
export type Expired = 'answer' | 'idle' | 'total' | 'lost';

/** Aborts a request that the user stops or that is silent for too long. */
export interface Watchdog {
  readonly signal: AbortSignal;
  readonly expired: Expired | null;
  /** A request (or its retry) goes out. */
  sent(): void;
  /** Something came. */
  alive(): void;
  /** No answer can come any more, and the request must not go out again. */
  lose(): void;
  /** Must be called once the request is over. */
  stop(): void;
}

export function createWatchdog(timeouts: Timeouts, outer: AbortSignal): Watchdog {
  const controller = new AbortController();
  let expired: Expired | null = null;
  let timer: NodeJS.Timeout | undefined;

  const expire = (why: Expired) => {
    expired ??= why;
    controller.abort();
  };
  const arm = (ms: number, why: Expired) => {
    clearTimeout(timer);
    timer = setTimeout(() => expire(why), ms);
  };
  const total = setTimeout(() => expire('total'), timeouts.totalMs);
  const follow = () => controller.abort(outer.reason);
  outer.addEventListener('abort', follow, { once: true });
  if (outer.aborted) follow();

  return {
    signal: controller.signal,
    get expired() { return expired; },
    sent: () => arm(timeouts.answerMs, 'answer'),
    alive: () => arm(timeouts.idleMs, 'idle'),
    lose: () => expire('lost'),
    stop: () => {
      clearTimeout(timer);
      clearTimeout(total);
      outer.removeEventListener('abort', follow);
    },
  };
}
