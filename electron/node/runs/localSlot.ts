import type { AppInfo, ModelInfo } from '../../../shared/contract/entities.ts';
import { isAbort, TandemError, toErrorInfo } from '../../../shared/errors.ts';
import { createChanges } from './changes.ts';
import type { ModelStore } from '../models/modelStore.ts';
import type { ServiceDeps } from './deps.ts';

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

/** @param tell hears, in words for the person, what befell the model's process */
export function createLocalSlot(deps: Pick<ServiceDeps, 'models' | 'openLocal' | 'log'> & Partial<Pick<ServiceDeps, 'shell'>>, starterId: string, tell: (words: string) => void): LocalSlot {
  const { models, openLocal, log, shell } = deps;
  const changes = createChanges();
  let ref = '';
  let state: AppInfo['local'] = { state: 'missing', model: '' };
  let holder: Holder | null = null;
  let opening: AbortController | null = null;
  let isClosed = false;

  const isComing = () => {
    const now = inCatalog(models, ref)?.state.state;
    return now === 'downloading' || now === 'checking' || now === 'ready';
  };

  const set = (next: AppInfo['local']) => {
    state = next;
    changes.changed();
  };

  const retire = async (old: Holder) => {
    old.isRetired = true;
    if (old.users === 0) await old.engine.dispose();
  };

  const open = async () => {
    if (isClosed || holder || opening) return;
    const own = new AbortController();
    const wanted = ref;
    opening = own;
    set({ state: 'loading', model: wanted });
    try {
      const file = await models.open(wanted);
      if (own.signal.aborted) return;
      const engine = await openLocal(file, own.signal);
      if (own.signal.aborted) {
        await engine.dispose();
        return;
      }
      opening = null;
      const mine = { engine, users: 0, isRetired: false };
      holder = mine;
      set({ state: 'ready', card: engine.card });
      // After a restart it may run on something else than before.
      engine.onRestart((words) => {
        tell(words);
        if (holder === mine) set({ state: 'ready', card: engine.card });
      });
    } catch (error) {
      if (own.signal.aborted) return;
      opening = null;
      const info = toErrorInfo(error);
      if (info.kind === 'modelMissing' && inCatalog(models, wanted)) {
        set({ state: 'missing', model: wanted });
        if (wanted === starterId && !isComing()) {
          models.get(wanted).catch((cause: unknown) => {
            // Stopped by the user, or because the app is being closed: what came is kept, nothing went wrong.
            if (!isAbort(cause)) log.error('downloading the starter model', cause);
          });
        }
        return;
      }
      log.error('opening the local model', error);
      set({ state: 'failed', model: wanted, error: info });
    }
  };

  const stopWatching = models.onChange(() => {
    const info = inCatalog(models, ref);
    if (info?.state.state === 'ready' && state.state === 'missing') void open();
    // A questioner may be waiting for a download that has just failed or been stopped.
    else if (state.state === 'missing') changes.changed();
    else if (info?.state.state === 'absent' && holder) {
      const old = holder;
      holder = null;
      void retire(old);
      set({ state: 'missing', model: ref });
    }
  });

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
      void open();
    },
    use: (signal) => new Promise((resolve, reject) => {
      // Asking again is also trying again: the reason may be gone by now.
      if (state.state === 'failed' || (state.state === 'missing' && !isComing())) void open();
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
          reject(missing(models, ref, shell));
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

function inCatalog(models: ModelStore, ref: string): ModelInfo | undefined {
  return models.list().find((model) => model.id === ref);
}

function missing(models: ModelStore, ref: string, shell: ServiceDeps['shell'] | undefined): TandemError {
  const info = inCatalog(models, ref);
  if (info?.state.state === 'failed') {
    return new TandemError(info.state.error.kind, `The local model is not here yet: ${info.state.error.message} Your question is kept.`);
  }
  return new TandemError('modelMissing', `The local model ${info?.name ?? 'chosen in the settings'} is not on this machine. ${shell === 'terminal' ? `Get it with: npm run tandem -- models get ${ref}` : 'Your question is kept; download the model under Settings, Local model, and continue.'}`);
}
