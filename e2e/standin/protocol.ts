import type { CustomScheme, Protocol } from 'electron';
import { isReady } from './app/lifecycle.ts';
import { strict } from './notImplemented.ts';

type Handler = (request: Request) => Response | Promise<Response>;

const schemes = new Map<string, NonNullable<CustomScheme['privileges']>>();
const handlers = new Map<string, Handler>();
const suffix = 'standin.test';

/**
 * Chromium lets no test client serve a scheme of its own, so `app://host/path` is `https://host.app.standin.test/path`
 * inside the browser; the app's code sees only its own addresses, and nothing is ever asked of the network.
 */
export function toBrowserUrl(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/i, (whole, scheme: string, host: string) => {
    const privileges = schemes.get(scheme);
    return privileges?.standard && privileges.secure ? `https://${host}.${scheme}.${suffix}` : whole;
  });
}

/** The app's own address again. */
export function toAppUrl(url: string): string {
  return url.replace(new RegExp(`^https://([^/?#:]*)\\.([a-z0-9+.-]+)\\.${suffix.replace('.', '\\.')}`), '$2://$1');
}

/** What the app's handler answers for this address of the app; undefined where no handler is responsible. */
export function handlerOf(url: string): Handler | undefined {
  return handlers.get(new URL(url).protocol.slice(0, -1));
}

export class StandinProtocol implements Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle' | 'unhandle' | 'isProtocolHandled'> {
  registerSchemesAsPrivileged(list: CustomScheme[]): void {
    if (isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme, privileges } of list) schemes.set(scheme, privileges ?? {});
  }

  handle(scheme: string, handler: (request: Request) => Response | Promise<Response>): void {
    if (handlers.has(scheme)) throw new Error('The scheme has been intercepted');
    handlers.set(scheme, handler);
  }

  unhandle(scheme: string): void {
    handlers.delete(scheme);
  }

  isProtocolHandled(scheme: string): boolean {
    return handlers.has(scheme);
  }
}
export const protocol = strict('protocol', new StandinProtocol());
