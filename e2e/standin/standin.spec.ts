import fs from 'node:fs';
import { expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { launchFixture, temporaryFolder } from './fixtureApp.ts';

interface Fixture {
  invoke(channel: string, ...args: readonly unknown[]): Promise<unknown>;
  add(a: number, b: number): number;
  readonly nested: { readonly list: readonly number[] };
}
declare global {
  interface Window { readonly fixture: Fixture }
}

const folder = temporaryFolder();
let app: ElectronApplication;
let page: Page;

test.describe('a healthy app', () => {
  test.beforeAll(async () => {
    app = await launchFixture(folder);
    page = await app.firstWindow();
    await page.getByText('tick 3').waitFor();
  });
  test.afterAll(async () => { await app.close(); });

  test('tells its main process what Electron tells', async () => {
    const told = await app.evaluate(({ app: main, BrowserWindow }) => ({
      name: main.getName(), version: main.getVersion(), packaged: main.isPackaged, windows: BrowserWindow.getAllWindows().length,
      url: BrowserWindow.getAllWindows()[0]?.webContents.getURL(), userData: main.getPath('userData'),
    }));
    expect(told).toEqual({ name: 'Fixture', version: '1.2.3', packaged: false, windows: 1, url: 'app://fixture/', userData: folder });
  });

  test('says at once what it does not have', async () => {
    const words = (name: string) => app.evaluate((electron, key) => {
      try {
        return String((electron as unknown as Record<string, { show: () => unknown }>)[key]?.show());
      } catch (error) {
        return String(error);
      }
    }, name);
    for (const name of ['Tray', 'screen', 'app']) expect(await words(name)).toContain('is not implemented');
  });

  test('clones what crosses the process border as Electron does', async () => {
    const seen = await page.evaluate(async () => {
      const value = await window.fixture.invoke('echo', { map: new Map([[1, new Uint8Array([1, 2])]]), date: new Date(5), none: undefined, nan: NaN, list: ['object', []] }) as Record<string, unknown>;
      const { map, date, nan, list } = value;
      return [map instanceof Map && map.get(1) instanceof Uint8Array, date instanceof Date && date.getTime(), 'none' in value, Number.isNaN(nan), list];
    });
    expect(seen).toEqual([true, 5, true, true, ['object', []]]);
    expect(await page.evaluate(() => window.fixture.invoke('echo', () => 1).then(() => 'cloned', String))).toContain('could not be cloned');
    expect(await page.evaluate(() => window.fixture.invoke('fail').catch(String))).toBe("Error: Error invoking remote method 'fail': Error: on purpose");
  });

  test('keeps the page apart from the preload and from Node', async () => {
    const seen = await page.evaluate(() => {
      const globals = globalThis as unknown as Record<string, unknown>;
      try {
        (window as { fixture: unknown }).fixture = {};
      } catch { /* strict mode says so */ }
      return {
        leaks: ['require', 'process', 'ipcRenderer', 'module'].filter((name) => name in globals), added: Object.keys(globals).filter((key) => /standin/i.test(key)),
        sum: window.fixture.add(4, 5), frozen: Object.isFrozen(window.fixture.nested.list),
      };
    });
    expect(seen).toEqual({ leaks: [], added: [], sum: 9, frozen: true });
  });

  test('holds the content policy, the guards and the permissions', async () => {
    const seen = await page.evaluate(async () => {
      const inline = document.createElement('script');
      inline.textContent = 'window.ran = true';
      document.head.append(inline);
      const state = await navigator.permissions.query({ name: 'geolocation' });
      return { ran: 'ran' in window, fetched: await fetch('https://elsewhere.example/').then(() => true, () => false), permission: state.state };
    });
    expect(seen).toEqual({ ran: false, fetched: false, permission: 'denied' });
    await page.getByRole('link', { name: 'leave' }).click();
    await page.evaluate(() => { for (const url of ['https://elsewhere.example/', 'about:blank', 'https://other.example/']) window.open(url); });
    await expect(page.getByText('tick denied https://other.example/')).toBeVisible();
    await expect.poll(() => app.windows().length).toBe(1);
    await expect(page.getByRole('heading', { name: 'Fixture' })).toBeVisible();
  });

  test('runs a utility process and seals secrets', async () => {
    const result = await page.evaluate(() => window.fixture.invoke('utility', { n: new Map([[1, 2]]) })) as { answered: { data: { n: Map<number, number> }; args: string[]; pid: number }; pid: number; mine: number };
    expect(result.answered.args).toEqual(['arg']);
    expect(result.answered.pid).toBe(result.pid);
    expect(result.pid).not.toBe(result.mine);
    const sealed = String(await page.evaluate(() => window.fixture.invoke('seal', 'secret-1234')));
    expect(Buffer.from(sealed, 'base64').toString('latin1')).not.toContain('secret');
    expect(await page.evaluate((text) => window.fixture.invoke('open', text), sealed)).toBe('secret-1234');
  });

  test('lets a second instance knock and leave', async () => {
    await expect(launchFixture(folder)).rejects.toThrow();
    await expect(page.getByText('tick second')).toBeVisible();
  });
});

test('leaves no browser behind, and its lock is free again after kill -9', async () => {
  const mine = temporaryFolder();
  const first = await launchFixture(mine);
  await (await first.firstWindow()).getByText('tick 3').waitFor();
  const pid = first.process().pid ?? 0;
  expect(browsersOf(pid).length).toBeGreaterThan(0);
  const gone = new Promise((resolve) => first.process().once('exit', resolve));
  first.process().kill('SIGKILL');
  await gone;
  await expect.poll(() => browsersOf(pid)).toEqual([]);
  const second = await launchFixture(mine);
  await (await second.firstWindow()).getByText('tick 3').waitFor();
  const secondPid = second.process().pid ?? 0;
  second.process().kill('SIGTERM');
  await expect.poll(() => browsersOf(secondPid)).toEqual([]);
});

/** Chromium's processes that belong to the stand-in with this number: its profile's name holds it. */
function browsersOf(pid: number): string[] {
  return fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((name) => {
    try {
      return fs.readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(`tandem-standin-${pid}-`);
    } catch {
      return false;
    }
  });
}
