import { lostStep, type Death } from '../../../shared/agent/restartWords.ts';
import { assertNever, TandemError } from '../../../shared/errors.ts';
import type { EngineHost } from './api.ts';
import { fromProcessSchema, type EngineCall, type FromProcess, type Loaded, type OpenRequest, type ToProcess } from './protocol.ts';

/** Hears what becomes of one call. */
export interface CallListener {
  onPart(part: unknown): void;
  onDone(value: unknown): void;
  onFailed(error: TandemError): void;
}

/** One living engine process with a loaded model. */
export interface Connection {
  readonly loaded: Loaded;
  call(call: EngineCall, listener: CallListener): { abort(): void };
  /** Called once, if the process dies by itself or is given up. Every call at hand has failed by then. */
  onCrash(listener: (death: Death) => void): void;
  /** For a process that no longer answers: it is killed, and counts as dead from now on, whenever its end is heard of. */
  giveUp(): void;
  close(): Promise<void>;
}

const patience = 2000;

/** Starts a process and loads the model in it. Rejects with `engineCrashed` if the process dies meanwhile. */
export async function connect(host: EngineHost, open: OpenRequest, name: string, signal?: AbortSignal): Promise<Connection> {
  signal?.throwIfAborted();
  const child = host.start();
  const calls = new Map<number, CallListener>();
  const crashListeners: ((death: Death) => void)[] = [];
  const opening = Promise.withResolvers<Loaded>();
  const exited = Promise.withResolvers<void>();
  let nextId = 1;
  let alive = true;
  let closing = false;
  let loaded: Loaded | null = null;
  let how: Death['how'] = 'died';
  const post = (message: ToProcess): void => { if (alive) child.post(message); };

  const take = (id: number): CallListener | undefined => {
    const listener = calls.get(id);
    calls.delete(id);
    return listener;
  };
  const hear = (message: FromProcess): void => {
    switch (message.type) {
      case 'ready':
        post({ type: 'open', open });
        break;
      case 'opened':
        opening.resolve(message.loaded);
        break;
      case 'openFailed':
        opening.reject(new TandemError(message.error.kind, message.error.message));
        break;
      case 'part':
        calls.get(message.id)?.onPart(message.part);
        break;
      case 'done':
        take(message.id)?.onDone(message.value);
        break;
      case 'failed':
        take(message.id)?.onFailed(new TandemError(message.error.kind, message.error.message));
        break;
      default:
        assertNever(message);
    }
  };
  child.onMessage((raw) => {
    const parsed = fromProcessSchema.safeParse(raw);
    if (parsed.success) hear(parsed.data);
  });
  const death = (): Death => ({ name, how, usedGpu: loaded?.usesGpu ?? false });
  const die = (): void => {
    if (!alive) return;
    alive = false;
    exited.resolve();
    opening.reject(crashed(death()));
    for (const listener of calls.values()) listener.onFailed(crashed(death()));
    calls.clear();
    if (!closing) for (const listener of crashListeners) listener(death());
  };
  child.onExit(die);

  const leave = (): void => { opening.reject(signal?.reason); };
  signal?.addEventListener('abort', leave, { once: true });
  try {
    const done = await opening.promise;
    loaded = done;
    return {
      loaded: done,
      call: (call, listener) => {
        if (!alive) {
          listener.onFailed(crashed(death()));
          return { abort: () => undefined };
        }
        const id = nextId++;
        calls.set(id, listener);
        post({ type: 'call', id, call });
        return { abort: () => { if (calls.has(id)) post({ type: 'abort', id }); } };
      },
      onCrash: (listener) => crashListeners.push(listener),
      giveUp: () => {
        how = 'hung';
        child.kill();
        die();
      },
      close: async () => {
        closing = true;
        post({ type: 'close' });
        // A process that is busy in native code is not waited for.
        const timer = setTimeout(() => { child.kill(); }, patience);
        if (alive) await exited.promise;
        clearTimeout(timer);
      },
    };
  } catch (error) {
    closing = true;
    child.kill();
    throw error;
  } finally {
    signal?.removeEventListener('abort', leave);
  }
}

function crashed(death: Death): TandemError {
  return new TandemError('engineCrashed', lostStep(death));
}
