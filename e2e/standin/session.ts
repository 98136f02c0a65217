import type { Session, WebContents } from 'electron';
import { browser } from './chromium/launch.ts';
import { strict } from './notImplemented.ts';
import { protocol, toBrowserUrl } from './protocol.ts';

type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>;
type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;
type DeviceHandler = NonNullable<Parameters<Session['setDevicePermissionHandler']>[0]>;
type Permission = Parameters<CheckHandler>[1];

/** What a page can ask `navigator.permissions` about: Electron's name and Chromium's. */
const permissions: readonly (readonly [Permission, string])[] = [
  ['geolocation', 'geolocation'], ['notifications', 'notifications'], ['media', 'camera'], ['media', 'microphone'],
  ['clipboard-read', 'clipboard-read'], ['midi', 'midi'],
];

export class StandinSession implements Pick<Session, 'setPermissionCheckHandler' | 'setPermissionRequestHandler' | 'setDevicePermissionHandler'> {
  readonly protocol = protocol;
  private check: CheckHandler | null = null;
  private request: RequestHandler | null = null;
  private device: DeviceHandler | null = null;

  setPermissionCheckHandler(handler: CheckHandler | null): void { this.check = handler; }
  setPermissionRequestHandler(handler: RequestHandler | null): void { this.request = handler; }
  setDevicePermissionHandler(handler: DeviceHandler | null): void { this.device = handler; }
  /** Without handlers Electron grants everything; so does this. */
  get guarded(): boolean { return this.check !== null && this.request !== null && this.device !== null; }

  /** Chromium is told beforehand what the app's handlers would say when asked. */
  async applyPermissions(webContents: WebContents, url: string): Promise<void> {
    const { origin } = new URL(toBrowserUrl(url));
    if (origin === 'null') return;
    for (const [permission, name] of permissions) {
      const allowed = this.check?.(webContents, permission, url, { isMainFrame: true }) ?? true;
      await browser().session().send('Browser.setPermission', { permission: { name }, setting: allowed ? 'granted' : 'denied', origin });
    }
  }
}
export const defaultSession = strict('session.defaultSession', new StandinSession());
export const session = strict('session', { defaultSession });
