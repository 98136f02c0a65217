import { TandemError } from '../../../shared/errors.ts';
import type { EngineHost } from './api.ts';
import { connect, type Connection } from './connection.ts';
import type { Loaded, OpenRequest } from './protocol.ts';

/** Keeps one engine process alive: a dead one is replaced, on the CPU if it died while a GPU was in use. */
export interface Supervisor {
  /** The living connection; waits while a new process is loading the model. */
  current(): Promise<Connection>;
  /** What was loaded last. */
  readonly loaded: Loaded;
  onRestart(listener: (words: string) => void): () => void;
  close(): Promise<void>;
}

const restarted = 'The model\'s process ended unexpectedly and was started again. The step at hand was lost, everything accepted before is kept.';
const restartedOnCpu = 'The model\'s process ended unexpectedly while it used the GPU. It was started again on the CPU, so answers may be slower. Everything accepted before is kept.';

/** Opens the model and watches over its process. */
export async function supervise(host: EngineHost, open: OpenRequest, signal?: AbortSignal): Promise<Supervisor> {
  const listeners = new Set<(words: string) => void>();
  let request = open;
  let closed = false;
  let living: Connection | null = null;
  let starting: Promise<Connection> | null = null;

  // A driver that ends the process while the model loads must not keep the model from running on the CPU.
  const start = async (startSignal?: AbortSignal): Promise<Connection> => {
    try {
      return await connect(host, request, startSignal);
    } catch (error) {
      if (request.gpu === 'cpu' || !(error instanceof TandemError) || error.kind !== 'engineCrashed') throw error;
      request = { ...request, gpu: 'cpu' };
      return connect(host, request, startSignal);
    }
  };

  const keep = (connection: Connection): void => {
    living = connection;
    loaded = connection.loaded;
    connection.onCrash(() => {
      living = null;
      if (closed) return;
      if (connection.loaded.usesGpu) request = { ...request, gpu: 'cpu' };
      const words = connection.loaded.usesGpu ? restartedOnCpu : restarted;
      // If it cannot be started now, the next call tries again and says why.
      restart().then(() => { for (const listener of listeners) listener(words); }, () => undefined);
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
      return () => { listeners.delete(listener); };
    },
    close: async () => {
      closed = true;
      await starting?.catch(() => undefined);
      await living?.close();
    },
  };
}

function closedError(): TandemError {
  return new TandemError('engineFailed', 'The model was closed. Open it again to go on.');
}
