import { EventEmitter } from 'node:events';
import type { HandlerDetails, Session, WebContents, WindowOpenHandlerResponse } from 'electron';
import { describe, expect, it } from 'vitest';
import { denyPermissions, guardContents, mayOpenOutside } from './guards.ts';

describe('links', () => {
  it.each(['https://github.com/x', 'https://huggingface.co/a/b', 'https://arxiv.org/abs/2410.13181'])('on the list open outside: %s', (link) => {
    expect(mayOpenOutside(link)).toBe(true);
  });
  it.each([
    'http://github.com/', 'https://evil.example/', 'https://github.com.evil.example/', 'https://github.com@evil.example/', 'https://user:pw@github.com/',
    'https://github.com:8443/', 'file:///etc/passwd', 'javascript:alert(1)', 'app://tandem/', 'smb://github.com/', '', 'github.com',
  ])('off the list stay closed: %s', (link) => {
    expect(mayOpenOutside(link)).toBe(false);
  });
});

describe('the window', () => {
  function guarded() {
    const contents = new EventEmitter();
    const opened: string[] = [];
    let onOpen: (details: HandlerDetails) => WindowOpenHandlerResponse = () => ({ action: 'allow' });
    Object.assign(contents, { setWindowOpenHandler: (handler: typeof onOpen) => { onOpen = handler; } });
    guardContents(contents as unknown as WebContents, { openExternal: (url) => { opened.push(url); return Promise.resolve(); } });
    const isStopped = (event: string, url: string) => {
      let stopped = false;
      contents.emit(event, { url, preventDefault: () => { stopped = true; } });
      return stopped;
    };
    return { isStopped, opened, open: (url: string) => onOpen({ url } as HandlerDetails) };
  }

  it.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('stays with the app on %s', (event) => {
    const { isStopped } = guarded();
    for (const url of ['https://evil.example/', 'file:///etc/passwd', 'app://other/', 'app://tandem.evil/', 'data:text/html,x', 'javascript:1', 'nonsense']) expect(isStopped(event, url)).toBe(true);
    expect(isStopped(event, 'app://tandem/index.html')).toBe(false);
  });

  it('holds no webview and opens no window', () => {
    const { isStopped, open, opened } = guarded();
    expect(isStopped('will-attach-webview', '')).toBe(true);
    expect(open('https://evil.example/')).toEqual({ action: 'deny' });
    expect(open('https://github.com/x')).toEqual({ action: 'deny' });
    expect(opened).toEqual(['https://github.com/x']);
  });

  it('gives no permission but to copy from its own page', () => {
    type Handlers = { request?: Parameters<Session['setPermissionRequestHandler']>[0]; check?: Parameters<Session['setPermissionCheckHandler']>[0]; device?: Parameters<Session['setDevicePermissionHandler']>[0] };
    const handlers: Handlers = {};
    denyPermissions({
      setPermissionRequestHandler: (handler) => { handlers.request = handler; },
      setPermissionCheckHandler: (handler) => { handlers.check = handler; },
      setDevicePermissionHandler: (handler) => { handlers.device = handler; },
    });
    const contents = {} as WebContents;
    const asked = (permission: 'media' | 'geolocation' | 'clipboard-read' | 'clipboard-sanitized-write', requestingUrl = 'app://tandem/') => {
      let answer: boolean | undefined;
      handlers.request?.(contents, permission, (given) => { answer = given; }, { requestingUrl, isMainFrame: true });
      return [answer, handlers.check?.(contents, permission, requestingUrl, { isMainFrame: true })];
    };
    for (const permission of ['media', 'geolocation', 'clipboard-read'] as const) expect(asked(permission)).toEqual([false, false]);
    expect(asked('clipboard-sanitized-write')).toEqual([true, true]);
    expect(asked('clipboard-sanitized-write', 'https://evil.example/')).toEqual([false, false]);
    expect(handlers.device?.({ deviceType: 'usb', origin: 'app://tandem' } as never)).toBe(false);
  });
});
