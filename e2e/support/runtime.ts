import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

export const root = path.resolve(import.meta.dirname, '../..');
export const standinFolder = path.join(root, 'e2e/standin');

/** The binary that is installed here, if one is: `npx install-electron` writes where it lies. */
function realBinary(): string | null {
  const folder = path.dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const note = path.join(folder, 'path.txt');
  if (!fs.existsSync(note)) return null;
  const binary = path.join(folder, 'dist', fs.readFileSync(note, 'utf8'));
  return fs.existsSync(binary) ? binary : null;
}

/** Whether windows can be opened: everywhere but on a Linux without a display. */
const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);

/** `TANDEM_E2E=standin` or `electron` decides; otherwise the real binary where it is installed and can show a window. */
export const usesStandin = process.env['TANDEM_E2E'] === 'standin' || (process.env['TANDEM_E2E'] !== 'electron' && !(realBinary() && hasDisplay));

/** What has to be in the environment so that `require('electron')` leads to the right binary. */
export const runtimeEnv: Readonly<Record<string, string>> = usesStandin ? { ELECTRON_OVERRIDE_DIST_PATH: standinFolder } : {};
