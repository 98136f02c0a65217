import fs from 'node:fs';
import path from 'node:path';
import Conf from 'conf';
import { defaultSettings, settingsSchema, type Settings } from '../../../shared/contract/entities.ts';
import { asStoreError } from '../runs/store/storeErrors.ts';

export interface SettingsFile {
  get(): Settings;
  set(patch: Partial<Settings>): Settings;
  /** Things the user should know about this opening. */
  readonly notices: readonly string[];
}

/**
 * The settings, in one JSON file. `conf` writes it atomically; it is electron-store's base and writes the same form,
 * so window, page and terminal share the file. What does not fit the schema is dropped value by value.
 */
export function openSettings(file: string, now: () => number): SettingsFile {
  try {
    const keptAside = setAsideIfDamaged(file, now());
    const { dir, name, ext } = path.parse(file);
    const conf = new Conf<Record<string, unknown>>({
      cwd: dir, configName: name, fileExtension: ext.slice(1), projectName: 'tandem', accessPropertiesByDotNotation: false,
    });
    let settings = accept(conf.store);
    return {
      notices: keptAside === null
        ? []
        : [`The settings file was damaged. It is kept as ${path.basename(keptAside)} in the data folder, and the defaults are used.`],
      get: () => settings,
      set: (patch) => {
        const next = settingsSchema.parse({ ...settings, ...patch });
        try {
          conf.store = { ...next };
        } catch (error) {
          throw asStoreError(error);
        }
        settings = next;
        return settings;
      },
    };
  } catch (error) {
    throw asStoreError(error);
  }
}

function accept(stored: Readonly<Record<string, unknown>>): Settings {
  const usable = Object.entries(settingsSchema.shape).flatMap(([key, schema]) => {
    const parsed = schema.safeParse(stored[key]);
    return parsed.success ? [[key, parsed.data] as const] : [];
  });
  return settingsSchema.parse({ ...defaultSettings, ...Object.fromEntries(usable) });
}

function setAsideIfDamaged(file: string, at: number): string | null {
  if (!fs.existsSync(file)) return null;
  if (fs.statSync(file).isFile()) {
    const text = fs.readFileSync(file, 'utf8');
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return null;
    } catch {
      // Falls through to setting it aside.
    }
  }
  const name = `${file}.damaged-${new Date(at).toISOString().replace(/[:.]/g, '-')}`;
  fs.renameSync(file, name);
  return name;
}

/** Values that count for one process only; what is saved is known to whoever chooses them. */
export type SettingsOverride = (saved: Settings) => Partial<Settings>;

/** The same settings with some values put in front for this process only; they are never written. */
export function overridden(file: SettingsFile, override: SettingsOverride): SettingsFile {
  const values = override(file.get());
  return { notices: file.notices, get: () => ({ ...file.get(), ...values }), set: (patch) => ({ ...file.set(patch), ...values }) };
}
