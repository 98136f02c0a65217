import fs from 'node:fs/promises';
import path from 'node:path';
import { securityHeaders } from './securityHeaders.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.woff': 'font/woff', '.ttf': 'font/ttf', '.wasm': 'application/wasm',
};

/**
 * Answers a request for a file of the built renderer, for the `app://` scheme and the loopback server alike. Only
 * files of known types below `root` are given, whatever the path says and wherever links point.
 */
export async function rendererFile(root: string, method: string, pathname: string): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD') return plain(405, 'Only reading is possible here.');
  const file = await locate(root, pathname);
  const type = file && types[path.extname(file).toLowerCase()];
  if (!file || !type) return plain(404, 'There is nothing here.');
  const body = await fs.readFile(file);
  return new Response(method === 'HEAD' ? null : new Uint8Array(body), {
    headers: {
      ...securityHeaders, 'content-type': type, 'content-length': String(body.byteLength),
      // Vite puts a hash of the content into every name below assets/.
      'cache-control': pathname.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache',
    },
  });
}

/** A short answer in plain text. */
export function plain(status: number, words: string): Response {
  return new Response(words, { status, headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } });
}

async function locate(root: string, pathname: string): Promise<string | null> {
  try {
    const decoded = decodeURIComponent(pathname);
    if (/[\0\\]/.test(decoded)) return null;
    const base = await fs.realpath(root);
    const real = await fs.realpath(path.join(base, decoded === '/' ? 'index.html' : decoded));
    return real.startsWith(base + path.sep) && (await fs.stat(real)).isFile() ? real : null;
  } catch {
    return null;
  }
}
