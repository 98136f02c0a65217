import { setTimeout as wait } from 'node:timers/promises';
import { codeOf } from '../fileErrors.ts';
import { SourceFailure, type Announced, type Fetching, type ModelSource } from './source.ts';

export interface HuggingFaceOptions {
  readonly repo: string;
  readonly file: string;
  /** Another server that speaks the same addresses (`HF_ENDPOINT`). */
  readonly endpoint?: string | undefined;
  /** Longest silence between two pieces. */
  readonly idleMs?: number;
  /** Wait before the second, third, … try without any progress in between. */
  readonly retryMs?: readonly number[];
}

class BrokenOff extends Error {}
/** No way to the server. Final at first, so that the next source has its turn at once; worth waiting for where something came before. */
class Unreachable extends Error {}

/** A file in a repository on Hugging Face, by plain https with Range, so that a broken download goes on where it was. */
export function huggingFaceSource(options: HuggingFaceOptions): ModelSource {
  const endpoint = (options.endpoint?.trim() || 'https://huggingface.co').replace(/\/+$/, '');
  const name = endpoint === 'https://huggingface.co' ? 'Hugging Face' : hostOf(endpoint);
  const address = `${endpoint}/${options.repo}/resolve/main/${options.file.split('/').map(encodeURIComponent).join('/')}`;
  const idleMs = options.idleMs ?? 30_000;
  const retryMs = options.retryMs ?? [1000, 3000, 8000];
  return {
    name,
    fetchInto: async (fetching) => {
      let triesLeft = [...retryMs];
      const atStart = fetching.partial.size;
      for (;;) {
        const before = fetching.partial.size;
        try {
          return await fetchOnce(address, idleMs, fetching);
        } catch (error) {
          fetching.signal.throwIfAborted();
          const isLost = error instanceof Unreachable;
          if (!isLost && !(error instanceof BrokenOff)) throw error;
          if (isLost && fetching.partial.size === atStart) throw new SourceFailure(error.message, { cause: error });
          if (fetching.partial.size > before) triesLeft = [...retryMs];
          const pause = triesLeft.shift();
          if (pause === undefined) throw new SourceFailure(error.message, { cause: error });
          await wait(pause, undefined, { signal: fetching.signal });
        }
      }
    },
  };
}

/** A body yields bytes; its type does not say so. */
async function* bytesOf(body: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    if (!(chunk instanceof Uint8Array)) throw new BrokenOff('it sent something else than bytes');
    yield chunk;
  }
}

async function fetchOnce(address: string, idleMs: number, { entry, partial, signal, report }: Fetching): Promise<Announced> {
  const idle = new AbortController();
  const timer = setTimeout(() => { idle.abort(); }, idleMs);
  const both = AbortSignal.any([signal, idle.signal]);
  try {
    const { response, linkedSha256 } = await follow(address, partial.size, both);
    if (response.status === 416 && response.headers.get('content-range') === `bytes */${String(partial.size)}`) return { sizeBytes: partial.size, sha256: linkedSha256 };
    if (response.status === 416) {
      await partial.truncate(0);
      throw new BrokenOff('it does not give the rest of the file');
    }
    if (response.status === 404) throw new SourceFailure('it does not have the file any more');
    if (response.status === 401 || response.status === 403) throw new SourceFailure('it does not give the file without an account');
    if (response.status === 429 || response.status >= 500) throw new BrokenOff(`it answered with error ${String(response.status)}`);
    if (response.status !== 200 && response.status !== 206) throw new SourceFailure(`it answered with status ${String(response.status)}`);
    const total = totalOf(response, partial.size);
    if (total === null) throw new SourceFailure('it did not say how large the file is');
    if (entry.sizeIsExact && total !== entry.sizeBytes) throw new SourceFailure('it has another file under that name (the size differs)');
    if (entry.sha256 && linkedSha256 && linkedSha256 !== entry.sha256) throw new SourceFailure('it has another file under that name (the checksum differs)');
    if (!response.body) throw new BrokenOff('it sent nothing');
    if (response.status === 200 && partial.size > 0) await partial.truncate(0);
    for await (const chunk of bytesOf(response.body)) {
      timer.refresh();
      if (partial.size + chunk.length > total) throw new SourceFailure('it sent more than it announced');
      await partial.append(chunk);
      report(partial.size, total);
    }
    if (partial.size < total) throw new BrokenOff('the connection broke off');
    return { sizeBytes: total, sha256: linkedSha256 };
  } catch (error) {
    if (idle.signal.aborted && !signal.aborted) throw new BrokenOff(`it sent nothing for ${String(Math.round(idleMs / 1000))} s`, { cause: error });
    if (isUntrusted(error)) throw new SourceFailure('not reachable', { cause: error });
    if (isUnreachable(error)) throw new Unreachable('not reachable', { cause: error });
    if (isNetworkError(error)) throw new BrokenOff('the connection broke off', { cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Follows redirects by hand: the first answer carries the checksum, and none may lead from https to http. */
async function follow(address: string, from: number, signal: AbortSignal): Promise<{ response: Response; linkedSha256: string | null }> {
  let url = new URL(address);
  let linkedSha256: string | null = null;
  for (let hops = 0; hops < 6; hops++) {
    const headers: Record<string, string> = { 'accept-encoding': 'identity', 'user-agent': 'tandem', ...(from > 0 ? { range: `bytes=${String(from)}-` } : {}) };
    const response = await fetch(url, { headers, redirect: 'manual', signal });
    linkedSha256 ??= /^(?:W\/)?"?([0-9a-f]{64})"?$/.exec(response.headers.get('x-linked-etag') ?? '')?.[1] ?? null;
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || !location) return { response, linkedSha256 };
    await response.body?.cancel();
    const next = new URL(location, url);
    if (url.protocol === 'https:' && next.protocol !== 'https:') throw new SourceFailure('it leads to an unprotected address');
    url = next;
  }
  throw new SourceFailure('it leads in circles');
}

function totalOf(response: Response, from: number): number | null {
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(response.headers.get('content-range') ?? '');
  if (response.status === 206) return range && Number(range[1]) === from ? Number(range[2]) : null;
  const length = response.headers.get('content-length');
  return length === null ? null : Number(length);
}

const unreachable = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'UND_ERR_CONNECT_TIMEOUT']);
function isUnreachable(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && unreachable.has(code);
}

/** Its certificate is wrong, and will be in a moment. */
const untrusted = new Set(['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_TLS_CERT_ALTNAME_INVALID']);
function isUntrusted(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && untrusted.has(code);
}

function isNetworkError(error: unknown): boolean {
  const code = codeOf(error);
  return (code !== undefined && (code.startsWith('UND_ERR') || ['ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code))) ||
    (error instanceof TypeError && /fetch failed|terminated/.test(error.message));
}

function hostOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).host : endpoint;
}
