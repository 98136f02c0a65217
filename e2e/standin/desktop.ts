import type { Dialog, Shell } from 'electron';
import { NotImplemented, strict } from './notImplemented.ts';

/**
 * What reaches beyond the app to a person or to other programs. Nobody is there: a test that expects such a call replaces
 * the function through `electronApplication.evaluate`, as it must with the real binary; any other call fails.
 */
const nobody = (what: string) => () => Promise.reject(new NotImplemented(`${what} (nobody is there; a test replaces it)`));

export const dialog = strict('dialog', {
  showOpenDialog: nobody('dialog.showOpenDialog'),
  showSaveDialog: nobody('dialog.showSaveDialog'),
  showMessageBox: nobody('dialog.showMessageBox'),
  showErrorBox: (title: string, content: string) => { console.error(`${title}\n${content}`); },
} satisfies Pick<Dialog, 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox' | 'showErrorBox'>);

export const shell = strict('shell', {
  openExternal: nobody('shell.openExternal'),
  openPath: nobody('shell.openPath'),
  showItemInFolder: (path: string) => { throw new NotImplemented(`shell.showItemInFolder (nobody is there to look at ${path})`); },
} satisfies Pick<Shell, 'openExternal' | 'openPath' | 'showItemInFolder'>);
