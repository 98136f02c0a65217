import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, type Page } from '@playwright/test';
import { launchFixture, temporaryFolder } from './fixtureApp.ts';

/** Starts the fixture with one fault built in. */
async function withFault(fault: string, look: (page: Page, app: Awaited<ReturnType<typeof launchFixture>>) => Promise<void>): Promise<void> {
  const app = await launchFixture(temporaryFolder(), { FIXTURE_FAULT: fault });
  try {
    const page = await app.firstWindow();
    await page.getByText('tick 3').waitFor();
    await look(page, app);
  } finally {
    await app.close();
  }
}

test('a missing content policy is noticed', () => withFault('noPolicy', async (page) => {
  const ran = await page.evaluate(() => {
    const inline = document.createElement('script');
    inline.textContent = 'window.ran = true';
    document.head.append(inline);
    return 'ran' in window;
  });
  expect(ran).toBe(true);
}));

test('missing guards are noticed', () => withFault('noGuard', async (page, app) => {
  await page.evaluate(() => { window.open('about:blank'); });
  await expect.poll(() => app.windows().length).toBe(2);
  const left = page.waitForRequest((request) => request.url().startsWith('https://elsewhere.example/'));
  await page.getByRole('link', { name: 'leave' }).click();
  await left;
}));

test('missing permission handlers are noticed', () => withFault('noPermissionHandler', async (page) => {
  expect(await page.evaluate(async () => (await navigator.permissions.query({ name: 'geolocation' })).state)).toBe('granted');
}));

test('a missing handler is noticed', () => withFault('noHandler', async (page) => {
  expect(await page.evaluate(() => window.fixture.invoke('echo', 1).catch(String))).toContain("No handler registered for 'echo'");
}));

for (const [fault, expected] of [['none', 'refused: wrong origin'], ['anyOrigin', 'let in']] as const) {
  test(`a page of another origin: ${expected}`, async () => {
    const server = http.createServer((_request, response) => { response.setHeader('content-type', 'text/html').end('<h1>Elsewhere</h1>'); });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const { port } = server.address() as AddressInfo;
    await withFault(fault, async (page, app) => {
      await app.evaluate(({ BrowserWindow }, url) => BrowserWindow.getAllWindows()[0]?.loadURL(url), `http://127.0.0.1:${port}/`);
      await page.getByRole('heading', { name: 'Elsewhere' }).waitFor();
      expect(await page.evaluate(() => window.fixture.invoke('echo', 'let in').catch(String))).toContain(expected);
    });
    server.close();
  });
}

test('a top-level await of whenReady is noticed', async () => {
  const app = await launchFixture(temporaryFolder(), { FIXTURE_FAULT: 'topLevelAwait', STANDIN_PATIENCE_MS: '2000' });
  const code = await new Promise((resolve) => app.process().once('exit', resolve));
  expect(code).toBe(1);
  expect(app.windows()).toEqual([]);
});
