import fs from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright';
import { build } from 'vite';

/** The harness page in a real browser. */
export interface Harness {
  /** `watch` is given the page before anything is loaded into it. */
  open(scenario: string, options?: BrowserContextOptions, watch?: (page: Page, origin: string) => void): Promise<Page>;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2', '.woff': 'font/woff', '.ttf': 'font/ttf' };
// The policy of the product, sent as the product sends it.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

/** Builds the harness as the product is built, serves it with the product's policy, and starts Chromium. */
export async function openHarness(): Promise<Harness> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-harness-'));
  await build({
    configFile: path.resolve(import.meta.dirname, '../vite.config.ts'), logLevel: 'silent',
    build: { outDir: folder, rolldownOptions: { input: path.join(import.meta.dirname, 'index.html') } },
  });
  const server = serve(folder);
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await launch();
  return {
    open: async (scenario, options = {}, watch = () => {}) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
      await context.grantPermissions(['clipboard-write', 'clipboard-read']);
      const page = await context.newPage();
      watch(page, origin);
      await page.goto(`${origin}/testing/index.html?scenario=${scenario}`);
      await page.getByRole('textbox', { name: 'Your question' }).waitFor();
      return page;
    },
    close: async () => {
      await browser.close();
      await new Promise((resolve) => { server.close(resolve); });
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

function launch(): Promise<Browser> {
  const executablePath = [process.env['TANDEM_CHROMIUM'], '/usr/bin/chromium'].find((file) => file !== undefined && fs.existsSync(file));
  return chromium.launch({ args: ['--no-sandbox'], ...(executablePath === undefined ? {} : { executablePath }) });
}

function serve(folder: string): Server {
  return createServer((request, response) => {
    const file = path.join(folder, path.normalize(new URL(request.url ?? '/', 'http://localhost').pathname));
    if (!file.startsWith(folder) || !fs.existsSync(file) || !fs.statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream', 'content-security-policy': policy });
    response.end(fs.readFileSync(file));
  });
}
