import type { HandlerDetails, WindowOpenHandlerResponse } from 'electron';
import type { DevToolsSession } from '../chromium/devTools.ts';
import { browser } from '../chromium/launch.ts';
import { toAppUrl } from '../protocol.ts';

export type OpenHandler = (details: HandlerDetails) => WindowOpenHandlerResponse;

/**
 * Pages opened by a page (window.open, target=_blank) are held before they load anything, and closed if the app's handler
 * denies them. Electron would not even make them; for the page the difference is a handle that is soon closed.
 */
export async function guardPopups(session: DevToolsSession, handlerNow: () => OpenHandler): Promise<void> {
  const asked: string[] = [];
  const held: { readonly targetId: string; readonly sessionId: string }[] = [];
  const decide = async (): Promise<void> => {
    while (asked.length > 0 && held.length > 0) {
      const url = asked.shift() ?? '';
      const popup = held.shift();
      if (!popup) return;
      const features = { frameName: '', features: '', disposition: 'foreground-tab', referrer: { url: '', policy: 'default' } } as const;
      const { action } = handlerNow()({ ...features, url: toAppUrl(url) });
      const whole = browser().session();
      if (action === 'deny') await whole.send('Target.closeTarget', { targetId: popup.targetId });
      else await browser().session(popup.sessionId).send('Runtime.runIfWaitingForDebugger');
    }
  };
  session.on('Page.windowOpen', ({ url }) => {
    asked.push(url);
    void decide();
  });
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type !== 'page') {
      void browser().session(sessionId).send('Runtime.runIfWaitingForDebugger');
      return;
    }
    held.push({ targetId: targetInfo.targetId, sessionId });
    void decide();
  });
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });
}
