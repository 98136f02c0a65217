import { EventEmitter } from 'node:events';
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { app } from '../app/app.ts';
import { isReady } from '../app/lifecycle.ts';
import { preventable, strict } from '../notImplemented.ts';
import { forget, openWindows, remember } from './openWindows.ts';
import { StandinWebContents } from './webContents.ts';

type Implemented =
  | 'id' | 'loadURL' | 'show' | 'hide' | 'focus' | 'close' | 'destroy' | 'isDestroyed' | 'isVisible' | 'isMinimized' | 'isMaximized'
  | 'isFullScreen' | 'restore' | 'maximize' | 'setTitle' | 'getTitle' | 'getBounds' | 'getNormalBounds' | 'setMenuBarVisibility' | 'setBackgroundColor' | 'removeMenu';

const all = new Set<StandinBrowserWindow>();

/** A window is a page of the browser; what a window manager would do is remembered, not done. */
export class StandinBrowserWindow extends EventEmitter implements Pick<BrowserWindow, Implemented> {
  readonly id: number;
  readonly webContents: StandinWebContents;
  private readonly bounds: Rectangle;
  private visible: boolean;
  private wasReady = false;
  private title: string;

  static getAllWindows(): StandinBrowserWindow[] { return [...all]; }
  static fromId(id: number): StandinBrowserWindow | null { return [...all].find((one) => one.id === id) ?? null; }
  static fromWebContents(contents: StandinWebContents): StandinBrowserWindow | null { return [...all].find((one) => one.webContents === contents) ?? null; }
  static getFocusedWindow(): StandinBrowserWindow | null { return [...all].at(-1) ?? null; }

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    if (!isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.bounds = { x, y, width, height };
    this.visible = options.show ?? true;
    this.title = options.title ?? app.getName();
    const self = strict<StandinBrowserWindow>('BrowserWindow', this);
    this.webContents = StandinWebContents.create({
      width, height, preferences: options.webPreferences ?? {},
      close: () => { self.close(); },
      gone: () => { self.afterClose(); },
      shown: () => { self.firstPaint(); },
    });
    this.id = this.webContents.id;
    all.add(self);
    remember(self);
    queueMicrotask(() => app.emit('browser-window-created', {}, self));
    return self;
  }

  loadURL(url: string): Promise<void> { return this.webContents.loadURL(url); }
  show(): void { this.visible = true; this.emit('show'); }
  hide(): void { this.visible = false; this.emit('hide'); }
  focus(): void { this.emit('focus'); }
  restore(): void { this.emit('restore'); }
  maximize(): void { this.emit('maximize'); }
  isVisible(): boolean { return this.visible; }
  isMinimized(): boolean { return false; }
  isMaximized(): boolean { return false; }
  isFullScreen(): boolean { return false; }
  isDestroyed(): boolean { return this.webContents.isDestroyed(); }
  setTitle(title: string): void { this.title = title; }
  getTitle(): string { return this.title; }
  getBounds(): Rectangle { return { ...this.bounds }; }
  getNormalBounds(): Rectangle { return { ...this.bounds }; }
  setMenuBarVisibility(): void { /* There is no menu bar. */ }
  removeMenu(): void { /* There is no menu bar. */ }
  setBackgroundColor(): void { /* Seen only before the first paint. */ }

  close(): void {
    if (this.isDestroyed()) return;
    const event = preventable({});
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }
  destroy(): void {
    this.webContents.closeTarget();
    this.afterClose();
  }

  private firstPaint(): void {
    if (this.wasReady) return;
    this.wasReady = true;
    this.emit('ready-to-show', {});
  }
  private afterClose(): void {
    if (this.isDestroyed()) return;
    const self = StandinBrowserWindow.fromId(this.id);
    if (self) {
      all.delete(self);
      forget(self);
    }
    this.webContents.markDestroyed();
    this.emit('closed');
    if (openWindows().length === 0 && !app.quitting && !app.emit('window-all-closed')) app.quit();
  }
}
