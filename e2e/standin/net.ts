import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { strict } from './notImplemented.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.wasm': 'application/wasm', '.json': 'application/json', '.woff2': 'font/woff2', '.ico': 'image/x-icon',
};

/** `net.fetch`: files as Chromium would read them, everything else by Node's fetch. */
async function fetchAny(input: string | Request, init?: RequestInit): Promise<Response> {
  const url = typeof input === 'string' ? input : input.url;
  if (!url.startsWith('file:')) return fetch(input, init);
  const file = fileURLToPath(url);
  try {
    return new Response(await fs.readFile(file), { headers: { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' } });
  } catch (cause) {
    throw new Error('net::ERR_FILE_NOT_FOUND', { cause });
  }
}

export const net = strict('net', { fetch: fetchAny, isOnline: () => true });
