import fs from 'node:fs';
import path from 'node:path';
import { root, runNode, say } from './commands.mjs';

/**
 * Electron's executable, fetched if it is not there yet, or one line about why the window cannot be opened here.
 * @returns {Promise<{ electron: string } | { why: string }>}
 */
export async function findElectron() {
  if (!hasDisplay()) return { why: 'there is no display' };
  const replaced = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (replaced) {
    const electron = path.join(replaced, executableName());
    return fs.existsSync(electron) ? { electron } : { why: 'ELECTRON_OVERRIDE_DIST_PATH names a folder without Electron' };
  }
  if (process.platform === 'linux' && process.getuid?.() === 0) return { why: "Electron's sandbox does not allow the root user" };
  const electron = installedElectron();
  if (electron) return { electron };
  say("Fetching Electron's program (about 110 MB, once) …");
  await runNode('node_modules/electron/install.js', [], { quiet: true });
  const fetched = installedElectron();
  return fetched ? { electron: fetched } : { why: "Electron's program could not be fetched" };
}

function hasDisplay() {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

/** The same places in which the `electron` package looks. */
function installedElectron() {
  const folder = path.join(root, 'node_modules', 'electron');
  const pathFile = path.join(folder, 'path.txt');
  if (!fs.existsSync(pathFile)) return undefined;
  const electron = path.join(folder, 'dist', fs.readFileSync(pathFile, 'utf8').trim());
  return fs.existsSync(electron) ? electron : undefined;
}

function executableName() {
  if (process.platform === 'win32') return 'electron.exe';
  return process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
}
