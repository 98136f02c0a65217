import { isAbort } from '../../../../shared/errors.ts';
import type { Log } from '../../log.ts';
import type { ModelStore } from '../../models/modelStore.ts';
import type { Store } from '../store/openStore.ts';
import type { Handlers, MethodsOf } from './handlers.ts';

/** Models on this device, and what the app has to show besides: the ledger, notices. */
export function modelHandlers(parts: {
  readonly models: ModelStore; readonly store: Pick<Store, 'ledger'>; readonly log: Log; readonly onDismissed: (id: string) => void;
}): Handlers<MethodsOf<'models' | 'ledger' | 'notices'>> {
  const { models, store, log } = parts;
  return {
    'models.get': ({ id }) => {
      // Progress and failure show in the models' list; the call itself only starts it.
      models.get(id).catch((error: unknown) => { if (!isAbort(error)) log.error('download', error); });
      return {};
    },
    'models.stop': async ({ id }) => {
      await models.stop(id);
      return {};
    },
    'models.remove': async ({ id }) => {
      await models.remove(id);
      return {};
    },
    'models.check': ({ id }) => models.check(id),
    'ledger.list': ({ runId, limit }) => store.ledger.list(runId ?? null, limit),
    'notices.dismiss': ({ id }) => {
      parts.onDismissed(id);
      return {};
    },
  };
}
