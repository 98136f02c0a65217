import { EventEmitter } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import type { App } from 'electron';
import { isStarted } from '../chromium/launch.ts';
import { NotImplemented, preventable, strict } from '../notImplemented.ts';
import { openWindows } from '../window/openWindows.ts';
import { hasLock, releaseLock, requestLock } from './instanceLock.ts';
import { isReady, whenReady } from './lifecycle.ts';
import { appPackage } from './package.ts';

type Implemented =
  | 'name' | 'isPackaged' | 'whenReady' | 'isReady' | 'enableSandbox' | 'getName' | 'setName' | 'getVersion' | 'getAppPath'
  | 'getLocale' | 'getPath' | 'setPath' | 'setAppUserModelId' | 'setAboutPanelOptions' | 'requestSingleInstanceLock'
  | 'hasSingleInstanceLock' | 'releaseSingleInstanceLock' | 'quit' | 'exit' | 'focus';

/** What is told of each process; a real binary tells more. */
interface Metric { readonly pid: number; readonly type: 'Browser' | 'Utility'; readonly name?: string }
const utilities = new Map<number, Metric>();

/** Keeps a utility process in the metrics until the returned function is called. */
export function countUtility(pid: number, name: string): () => void {
  utilities.set(pid, { pid, type: 'Utility', name });
  return () => { utilities.delete(pid); };
}

const switches = new Map<string, string>();

/** Switches for Chromium that were set before it was started. */
export const chromiumSwitches = (): string[] => [...switches].map(([name, value]) => value ? `--${name}=${value}` : `--${name}`);

export class StandinApp extends EventEmitter implements Pick<App, Implemented> {
  name = '';
  readonly isPackaged = false;
  sandboxed = false;
  /** While it closes all windows, the last one to go is no reason to tell `window-all-closed`. */
  quitting = false;
  private readonly paths = new Map<string, string>();
  readonly commandLine = strict('app.commandLine', {
    appendSwitch: (name: string, value = '') => {
      if (isStarted()) throw new NotImplemented('app.commandLine.appendSwitch after Chromium was started');
      switches.set(name, value);
    },
    hasSwitch: (name: string) => switches.has(name),
    getSwitchValue: (name: string) => switches.get(name) ?? '',
  });

  whenReady(): Promise<void> { return whenReady; }
  isReady(): boolean { return isReady(); }
  enableSandbox(): void {
    if (isReady()) throw new Error('app.enableSandbox() can only be called before app is ready');
    this.sandboxed = true;
  }
  getName(): string { return this.name || appPackage().name; }
  setName(name: string): void { this.name = name; }
  getVersion(): string { return appPackage().version; }
  getAppPath(): string { return appPackage().folder; }
  getLocale(): string { return 'en-US'; }
  setAppUserModelId(): void { /* Windows only. */ }
  setAboutPanelOptions(): void { /* Shown only on request. */ }
  focus(): void { /* There is no other application to take the focus from. */ }

  getPath(name: Parameters<App['getPath']>[0]): string {
    const set = this.paths.get(name);
    if (set !== undefined) return set;
    const appData = process.env['XDG_CONFIG_HOME'] ?? path.join(os.homedir(), '.config');
    switch (name) {
      case 'home': return os.homedir();
      case 'appData': return appData;
      case 'userData':
      case 'sessionData': return path.join(appData, this.getName());
      case 'temp': return os.tmpdir();
      case 'exe': return process.execPath;
      case 'logs': return path.join(this.getPath('userData'), 'logs');
      case 'downloads': return path.join(os.homedir(), 'Downloads');
      case 'documents': return path.join(os.homedir(), 'Documents');
      default: throw new NotImplemented(`app.getPath('${name}')`);
    }
  }
  setPath(name: string, folder: string): void { this.paths.set(name, folder); }

  getAppMetrics(): Metric[] { return [{ pid: process.pid, type: 'Browser' }, ...utilities.values()]; }

  requestSingleInstanceLock(additionalData: Record<PropertyKey, unknown> = {}): boolean {
    return requestLock(this.getPath('userData'), additionalData, (knock) => {
      this.emit('second-instance', {}, knock.argv, knock.workingDirectory, knock.additionalData);
    });
  }
  hasSingleInstanceLock(): boolean { return hasLock(); }
  releaseSingleInstanceLock(): void { releaseLock(); }

  /** In Electron's order: before-quit, each window's close, will-quit, quit. Any of the first three may stop it. */
  quit(): void {
    const before = preventable({});
    this.emit('before-quit', before);
    if (before.defaultPrevented) return;
    this.quitting = true;
    for (const window of openWindows()) {
      window.close();
      if (!window.isDestroyed()) {
        this.quitting = false;
        return;
      }
    }
    this.quitting = false;
    const will = preventable({});
    this.emit('will-quit', will);
    if (will.defaultPrevented) return;
    this.exit(0);
  }
  exit(code = 0): void {
    this.quitting = true;
    for (const window of openWindows()) window.destroy();
    this.emit('quit', {}, code);
    process.exit(code);
  }
}
export const app = strict('app', new StandinApp());
