import type { IpcMain, IpcMainEvent, WebContents } from 'electron';
import type { Log } from '../node/log.ts';
import { appOrigin } from './appScheme.ts';

/**
 * The one way in which this process listens to pages: what does not come from the top frame of the app's own origin is
 * dropped and logged, whatever it says.
 */
export function listenToApp(ipcMain: Pick<IpcMain, 'on'>, channel: string, log: Log, listener: (sender: WebContents, payload: unknown) => void): void {
  ipcMain.on(channel, (event, payload: unknown) => {
    if (isFromApp(event)) listener(event.sender, payload);
    else log.info(`dropped a message on ${channel} from ${event.senderFrame?.origin ?? 'a frame that is gone'}`);
  });
}

function isFromApp({ senderFrame }: IpcMainEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && senderFrame.origin === appOrigin;
}
