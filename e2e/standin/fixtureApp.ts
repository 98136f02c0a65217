import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication } from '@playwright/test';

export const fixtureFolder = path.join(import.meta.dirname, 'fixture');

/** A data folder that is gone when the tests are. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fixture-'));
  process.once('exit', () => { fs.rmSync(folder, { recursive: true, force: true }); });
  return folder;
}

/** Starts the fixture on the stand-in, whatever the rest of the suite runs on. */
export function launchFixture(userData: string, env: Readonly<Record<string, string>> = {}): Promise<ElectronApplication> {
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = import.meta.dirname;
  return _electron.launch({ args: [fixtureFolder, `--user-data-dir=${userData}`], env: { ...definedEnv(), ...env }, timeout: 30_000 });
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => value === undefined ? [] : [[name, value]]));
}
