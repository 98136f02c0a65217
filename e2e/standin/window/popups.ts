import type { HandlerDetails, WindowOpenHandlerResponse } from 'electron';
import type { DevToolsSession } from '../chromium/devTools.ts';
import { browser } from '../chromium/launch.ts';
import { toAppUrl } from '../protocol.ts';

export type OpenHandler = (details: HandlerDetails) => WindowOpenHandlerResponse;

interface Popup { readonly targetId: string; readonly sessionId: string }
interface Opener { opened(popup: Popup): void }
const openers = new Map<string, Opener>();
let isWatching = false;

/**
 * Pages opened by a page (window.open, target=_blank) are held before they load anything, and closed if the app's handler
 * denies them. Electron would not even make them; for the page the difference is a handle that is soon closed.
 */
export async function guardPopups(session: DevToolsSession, targetId: string, handlerNow: () => OpenHandler): Promise<void> {
  const asked: string[] = [];
  const held: Popup[] = [];
  const decide = () => {
    for (let popup = held[0]; popup !== undefined && asked.length > 0; popup = held[0]) {
      held.shift();
      const features = { frameName: '', features: '', disposition: 'foreground-tab', referrer: { url: '', policy: 'default' } } as const;
      const { action } = handlerNow()({ ...features, url: toAppUrl(asked.shift() ?? '') });
      // Whoever closed the page meanwhile has decided.
      const done = action === 'deny' ? close(popup) : resume(popup.sessionId);
      done.catch(() => undefined);
    }
  };
  session.on('Page.windowOpen', ({ url }) => {
    asked.push(url);
    decide();
  });
  openers.set(targetId, { opened: (popup) => {
    held.push(popup);
    decide();
  } });
  await watchPages();
}

/** Only the whole browser is told of popups, and of every other page as well. */
async function watchPages(): Promise<void> {
  if (isWatching) return;
  isWatching = true;
  const whole = browser().session();
  whole.on('Target.attachedToTarget', ({ sessionId, targetInfo, waitingForDebugger }) => {
    const opener = openers.get(targetInfo.openerId ?? '');
    if (opener) opener.opened({ targetId: targetInfo.targetId, sessionId });
    else if (waitingForDebugger) resume(sessionId).catch(() => undefined);
  });
  await whole.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true, filter: [{ type: 'page' }] });
}

/** It shares its opener's thread, so it must run to be closed; held requests keep it from loading anything meanwhile. */
async function close({ targetId, sessionId }: Popup): Promise<void> {
  await Promise.all([browser().session(sessionId).send('Fetch.enable', {}), resume(sessionId)]);
  await browser().session().send('Target.closeTarget', { targetId });
}

const resume = (sessionId: string) => browser().session(sessionId).send('Runtime.runIfWaitingForDebugger');
