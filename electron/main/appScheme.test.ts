import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryHome } from '../node/runs/testing/testService.ts';
import { registerAppScheme, serveAppScheme } from './appScheme.ts';

let answer: (request: Request) => Promise<Response>;
beforeAll(() => {
  const home = temporaryHome();
  const rendererDir = path.join(home, 'renderer');
  fs.mkdirSync(rendererDir);
  fs.writeFileSync(path.join(rendererDir, 'index.html'), '<!doctype html>');
  fs.writeFileSync(path.join(home, 'outside.html'), 'secret');
  serveAppScheme({ handle: (_scheme, handler) => { answer = async (request) => handler(request); } }, rendererDir);
});

describe('the app scheme', () => {
  it('is standard and secure, and may do nothing else', () => {
    registerAppScheme({ registerSchemesAsPrivileged: (schemes) => {
      expect(schemes).toEqual([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
    } });
  });

  it('serves the renderer with its policy', async () => {
    const response = await answer(new Request('app://tandem/'));
    expect([response.status, await response.text()]).toEqual([200, '<!doctype html>']);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it.each(['app://other/', 'app://tandem.evil/index.html', 'app://tandem:81/'])('serves no other host: %s', async (url) => {
    expect((await answer(new Request(url))).status).toBe(404);
  });

  it.each(['app://tandem/../outside.html', 'app://tandem/%2e%2e/outside.html', 'app://tandem/..%2foutside.html', 'app://tandem/..%5coutside.html', 'app://tandem//etc/passwd'])(
    'serves nothing outside: %s', async (url) => {
      const response = await answer(new Request(url));
      expect(response.status).toBe(404);
      expect(await response.text()).not.toContain('secret');
    });

  it('only reads', async () => {
    expect((await answer(new Request('app://tandem/', { method: 'POST', body: 'x' }))).status).toBe(405);
  });
});
