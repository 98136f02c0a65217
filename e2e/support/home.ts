import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { tandemPaths } from '../../electron/node/paths.ts';
import { defaultSettings, settingsSchema, type Settings } from '../../shared/contract/entities.ts';

/** The folder of real weights that the app itself uses on this machine; only read here. */
export const modelsFolder = tandemPaths().models;

/** Small and quick, useless at arithmetic: for everything in which the content of an answer does not matter. */
export const tinyModel = 'smollm2-135m-instruct-q4_1';
export const starterModel = 'qwen2.5-coder-0.5b-instruct-q4_k_m';
export const largerModel = 'qwen2.5-coder-1.5b-instruct-q4_k_m';

/** A data folder of one test's own. */
export interface Home {
  readonly folder: string;
  /** Writes the settings file as the app does. */
  settle(patch: Partial<Settings>): void;
  settings(): Settings;
  /** Every file with its bytes, for questions like "is the key anywhere?". */
  files(): ReadonlyMap<string, Buffer>;
  remove(): void;
}

export function newHome(): Home {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-e2e-'));
  const settingsFile = path.join(folder, 'settings.json');
  const read = (): Settings => fs.existsSync(settingsFile) ? settingsSchema.parse(JSON.parse(fs.readFileSync(settingsFile, 'utf8'))) : defaultSettings;
  return {
    folder,
    settle: (patch) => { fs.writeFileSync(settingsFile, JSON.stringify({ ...read(), ...patch })); },
    settings: read,
    files: () => new Map(
      fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((name) => path.join(folder, name)).filter((file) => fs.statSync(file).isFile())
        .map((file) => [path.relative(folder, file), fs.readFileSync(file)] as const),
    ),
    remove: () => { fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }); },
  };
}
