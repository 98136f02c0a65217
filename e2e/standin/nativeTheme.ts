import { EventEmitter } from 'node:events';
import type { NativeTheme } from 'electron';
import type { DevToolsSession } from './chromium/devTools.ts';
import { strict } from './notImplemented.ts';

const pages = new Set<DevToolsSession>();

/** Theme that the app chose; `system` is light here. Pages see it as `prefers-color-scheme`. */
class StandinNativeTheme extends EventEmitter implements Pick<NativeTheme, 'themeSource' | 'shouldUseDarkColors'> {
  private source: NativeTheme['themeSource'] = 'system';

  get themeSource(): NativeTheme['themeSource'] { return this.source; }
  set themeSource(source: NativeTheme['themeSource']) {
    if (source === this.source) return;
    this.source = source;
    for (const page of pages) void apply(page, source);
    this.emit('updated');
  }
  get shouldUseDarkColors(): boolean { return this.source === 'dark'; }
}
export const nativeTheme = strict('nativeTheme', new StandinNativeTheme());

/** A new page takes the theme as it is, and each later one. */
export async function emulateTheme(page: DevToolsSession): Promise<void> {
  pages.add(page);
  if (nativeTheme.themeSource !== 'system') await apply(page, nativeTheme.themeSource);
}

async function apply(page: DevToolsSession, source: NativeTheme['themeSource']): Promise<void> {
  const value = source === 'system' ? '' : source;
  // A page that was closed meanwhile needs no theme.
  await page.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] }).catch(() => pages.delete(page));
}
