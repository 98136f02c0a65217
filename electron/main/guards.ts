import type { Session, Shell, WebContents } from 'electron';
import { isAppPage } from './appScheme.ts';

/** Pages that a link may open in the user's own browser. Everything else stays closed. */
const linkHosts: ReadonlySet<string> = new Set([
  'github.com', 'huggingface.co', 'arxiv.org', 'platform.claude.com', 'console.anthropic.com', 'docs.anthropic.com', 'docs.claude.com', 'www.anthropic.com',
]);

export function mayOpenOutside(link: string): boolean {
  const url = URL.canParse(link) ? new URL(link) : null;
  return url !== null && url.protocol === 'https:' && url.username === '' && url.password === '' && url.port === '' && linkHosts.has(url.hostname);
}

/** The window shows the app and only the app: it never navigates away, opens no window and holds no webview. */
export function guardContents(contents: WebContents, shell: Pick<Shell, 'openExternal'>): void {
  const stay = (event: { preventDefault(): void; readonly url: string }) => {
    if (!isAppPage(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}

/** No camera, no place, no device. Only putting text on the clipboard, which the copy buttons do. */
export function denyPermissions(session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'>): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => answer(isCopying(permission, details.requestingUrl)));
  session.setPermissionCheckHandler((_contents, permission, origin) => isCopying(permission, origin));
  session.setDevicePermissionHandler(() => false);
}

function isCopying(permission: string, from: string): boolean {
  return permission === 'clipboard-sanitized-write' && isAppPage(from);
}
