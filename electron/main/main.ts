import path from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, protocol, safeStorage, session, shell, utilityProcess } from 'electron';
import { toErrorInfo } from '../../shared/errors.ts';
import { createFileLog } from '../node/log.ts';
import { tandemPaths } from '../node/paths.ts';
import type { TandemService } from '../node/runs/createService.ts';
import { openTandem } from '../node/runs/openTandem.ts';
import { privateFolder } from '../node/runs/store/privateFolder.ts';
import { asStoreError } from '../node/runs/store/storeErrors.ts';
import { registerAppScheme, serveAppScheme } from './appScheme.ts';
import { denyPermissions, guardContents } from './guards.ts';
import { serveIpc } from './ipcPorts.ts';
import { safeStorageVault } from './safeStorageVault.ts';
import { utilityHost } from './utilityHost.ts';
import { openWindow, setMenu } from './window.ts';

// Wiring only: what the app does is in electron/node and shared. Nothing here waits at the top level, because
// Electron becomes ready only after this module has been evaluated.
const paths = tandemPaths();
const out = path.dirname(import.meta.dirname);
const log = createFileLog(paths.log);

prepare();
if (app.requestSingleInstanceLock()) app.whenReady().then(start).catch(failToStart);
else app.quit();

function prepare(): void {
  try {
    privateFolder(paths.home);
  } catch (error) {
    failToStart(asStoreError(error));
  }
  app.setPath('userData', paths.home);
  // What Chromium itself keeps lies apart from the user's data.
  app.setPath('sessionData', path.join(paths.home, 'browser'));
  app.enableSandbox();
  registerAppScheme(protocol);
}

function start(): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, shell));
  denyPermissions(session.defaultSession);
  serveAppScheme(protocol, path.join(out, 'renderer'));
  setMenu(process.platform);

  const opening = openTandem({
    paths, log, shell: 'electron', version: app.getVersion(),
    engineHost: utilityHost((entry, env) => utilityProcess.fork(entry, [], { serviceName: 'Tandem engine', stdio: 'ignore', env }), path.join(out, 'main', 'engineProcess.js')),
    vault: safeStorageVault(safeStorage, paths.home, log),
    note: (words) => console.error(words),
  });
  opening.catch(failToStart);
  serveIpc(ipcMain, opening, log);
  closeInTheEnd(opening);

  const preload = path.join(out, 'preload', 'preload.cjs');
  openWindow(preload);
  app.on('activate', () => { if (BrowserWindow.getAllWindows().length === 0) openWindow(preload); });
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on('window-all-closed', () => { if (process.platform !== 'darwin') app.quit(); });
}

/** Answers that are being written are ended as interrupted before the process goes, so that they can be continued. */
function closeInTheEnd(opening: Promise<TandemService>): void {
  let isClosed = false;
  app.on('will-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    isClosed = true;
    opening.then((service) => service.close()).catch((error: unknown) => log.error('closing', error)).finally(() => app.exit(0));
  });
}

function failToStart(error: unknown): void {
  log.error('starting', error);
  dialog.showErrorBox('Tandem could not start', toErrorInfo(error).message);
  app.exit(1);
}
