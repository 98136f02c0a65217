import { strict } from '../notImplemented.ts';
import { toAppUrl } from '../protocol.ts';

/** The part of WebFrameMain that can be trusted here: where a message came from. */
export interface StandinFrame {
  readonly url: string; readonly origin: string; readonly parent: null; readonly top: StandinFrame | null;
  readonly processId: number; readonly routingId: number; readonly frameTreeNodeId: number;
  readonly detached: boolean;
  isDestroyed(): boolean;
  send(channel: string, ...args: unknown[]): void;
}

/** The main frame in the state in which one document is loaded; the next document has another. */
export function newFrame(origin: string, urlNow: () => string, send: StandinFrame['send']): StandinFrame & { gone: boolean } {
  const frame = strict('WebFrameMain', {
    gone: false, parent: null, processId: 1, routingId: 1, frameTreeNodeId: 1,
    origin: toAppUrl(origin),
    get url() { return urlNow(); },
    get top(): StandinFrame | null { return frame; },
    get detached() { return frame.gone; },
    isDestroyed: () => frame.gone,
    send,
  });
  return frame as StandinFrame & { gone: boolean };
}
