import path from 'node:path';
import type { ExpertModel, ModelCard } from '../../../../shared/agent/model.ts';
import type { ParsedInput } from '../../../../shared/contract/api.ts';
import { connectionTest, type ExpertChoice, type KeyState, type Settings } from '../../../../shared/contract/entities.ts';
import { TandemError } from '../../../../shared/errors.ts';
import type { ModelStore } from '../../models/modelStore.ts';
import type { ServiceDeps } from '../deps.ts';
import { keyPlace } from '../expertSlot.ts';
import type { LocalSlot } from '../localSlot.ts';
import type { Handlers, MethodsOf } from './handlers.ts';

/** Settings, and all that concerns the expert: agreements, the key, a test. */
export function settingsHandlers(parts: {
  readonly deps: Pick<ServiceDeps, 'models' | 'secrets' | 'experts' | 'now'>; readonly local: Pick<LocalSlot, 'choose'>;
  readonly settings: () => Settings; readonly changeSettings: (patch: Partial<Settings>) => Settings; readonly moveKey: (choice: ExpertChoice) => Promise<void>;
  readonly keyState: () => KeyState; readonly onApp: () => void;
  /** The way to an expert for what is no answer. */
  readonly guarded: (expert: ExpertModel, name: string) => ExpertModel;
}): Handlers<MethodsOf<'settings' | 'expert'>> {
  const { deps: { models, secrets, experts, now }, local, settings, changeSettings, moveKey, keyState, onApp, guarded } = parts;
  /** What the chosen expert costs, if it is at this host. */
  const priceAt = (host: string) => {
    const { expert } = settings();
    const card: ModelCard | null = expert.kind === 'none' ? null : experts.cardOf(expert);
    return card?.host === host ? card.price : undefined;
  };
  return {
    'settings.set': async (patch) => {
      if (patch.expert && patch.expert.kind !== 'none') experts.cardOf(patch.expert);
      if (patch.localModel !== undefined) checkModelRef(models, patch.localModel);
      const next = changeSettings(withoutUndefined(patch));
      if (patch.expert) await moveKey(patch.expert);
      if (patch.localModel !== undefined) local.choose(next.localModel);
      onApp();
      return next;
    },
    'expert.agree': ({ key, capUsd, price = priceAt(key) }) => {
      changeSettings({ agreements: { ...settings().agreements, [key]: { at: now(), capUsd, ...(price === undefined ? {} : { price }) } } });
      return {};
    },
    'expert.withdraw': ({ key }) => {
      changeSettings({ agreements: Object.fromEntries(Object.entries(settings().agreements).filter(([host]) => host !== key)) });
      return {};
    },
    'expert.setKey': async ({ key, keepWithoutKeychain }) => {
      await secrets.set(keyPlace(settings().expert), checkKey(key), keepWithoutKeychain);
      onApp();
      return keyState();
    },
    'expert.forgetKey': async () => {
      await secrets.forget();
      onApp();
      return keyState();
    },
    'expert.test': async ({ choice }) => {
      if (choice.kind === 'none') return { ok: true, words: 'No expert is chosen: every step is written here.' };
      return experts.test(choice, await secrets.read(keyPlace(choice)), (expert) => guarded(expert, connectionTest));
    },
  };
}

function checkModelRef(models: ModelStore, ref: string): void {
  if (path.isAbsolute(ref) || models.list().some((model) => model.id === ref)) return;
  throw new TandemError('notFound', `There is no model "${ref.slice(0, 80)}". Nothing was changed; choose one from the list, or give the full path of a GGUF file.`);
}

/** Keys are pasted with blanks and line ends around them; inside they have none. */
function checkKey(key: string): string {
  const trimmed = key.trim();
  if (!/^[\x21-\x7e]{8,}$/.test(trimmed)) {
    throw new TandemError('badInput', 'This does not look like a key: keys are at least 8 characters long and have no blanks. Nothing was changed; copy it once more.');
  }
  return trimmed;
}

function withoutUndefined(patch: ParsedInput<'settings.set'>): Partial<Settings> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}
