import type { AppInfo } from '../../../shared/contract/entities.ts';
import { TandemError, toErrorInfo } from '../../../shared/errors.ts';
import { createChanges } from './changes.ts';
import type { FoundModel, ModelShelf, ServiceDeps } from './deps.ts';

type LocalEngine = Awaited<ReturnType<ServiceDeps['openLocal']>>;

/** The one local model of all chats: opened in the background, exchanged when the settings name another. */
export interface LocalSlot {
  readonly state: AppInfo['local'];
  onChange(listener: () => void): () => void;
  /** From now on this model. Opening it goes on in the background. */
  choose(ref: string): void;
  /** Waits while the model is downloaded or opened. Fails with a sentence if it cannot be had. */
  use(signal: AbortSignal): Promise<{ readonly engine: LocalEngine; release(): void }>;
  close(): Promise<void>;
}

interface Holder { readonly engine: LocalEngine; users: number; isRetired: boolean }

export function createLocalSlot(deps: Pick<ServiceDeps, 'models' | 'openLocal' | 'log'>, starterId: string): LocalSlot {
  const { models, openLocal, log } = deps;
  const changes = createChanges();
  let ref = '';
  let state: AppInfo['local'] = { state: 'missing', model: '' };
  let holder: Holder | null = null;
  let opening: AbortController | null = null;
  let isClosed = false;

  const set = (next: AppInfo['local']) => {
    state = next;
    changes.changed();
  };

  const retire = async (old: Holder) => {
    old.isRetired = true;
    if (old.users === 0) await old.engine.dispose();
  };

  const open = async (found: FoundModel) => {
    const own = new AbortController();
    opening = own;
    set({ state: 'loading', model: ref });
    try {
      const engine = await openLocal(found, own.signal);
      if (own.signal.aborted) {
        await engine.dispose();
        return;
      }
      opening = null;
      holder = { engine, users: 0, isRetired: false };
      set({ state: 'ready', card: engine.card });
    } catch (error) {
      if (own.signal.aborted) return;
      opening = null;
      log.error('opening the local model', error);
      set({ state: 'failed', model: ref, error: toErrorInfo(error) });
    }
  };

  const look = () => {
    if (isClosed || holder || opening) return;
    try {
      const found = models.find(ref);
      if (found) void open(found);
      else if (state.state !== 'missing' || state.model !== ref) set({ state: 'missing', model: ref });
      else changes.changed();
    } catch (error) {
      set({ state: 'failed', model: ref, error: toErrorInfo(error) });
    }
  };

  const stopWatching = models.onChange(() => {
    // A model that failed to open is tried again only when chosen again; one that was missing as soon as it is here.
    if (state.state === 'missing') look();
    if (state.state === 'ready' && holder && isGone(models, ref)) {
      const old = holder;
      holder = null;
      void retire(old);
      look();
    }
  });

  const isComing = () => {
    const info = models.list().find((model) => model.id === ref);
    return info?.state.state === 'downloading' || info?.state.state === 'checking';
  };

  return {
    get state() { return state; },
    onChange: (listener) => changes.subscribe(listener),
    choose: (next) => {
      if (next === ref && state.state !== 'failed') return;
      ref = next;
      opening?.abort();
      opening = null;
      if (holder) void retire(holder);
      holder = null;
      look();
      if (state.state === 'missing' && ref === starterId && !isComing()) {
        models.get(ref).catch((error: unknown) => log.error('downloading the starter model', error));
      }
    },
    use: (signal) => new Promise((resolve, reject) => {
      const done = () => {
        stop();
        signal.removeEventListener('abort', attempt);
      };
      const attempt = () => {
        if (signal.aborted) {
          done();
          reject(new TandemError('cancelled', 'Stopped before the local model was ready.'));
        } else if (holder) {
          done();
          const own = holder;
          own.users++;
          resolve({
            engine: own.engine,
            release: () => {
              own.users--;
              if (own.isRetired && own.users === 0) void own.engine.dispose();
            },
          });
        } else if (state.state === 'failed') {
          done();
          reject(new TandemError(state.error.kind, state.error.message));
        } else if (state.state === 'missing' && !isComing()) {
          done();
          reject(missing(models, ref));
        }
      };
      const stop = changes.subscribe(attempt);
      signal.addEventListener('abort', attempt);
      attempt();
    }),
    close: async () => {
      isClosed = true;
      stopWatching();
      opening?.abort();
      const old = holder;
      holder = null;
      if (old) await old.engine.dispose();
    },
  };
}

function isGone(models: ModelShelf, ref: string): boolean {
  try {
    return models.find(ref) === null;
  } catch {
    return true;
  }
}

function missing(models: ModelShelf, ref: string): TandemError {
  const info = models.list().find((model) => model.id === ref);
  if (info?.state.state === 'failed') {
    return new TandemError(info.state.error.kind, `The local model is not here yet: ${info.state.error.message} Your question is kept.`);
  }
  return new TandemError('modelMissing', `The local model ${info?.name ?? 'chosen in the settings'} is not on this machine. Your question is kept; download the model under Models and continue.`);
}
