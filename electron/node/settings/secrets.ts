import type { KeyState } from '../../../shared/contract/entities.ts';

/** The expert's key. It is bound to one place, the whole base URL, and never given for another, whatever the settings say later. */
export interface Secrets {
  /** What may be said of the key for this place. Never the key. */
  state(place: string): KeyState;
  /** The key itself, for the expert's client only. */
  read(place: string): Promise<string | null>;
  /** @param keepWithoutKeychain the user agrees that it is kept although this system has no keychain to protect it */
  set(place: string, key: string, keepWithoutKeychain: boolean): Promise<void>;
  forget(): Promise<void>;
  /** The expert is now at this place: a key of any other place is forgotten. */
  moveTo(place: string): Promise<void>;
}

/** Behind the system's keychain, or in a file that any program of the user's could read. */
export type KeptBeyond = 'keychain' | 'file';

/** Keeps a key beyond this process, for example behind the system's keychain. */
export interface KeyVault {
  load(): Promise<{ readonly place: string; readonly key: string; readonly kept: KeptBeyond } | null>;
  /** @returns how it was kept; null: not at all, so that it lasts for this session */
  save(place: string, key: string, keepWithoutKeychain: boolean): Promise<KeptBeyond | null>;
  clear(): Promise<void>;
}

/** Where Claude's key belongs. */
export const claudePlace = 'https://api.anthropic.com/';

interface HeldKey { readonly place: string; readonly key: string; readonly kept: KeptBeyond | 'session' | 'environment' }

/**
 * Keys in memory, from the environment and, where there is one, from a vault. `ANTHROPIC_API_KEY` serves Claude only;
 * `TANDEM_EXPERT_KEY` serves the first server it is used with, so that a changed address cannot collect it.
 * @param onKey told every key once, so that the log can hide it
 */
export async function openSecrets(options: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly vault: KeyVault | null;
  readonly onKey: (key: string) => void;
}): Promise<Secrets> {
  const { env, vault, onKey } = options;
  const claudeKey = env['ANTHROPIC_API_KEY']?.trim();
  let serverKey = env['TANDEM_EXPERT_KEY']?.trim();
  let serverKeyPlace: string | null = null;
  let held: HeldKey | null = null;

  for (const key of [claudeKey, serverKey]) if (key) onKey(key);
  const loaded = await vault?.load();
  if (loaded) {
    onKey(loaded.key);
    held = loaded;
  }

  const find = (place: string): HeldKey | null => {
    if (held?.place === place) return held;
    if (place === claudePlace) return claudeKey ? { place, key: claudeKey, kept: 'environment' } : null;
    if (serverKey && (serverKeyPlace === null || serverKeyPlace === place)) return { place, key: serverKey, kept: 'environment' };
    return null;
  };

  const clear = async () => {
    held = null;
    await vault?.clear();
  };

  return {
    state: (place) => {
      const found = find(place);
      return found ? { state: 'set', endsIn: tailOf(found.key), kept: found.kept } : { state: 'missing' };
    },
    read: async (place) => {
      const found = find(place);
      if (found?.kept === 'environment' && place !== claudePlace) serverKeyPlace = place;
      return found?.key ?? null;
    },
    set: async (place, key, keepWithoutKeychain) => {
      onKey(key);
      held = { place, key, kept: await vault?.save(place, key, keepWithoutKeychain) ?? 'session' };
    },
    forget: async () => {
      serverKey = undefined;
      await clear();
    },
    moveTo: async (place) => {
      if (held && held.place !== place) await clear();
      if (place === claudePlace) return;
      serverKeyPlace ??= place;
      if (serverKeyPlace !== place) serverKey = undefined;
    },
  };
}

/** Four characters tell a long key apart and give nothing away; of a short one they would be half. */
function tailOf(key: string): string {
  return key.length >= 12 ? key.slice(-4) : '';
}
