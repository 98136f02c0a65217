import { absent } from './notImplemented.ts';

/** What `import … from 'electron'` gets in the main process. */
export { app } from './app/app.ts';
export { ipcMain } from './ipc/ipcMain.ts';
export { StandinBrowserWindow as BrowserWindow } from './window/browserWindow.ts';
export { StandinWebContents as webContents } from './window/webContents.ts';
export { StandinMenu as Menu } from './menu.ts';
export { dialog, shell } from './desktop.ts';
export { nativeTheme } from './nativeTheme.ts';
export { net } from './net.ts';
export { protocol } from './protocol.ts';
export { safeStorage } from './safeStorage.ts';
export { session } from './session.ts';
export { utilityProcess } from './utilityProcess.ts';

export const autoUpdater = absent('autoUpdater');
export const BaseWindow = absent('BaseWindow');
export const BrowserView = absent('BrowserView');
export const clipboard = absent('clipboard');
export const ClipboardItem = absent('ClipboardItem');
export const contentTracing = absent('contentTracing');
export const crashReporter = absent('crashReporter');
export const desktopCapturer = absent('desktopCapturer');
export const globalShortcut = absent('globalShortcut');
export const ImageView = absent('ImageView');
export const inAppPurchase = absent('inAppPurchase');
export const IpcMainServiceWorker = absent('IpcMainServiceWorker');
export const MenuItem = absent('MenuItem');
export const MessageChannelMain = absent('MessageChannelMain');
export const nativeImage = absent('nativeImage');
export const netLog = absent('netLog');
export const Notification = absent('Notification');
export const powerMonitor = absent('powerMonitor');
export const powerSaveBlocker = absent('powerSaveBlocker');
export const pushNotifications = absent('pushNotifications');
export const screen = absent('screen');
export const ShareMenu = absent('ShareMenu');
export const sharedTexture = absent('sharedTexture');
export const systemPreferences = absent('systemPreferences');
export const TouchBar = absent('TouchBar');
export const Tray = absent('Tray');
export const View = absent('View');
export const WebContentsView = absent('WebContentsView');
export const webFrameMain = absent('webFrameMain');
export const WebSocket = absent('WebSocket');

// The compiler names any export of Electron's main process that is missing here.
type Missing = Exclude<keyof typeof import('electron/main'), keyof typeof import('./electronModule.ts')>;
export const nothingIsMissing: [Missing] extends [never] ? true : Missing = true;
