import { createHash } from 'node:crypto';
import type { ModelInfo, ModelState } from '../../../../shared/contract/entities.ts';
import { defaultSettings } from '../../../../shared/contract/entities.ts';
import { TandemError } from '../../../../shared/errors.ts';
import type { ModelStore } from '../../models/modelStore.ts';

/** A model store without files: the test says which state each model is in. */
export interface FakeModels extends ModelStore {
  put(id: string, state: ModelState): void;
  /** Ends the download that goes on. */
  fail(id: string, error: TandemError): void;
  readonly asked: readonly string[];
}

/** Each its own. */
const hashOf = (ref: string) => createHash('sha256').update(ref).digest('hex');

export function fakeModels(states: Readonly<Record<string, ModelState>> = { [defaultSettings.localModel]: { state: 'ready', path: '/models/starter.gguf' } }): FakeModels {
  const all = new Map(Object.entries(states));
  const listeners = new Set<() => void>();
  const asked: string[] = [];
  const downloads = new Map<string, (error: TandemError) => void>();
  const put = (id: string, state: ModelState) => {
    all.set(id, state);
    for (const tell of listeners) tell();
  };
  const open: ModelStore['open'] = (ref) => {
    const state = all.get(ref);
    return state?.state === 'ready'
      ? Promise.resolve({ path: state.path, id: ref, name: ref, sha256: hashOf(ref) })
      : Promise.reject(new TandemError('modelMissing', `${ref} is not on this device yet.`));
  };
  return {
    put, asked,
    list: () => [...all].map(([id, state]): ModelInfo => ({
      id, name: id, sizeBytes: 1, parameters: 1, licence: 'MIT', roles: ['local'], fit: { verdict: 'good', words: 'fits' }, state,
    })),
    onChange: (listener) => {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
    get: (id) => {
      asked.push(id);
      put(id, { state: 'downloading', receivedBytes: 0, totalBytes: 10, source: 'test', bytesPerSecond: 0 });
      return new Promise<string>((_, reject) => { downloads.set(id, reject); });
    },
    stop: (id) => {
      put(id, { state: 'absent' });
      downloads.get(id)?.(new TandemError('cancelled', `The download of ${id} was stopped.`));
      return Promise.resolve();
    },
    fail: (id, error) => {
      put(id, { state: 'failed', error: error.info });
      downloads.get(id)?.(error);
    },
    remove: (id) => {
      put(id, { state: 'absent' });
      return Promise.resolve();
    },
    check: () => Promise.resolve({ ok: true, words: 'whole' }),
    open, openBare: open,
  };
}
