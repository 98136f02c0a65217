import type { EventEmitter } from 'node:events';
import type { DevToolsSession } from '../chromium/devTools.ts';
import { preventable } from '../notImplemented.ts';
import { handlerOf, toAppUrl, toBrowserUrl } from '../protocol.ts';

/** What navigation needs to know of its page. */
export interface Navigating { readonly events: EventEmitter; readonly mainFrameId: string; urlNow(): string; frame(): unknown }

/**
 * Every request of a page stops here first: navigations that the page began go past the app's guards, addresses of the
 * app's scheme are answered by the app's own handler, everything else goes to the network as usual.
 */
export function routeRequests(session: DevToolsSession, page: Navigating): { expect(url: string): void } {
  // Guards are not asked about what the main process itself opened.
  let expected: string | null = null;

  const isRefused = (url: string, frameId: string, redirected: boolean): boolean => {
    const isMainFrame = frameId === page.mainFrameId;
    const own = url === expected;
    if (isMainFrame) expected = null;
    if (own || (isMainFrame && url === page.urlNow())) return false;
    const details = () => preventable({ url, isMainFrame, isSameDocument: false, frame: page.frame(), initiator: page.frame() });
    const names = redirected ? ['will-redirect'] : isMainFrame ? ['will-frame-navigate', 'will-navigate'] : ['will-frame-navigate'];
    return names.some((name) => {
      const event = details();
      page.events.emit(name, event, url, false, isMainFrame);
      return event.defaultPrevented;
    });
  };

  session.on('Fetch.requestPaused', ({ requestId, request, resourceType, frameId, redirectedRequestId }) => {
    const url = toAppUrl(request.url + (request.urlFragment ?? ''));
    const answer = async (): Promise<void> => {
      if (resourceType === 'Document' && isRefused(url, frameId, redirectedRequestId !== undefined)) {
        await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
        return;
      }
      const handler = handlerOf(url);
      if (!handler) {
        await session.send('Fetch.continueRequest', { requestId });
        return;
      }
      try {
        const body = request.postData === undefined ? {} : { body: request.postData };
        const response = await handler(new Request(url, { method: request.method, headers: request.headers, ...body }));
        const responseHeaders = [...response.headers].map(([name, value]) => ({ name, value: forBrowser(name, value) }));
        const bytes = Buffer.from(await response.arrayBuffer()).toString('base64');
        await session.send('Fetch.fulfillRequest', { requestId, responseCode: response.status, responseHeaders, body: bytes });
      } catch (error) {
        console.error(`stand-in: the handler of ${url} failed:`, error);
        await session.send('Fetch.failRequest', { requestId, errorReason: 'Failed' });
      }
    };
    // The page may be closed before its request is answered; nobody waits for the answer then.
    answer().catch(() => undefined);
  });
  return { expect: (url) => { expected = url; } };
}

/** A policy that names the app's scheme must name what stands for it in the browser. */
function forBrowser(name: string, value: string): string {
  if (name !== 'content-security-policy') return value;
  if (/(^|\s)app:(\s|;|$)/.test(value)) throw new Error('stand-in: a whole scheme in a Content-Security-Policy is not implemented');
  return value.split(' ').map(toBrowserUrl).join(' ');
}
