import { EventEmitter } from 'node:events';
import type { WebContents, WebPreferences } from 'electron';
import { app } from '../app/app.ts';
import type { DevToolsSession } from '../chromium/devTools.ts';
import { browser } from '../chromium/launch.ts';
import { ipcMain, newIpcMain } from '../ipc/ipcMain.ts';
import { strict } from '../notImplemented.ts';
import { toAppUrl, toBrowserUrl } from '../protocol.ts';
import { defaultSession, type StandinSession } from '../session.ts';
import { emulateTheme } from '../nativeTheme.ts';
import { codec, openChannel, type Channel, type FromPage } from './channel.ts';
import { newFrame, type StandinFrame } from './frames.ts';
import { routeRequests } from './navigation.ts';
import { guardPopups, type OpenHandler } from './popups.ts';

type Implemented = 'id' | 'send' | 'loadURL' | 'getURL' | 'isDestroyed' | 'executeJavaScript' | 'setWindowOpenHandler' | 'close' | 'forcefullyCrashRenderer';

/** What a page needs of the window around it. */
export interface Owner { readonly width: number; readonly height: number; readonly preferences: WebPreferences; close(): void; gone(): void; shown(): void }

let lastId = 0;
const all = new Set<StandinWebContents>();

/** One page of the browser, as the main process sees it. */
export class StandinWebContents extends EventEmitter implements Pick<WebContents, Implemented> {
  readonly id = ++lastId;
  readonly session: StandinSession = defaultSession;
  readonly ipc = newIpcMain('webContents.ipc');
  targetId = '';
  private readonly owner: Owner;
  private readonly opened: Promise<void>;
  private devTools!: DevToolsSession;
  private channel!: Channel;
  private expectUrl: (url: string) => void = () => undefined;
  private openHandler: OpenHandler = () => ({ action: 'allow' });
  private readonly frames = new Map<number, StandinFrame & { gone: boolean }>();
  private url = '';
  private destroyed = false;

  static create(owner: Owner): StandinWebContents {
    const { nodeIntegration, contextIsolation, sandbox, webSecurity, webviewTag } = owner.preferences;
    if (nodeIntegration === true || contextIsolation === false || sandbox === false || webSecurity === false || webviewTag === true) {
      throw new Error('stand-in: only windows with sandbox, contextIsolation and webSecurity, without nodeIntegration and webviews, are implemented');
    }
    return new StandinWebContents(owner);
  }
  static fromDevToolsTargetId(targetId: string): StandinWebContents | undefined { return [...all].find((one) => one.targetId === targetId); }
  static getAllWebContents(): StandinWebContents[] { return [...all]; }
  static fromId(id: number): StandinWebContents | undefined { return [...all].find((one) => one.id === id); }

  private constructor(owner: Owner) {
    super();
    this.owner = owner;
    const self = strict<StandinWebContents>('webContents', this);
    all.add(self);
    this.opened = self.open();
    this.opened.catch((error: unknown) => { console.error('stand-in: a window could not be opened:', error); process.exit(1); });
    queueMicrotask(() => app.emit('web-contents-created', {}, self));
    return self;
  }

  private async open(): Promise<void> {
    const { width, height, preferences } = this.owner;
    const whole = browser().session();
    this.targetId = (await whole.send('Target.createTarget', { url: 'about:blank', newWindow: true, width, height })).targetId;
    const { sessionId } = await whole.send('Target.attachToTarget', { targetId: this.targetId, flatten: true });
    const page = browser().session(sessionId);
    this.devTools = page;
    page.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId !== undefined) return;
      this.url = toAppUrl(frame.url + (frame.urlFragment ?? ''));
      if (frame.url !== 'about:blank') this.emit('did-navigate', {}, this.url, 200, 'OK');
    });
    page.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId !== this.targetId) return;
      this.url = toAppUrl(url);
      this.emit('did-navigate-in-page', {}, this.url, true);
    });
    page.on('Page.domContentEventFired', () => { this.emit('dom-ready', {}); });
    page.on('Page.loadEventFired', () => {
      if (this.url === '' || this.url === 'about:blank') return;
      this.emit('did-finish-load', {});
      this.owner.shown();
    });
    page.on('Inspector.targetCrashed', () => { this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 }); });
    page.on('Inspector.detached', () => { this.owner.gone(); });
    whole.on('Target.targetDestroyed', ({ targetId }) => { if (targetId === this.targetId) this.owner.gone(); });
    const routes = routeRequests(page, { events: this, mainFrameId: this.targetId, urlNow: () => this.url, frame: () => this.mainFrame });
    this.expectUrl = (url) => { routes.expect(url); };
    [this.channel] = await Promise.all([
      openChannel(page, preferences.preload, {
        opened: (contextId, origin) => {
          for (const frame of this.frames.values()) frame.gone = true;
          this.frames.clear();
          this.frames.set(contextId, newFrame(origin, () => this.url, (name, ...args) => { this.send(name, ...args); }));
        },
        received: (contextId, message) => { void this.receive(contextId, message); },
      }),
      page.send('Page.enable'), page.send('Inspector.enable'), page.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      whole.send('Target.setDiscoverTargets', { discover: true }),
      guardPopups(page, this.targetId, () => this.openHandler), emulateTheme(page),
    ]);
  }

  get mainFrame(): StandinFrame { return [...this.frames.values()].at(-1) ?? newFrame(this.url, () => this.url, () => undefined); }

  private async receive(contextId: number, { id, channel, args }: FromPage): Promise<void> {
    const event = strict('IpcMainEvent', {
      type: 'frame', sender: StandinWebContents.fromId(this.id), senderFrame: this.frames.get(contextId) ?? null, processId: 1, frameId: 1, ports: [],
      reply: (name: string, ...values: unknown[]) => { this.send(name, ...values); },
    });
    if (id === undefined) {
      this.emit('ipc-message', event, channel, ...args);
      this.ipc.emit(channel, event, ...args);
      ipcMain.emit(channel, event, ...args);
      return;
    }
    try {
      const handler = this.ipc.handlers.get(channel) ?? ipcMain.handlers.get(channel);
      if (!handler) throw new Error(`No handler registered for '${channel}'`);
      const value = await handler(event as never, ...args);
      this.channel.toPage(codec.encode({ id, value }));
    } catch (error) {
      console.error(`Error occurred in handler for '${channel}':`, error);
      this.channel.toPage(codec.encode({ id, failure: String(error) }));
    }
  }

  async loadURL(url: string): Promise<void> {
    await this.opened;
    await defaultSession.applyPermissions(this as unknown as WebContents, url);
    this.expectUrl(url);
    const loaded = new Promise<void>((resolve) => { this.once('did-finish-load', () => { resolve(); }); });
    const { errorText } = await this.devTools.send('Page.navigate', { url: toBrowserUrl(url) });
    if (errorText !== undefined) throw new Error(`${errorText} loading '${url}'`);
    await loaded;
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.destroyed) throw new TypeError('Object has been destroyed');
    const text = codec.encode({ channel, args });
    void this.opened.then(() => { this.channel.toPage(text); });
  }

  async executeJavaScript(expression: string): Promise<unknown> {
    await this.opened;
    const { result, exceptionDetails } = await this.devTools.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true, userGesture: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value as unknown;
  }

  getURL(): string { return this.url; }
  setWindowOpenHandler(handler: OpenHandler): void { this.openHandler = handler; }
  isDestroyed(): boolean { return this.destroyed; }
  close(): void { this.owner.close(); }
  forcefullyCrashRenderer(): void { this.devTools.send('Page.crash').catch(() => undefined); }
  getLastWebPreferences(): WebPreferences { return this.owner.preferences; }

  /** Called by the window. */
  closeTarget(): void {
    void this.opened.then(() => browser().session().send('Target.closeTarget', { targetId: this.targetId })).catch(() => undefined);
  }
  markDestroyed(): void {
    this.destroyed = true;
    for (const one of all) if (one.id === this.id) all.delete(one);
    this.emit('destroyed');
  }
}
