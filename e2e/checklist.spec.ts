import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { tinyModel } from './support/home.ts';
import { root } from './support/runtime.ts';
import { expect, test } from './support/tandem.ts';

/** Electron's security checklist, row by row as numbered in the guide; rows 11 and 12 are in secrets.spec.ts and in the packaging tests. */
interface Bridge { send(message: unknown): void; onMessage(listener: (message: unknown) => void): void }
declare global {
  interface Window { readonly tandem: Bridge }
}

test.beforeEach(({ home }) => { home.settle({ localModel: tinyModel }); });

test('1: the page has no Node, no Electron and no require; the sandbox is on for every process', async ({ start }) => {
  const { page } = await start();
  const leaks = await page.evaluate(() => ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron', '__dirname'].filter((name) => name in globalThis));
  expect(leaks).toEqual([]);
  const main = mainBundle();
  expect(main).toContain('enableSandbox()');
  for (const weak of [/contextIsolation:\s*(false|!1)/, /sandbox:\s*(false|!1)/, /nodeIntegration(InWorker|InSubFrames)?:\s*(true|!0)/]) expect(main).not.toMatch(weak);
});

test('2: no weakening switch anywhere in the built main process', () => {
  for (const weak of ['webSecurity', 'allowRunningInsecureContent', 'experimentalFeatures', 'enableBlinkFeatures', 'disable-web-security']) expect(mainBundle()).not.toContain(weak);
});

test('3: app:// serves the renderer and nothing beside it', async ({ start }) => {
  const { app, page } = await start();
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())).toMatch(/^app:\/\/tandem\//);
  const statuses = await page.evaluate(async () => {
    const paths = ['/', '/../package.json', '/..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/package.json', '/....//package.json', '/%00', '/..%5c..%5cpackage.json'];
    return Promise.all(paths.map(async (asked) => {
      const response = await fetch(asked);
      return [asked, response.ok && (await response.text()).includes('"dependencies"')];
    }));
  });
  expect(statuses.filter(([, leaked]) => leaked)).toEqual([]);
  expect(await page.evaluate(async () => (await fetch('/main/main.js')).status)).not.toBe(200);
});

test('4: the content policy is there and holds', async ({ start }) => {
  const { page } = await start();
  const policy = await page.evaluate(async () => (await fetch('/')).headers.get('content-security-policy') ?? '');
  const rules = new Map(policy.split(';').map((rule) => rule.trim().split(/\s+/)).map(([name = '', ...values]) => [name, values.join(' ')]));
  expect(Object.fromEntries(rules)).toMatchObject({
    'default-src': "'none'", 'script-src': "'self'", 'connect-src': "'self'", 'img-src': "'self' data:", 'base-uri': "'none'", 'form-action': "'none'", 'frame-ancestors': "'none'",
  });
  const held = await page.evaluate(async () => {
    const violations = new Set<string>();
    const threeSeen = new Promise<void>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => { if (violations.add(event.effectiveDirective).size === 3) resolve(); });
    });
    const inline = document.createElement('script');
    inline.textContent = 'window.ran = true';
    const remote = Object.assign(new Image(), { src: 'https://elsewhere.example/pixel.png' });
    const blocked = new Promise((resolve) => { remote.addEventListener('error', resolve); });
    document.body.append(inline, remote);
    await blocked;
    const fetched = await fetch('https://elsewhere.example/').then(() => true, () => false);
    inline.remove();
    remote.remove();
    await threeSeen;
    return { ran: 'ran' in window, fetched, violations: [...violations].toSorted() };
  });
  expect(held).toEqual({ ran: false, fetched: false, violations: ['connect-src', 'img-src', 'script-src-elem'] });
});

test('5: the page asks nobody but the app itself', async ({ start }) => {
  const { page } = await start();
  const asked: string[] = [];
  page.on('request', (request) => { asked.push(request.url()); });
  await page.reload();
  await page.getByRole('textbox', { name: 'Your question' }).waitFor();
  const own = new URL(page.url()).origin;
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((url) => !url.startsWith('data:') && !url.startsWith('blob:') && !url.startsWith(`${own}/`))).toEqual([]);
});

test('6: permissions are denied', async ({ start }) => {
  const { page } = await start();
  const states = await page.evaluate(() => Promise.all((['geolocation', 'notifications', 'camera', 'microphone'] as PermissionName[]).map(async (name) => (await navigator.permissions.query({ name })).state)));
  expect(new Set(states)).toEqual(new Set(['denied']));
});

test('7 and 8: no navigation away, no window, no webview; outside only https addresses of the list', async ({ start }) => {
  const { app, page } = await start();
  await page.getByRole('textbox', { name: 'Your question' }).waitFor();
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { openedOutside: opened });
    shell.openExternal = (url: string) => { opened.push(url); return Promise.resolve(); };
  });
  const before = page.url();
  await page.evaluate(() => {
    const link = Object.assign(document.createElement('a'), { href: 'https://elsewhere.example/', textContent: 'away' });
    document.body.append(link);
    link.click();
    link.remove();
    for (const url of ['https://elsewhere.example/', 'http://github.com/', 'file:///etc/passwd', 'https://github.com.elsewhere.example/', 'https://github.com/ggml-org/llama.cpp']) window.open(url);
    document.body.insertAdjacentHTML('beforeend', '<webview src="https://elsewhere.example/"></webview>');
  });
  const opened = () => app.evaluate(() => (globalThis as unknown as { openedOutside: string[] }).openedOutside);
  await expect.poll(opened).toEqual(['https://github.com/ggml-org/llama.cpp']);
  await expect.poll(() => app.windows().map((window) => window.url())).toEqual([before]);
  expect(page.url()).toBe(before);
  await expect(page.getByRole('textbox', { name: 'Your question' })).toBeVisible();
});

test('9: a page of another origin is not listened to, and unreadable messages harm nothing', async ({ start }) => {
  const { app, page, printed } = await start();
  const question = page.getByRole('textbox', { name: 'Your question' });
  await question.waitFor();
  await page.evaluate(() => { for (const odd of ['text', 7, null, { kind: 'call' }, { kind: 'call', id: 1, method: 'chats.create', params: { title: 3 } }, { kind: 'call', id: 2, method: '__proto__', params: {} }]) window.tandem.send(odd); });
  await expect(question).toBeVisible();

  const server = http.createServer((_request, response) => { response.setHeader('content-type', 'text/html').end('<h1>Elsewhere</h1>'); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  const load = (url: string) => app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.loadURL(to), url);
  await load(`http://127.0.0.1:${port}/`);
  await page.getByRole('heading', { name: 'Elsewhere' }).waitFor();
  const answers = await page.evaluate(() => new Promise<unknown[]>((resolve) => {
    const heard: unknown[] = [];
    window.tandem.onMessage((message) => { heard.push(message); });
    for (let id = 1; id <= 3; id++) window.tandem.send({ kind: 'call', id, method: 'chats.create', params: { title: 'Planted' } });
    window.tandem.send({ kind: 'subscribe', id: 9, topic: 'settings', params: {} });
    // A frame of the same process after the messages were handed over: an answer would have come before.
    requestIdleCallback(() => { resolve(heard); }, { timeout: 1000 });
  }));
  expect(answers).toEqual([]);
  await load('app://tandem/');
  await question.waitFor();
  await expect(page.getByText('Planted')).toHaveCount(0);
  expect(printed()).not.toContain('Uncaught');
  server.close();
});

test('10: the preload exposes two functions and nothing of Electron', async ({ start }) => {
  const { page } = await start();
  const exposed = await page.evaluate(() => Object.entries(window.tandem).map(([name, value]) => [name, typeof value, Object.keys(value as object)]));
  expect(exposed).toEqual([['send', 'function', []], ['onMessage', 'function', []]]);
  const preload = fs.readFileSync(path.join(root, 'out/preload/preload.cjs'), 'utf8');
  expect(preload.match(/exposeInMainWorld/g)).toHaveLength(1);
});

function mainBundle(): string {
  return fs.readFileSync(path.join(root, 'out/main/main.js'), 'utf8');
}
