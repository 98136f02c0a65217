import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openPartialFile, type PartialFile } from '../partialFile.ts';
import { catalogOf } from '../testing/testCatalog.ts';
import { huggingFaceSource } from './huggingFace.ts';
import type { Announced } from './source.ts';

const content = Buffer.from('GGUF and so on');
const entry = catalogOf(content, [content]).models[0];
let folder: string;
let partial: PartialFile;
let asked: string[];

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'tandem-hf-'));
  partial = await openPartialFile(path.join(folder, 'x.partial'), new AbortController().signal);
  asked = [];
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await partial.close();
  await fs.rm(folder, { recursive: true });
});

function answerWith(answer: (url: URL) => Response): void {
  vi.stubGlobal('fetch', async (url: URL) => {
    asked.push(url.href);
    return Promise.resolve(answer(url));
  });
}
function fetchIt(endpoint?: string, retryMs: readonly number[] = [0]): Promise<Announced> {
  if (!entry) throw new Error('the test catalog is empty');
  return huggingFaceSource({ repo: 'owner/repo', file: 'folder/a file.gguf', endpoint, retryMs })
    .fetchInto({ entry, partial, signal: new AbortController().signal, report: () => undefined });
}
const redirect = (location: string): Response => new Response(null, { status: 302, headers: { location } });
const file = (): Response => new Response(content, { headers: { 'content-length': String(content.length) } });

describe('addresses', () => {
  it('asks Hugging Face, or the mirror that HF_ENDPOINT names', async () => {
    answerWith(file);
    await fetchIt();
    await partial.truncate(0);
    await fetchIt('https://mirror.example/hub/');
    expect(asked).toEqual([
      'https://huggingface.co/owner/repo/resolve/main/folder/a%20file.gguf',
      'https://mirror.example/hub/owner/repo/resolve/main/folder/a%20file.gguf',
    ]);
  });

  it('follows redirects, but never from https to http and not in circles', async () => {
    answerWith((url) => (url.host === 'cdn.example' ? file() : redirect('https://cdn.example/blob')));
    await expect(fetchIt()).resolves.toEqual({ sizeBytes: content.length, sha256: null });
    answerWith(() => redirect('http://cdn.example/blob'));
    await expect(fetchIt()).rejects.toThrow('it leads to an unprotected address');
    answerWith((url) => redirect(url.href));
    await expect(fetchIt()).rejects.toThrow('it leads in circles');
  });
});

describe('a network that goes away', () => {
  const gone = (code: string) => Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error(code), { code }) });
  const half = content.length / 2;
  /** Half of the file, then the connection breaks. */
  const brokenHalf = (): Response => new Response(new ReadableStream({
    pull: (controller) => {
      if (partial.size < half) controller.enqueue(content.subarray(0, half));
      else controller.error(gone('ECONNRESET'));
    },
  }, { highWaterMark: 0 }), { headers: { 'content-length': String(content.length) } });

  it('in the middle is waited for, and what came is gone on with', async () => {
    const rest = (): Response => new Response(content.subarray(half), { status: 206, headers: { 'content-range': `bytes ${String(half)}-${String(content.length - 1)}/${String(content.length)}` } });
    const answers: (() => Response)[] = [brokenHalf, () => { throw gone('ENOTFOUND'); }, () => { throw gone('ENETUNREACH'); }, rest];
    answerWith(() => (answers.shift() ?? file)());
    await expect(fetchIt(undefined, [0, 0, 0])).resolves.toMatchObject({ sizeBytes: content.length });
    expect(asked).toHaveLength(4);
    expect((await fs.readFile(partial.path)).equals(content)).toBe(true);
  });

  it('for good is given up after the last try, and what came is kept', async () => {
    const answers: (() => Response)[] = [brokenHalf];
    answerWith(() => (answers.shift() ?? (() => { throw gone('ENOTFOUND'); }))());
    await expect(fetchIt(undefined, [0, 0, 0])).rejects.toThrow('not reachable');
    expect([asked.length, partial.size]).toEqual([4, half]);
  });

  it.each(['ENOTFOUND', 'CERT_HAS_EXPIRED'])('from the start leaves the next source its turn at once: %s', async (code) => {
    answerWith(() => { throw gone(code); });
    await expect(fetchIt(undefined, [0, 0, 0])).rejects.toThrow('not reachable');
    expect(asked).toHaveLength(1);
  });

  it('and answers with something else loses nothing', async () => {
    await partial.append(content.subarray(0, half));
    answerWith(() => new Response('<html>Please log in</html>', { headers: { 'content-length': '26' } }));
    await expect(fetchIt()).rejects.toThrow('the size differs');
    expect(partial.size).toBe(half);
  });
});

describe('refusals, in words', () => {
  it.each([[404, 'it does not have the file any more'], [403, 'it does not give the file without an account'], [451, 'it answered with status 451'], [503, 'it answered with error 503']])('%i', async (status, words) => {
    answerWith(() => new Response('', { status }));
    await expect(fetchIt()).rejects.toThrow(words);
  });

  it('does not accept more than was announced, nor an unknown length', async () => {
    answerWith(() => new Response(Buffer.concat([content, content]), { headers: { 'content-length': String(content.length) } }));
    await expect(fetchIt()).rejects.toThrow('it sent more than it announced');
    answerWith(() => new Response(content));
    await expect(fetchIt()).rejects.toThrow('it did not say how large the file is');
  });
});
