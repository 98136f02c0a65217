/** What the app's life cycle needs of a window; kept apart so that `app` and `BrowserWindow` need not import each other. */
export interface OpenWindow { close(): void; destroy(): void; isDestroyed(): boolean }

const windows = new Set<OpenWindow>();
export const openWindows = (): OpenWindow[] => [...windows];
export const remember = (window: OpenWindow): void => { windows.add(window); };
export const forget = (window: OpenWindow): void => { windows.delete(window); };
