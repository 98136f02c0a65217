import { setTimeout } from 'node:timers/promises';
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
      const done = action === 'deny' ? close(popup) : resume(popup.sessionId);
      // Whoever closed the page, or the browser, meanwhile has decided.
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

/**
 * It shares its opener's thread, so it must run to be closed; held requests keep it from loading anything meanwhile. A page
 * that is just then changing its process can lose the word to close, so it is said until the page is gone.
 */
async function close({ targetId, sessionId }: Popup): Promise<void> {
  // A page on its way out may refuse either or never answer, which is no reason to leave it open.
  const running = Promise.allSettled([browser().session(sessionId).send('Fetch.enable', {}), resume(sessionId)]);
  await Promise.race([running, setTimeout(1000, undefined, { ref: false })]);
  while (await isOpen(targetId)) {
    await Promise.allSettled([browser().session().send('Target.closeTarget', { targetId })]);
    await setTimeout(100, undefined, { ref: false });
  }
}

async function isOpen(targetId: string): Promise<boolean> {
  const { targetInfos } = await browser().session().send('Target.getTargets', {});
  return targetInfos.some((target) => target.targetId === targetId);
}

const resume = (sessionId: string) => browser().session(sessionId).send('Runtime.runIfWaitingForDebugger');
