import type { Protocol } from 'electron';
import { plain, rendererFile } from '../node/web/rendererFiles.ts';

/** The renderer's own origin. A standard scheme has one, which `file://` has not. */
export const appOrigin = 'app://tandem';
const host = new URL(appOrigin).host;

export function isAppPage(link: string): boolean {
  if (!URL.canParse(link)) return false;
  const url = new URL(link);
  return `${url.protocol}//${url.host}` === appOrigin;
}

/** Must be called before the app is ready. */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

/** Serves the built renderer and nothing else: no other host, no path outside it. */
export function serveAppScheme(protocol: Pick<Protocol, 'handle'>, rendererDir: string): void {
  protocol.handle('app', (request) => {
    const url = new URL(request.url);
    return url.host === host ? rendererFile(rendererDir, request.method, url.pathname) : plain(404, 'There is nothing here.');
  });
}
