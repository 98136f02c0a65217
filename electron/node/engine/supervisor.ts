import { loadedWithoutGpu, notLoaded, startedAgain } from '../../../shared/agent/restartWords.ts';
import { TandemError } from '../../../shared/errors.ts';
import type { EngineHost } from './api.ts';
import { connect, type Connection } from './connection.ts';
import type { Loaded, OpenRequest } from './protocol.ts';

/** Keeps one engine process alive: a dead or hung one is replaced, on the CPU if it died while a GPU was in use. */
export interface Supervisor {
  /** The living connection; waits while a new process is loading the model. */
  current(): Promise<Connection>;
  /** What was loaded last. */
  readonly loaded: Loaded;
  /** What was to be told before anybody listened is told at once. */
  onRestart(listener: (words: string) => void): () => void;
  close(): Promise<void>;
}

/** Opens the model and watches over its process. */
export async function supervise(host: EngineHost, open: OpenRequest, name: string, signal?: AbortSignal): Promise<Supervisor> {
  const listeners = new Set<(words: string) => void>();
  const untold: string[] = [];
  let request = open;
  let closed = false;
  let living: Connection | null = null;
  let starting: Promise<Connection> | null = null;

  const tell = (words: string): void => {
    if (listeners.size === 0) untold.push(words);
    for (const listener of listeners) listener(words);
  };

  // A driver that ends the process while the model loads must not keep the model from running on the CPU.
  const start = async (startSignal?: AbortSignal): Promise<Connection> => {
    const { gpu } = request;
    try {
      return await connect(host, request, name, startSignal);
    } catch (error) {
      if (!isCrash(error)) throw error;
      if (gpu === 'cpu') throw new TandemError('engineFailed', notLoaded(name, false), { cause: error });
    }
    try {
      const onCpu = await connect(host, { ...request, gpu: 'cpu' }, name, startSignal);
      request = { ...request, gpu: 'cpu' };
      tell(loadedWithoutGpu(name));
      return onCpu;
    } catch (error) {
      throw isCrash(error) ? new TandemError('engineFailed', notLoaded(name, true), { cause: error }) : error;
    }
  };

  const keep = (connection: Connection): void => {
    living = connection;
    loaded = connection.loaded;
    connection.onCrash((death) => {
      living = null;
      if (closed) return;
      if (death.usedGpu) request = { ...request, gpu: 'cpu' };
      // If it cannot be started now, the next call tries again and says why.
      restart().then(() => { tell(startedAgain(death)); }, () => undefined);
    });
  };

  const restart = (): Promise<Connection> => {
    starting ??= start().then(async (fresh) => {
      if (closed) {
        await fresh.close();
        throw closedError();
      }
      keep(fresh);
      return fresh;
    }).finally(() => { starting = null; });
    return starting;
  };

  const first = await start(signal);
  let loaded = first.loaded;
  keep(first);
  return {
    current: async () => {
      if (closed) throw closedError();
      return living ?? restart();
    },
    get loaded() {
      return loaded;
    },
    onRestart: (listener) => {
      listeners.add(listener);
      for (const words of untold.splice(0)) listener(words);
      return () => { listeners.delete(listener); };
    },
    close: async () => {
      closed = true;
      await starting?.catch(() => undefined);
      await living?.close();
    },
  };
}

function isCrash(error: unknown): boolean {
  return error instanceof TandemError && error.kind === 'engineCrashed';
}

function closedError(): TandemError {
  return new TandemError('engineFailed', 'The model was closed. Open it again to go on.');
}
