import type { IncomingMessage } from 'node:http';
import { ApiError, invalid } from './apiError.ts';

/** Far more text than any local context holds. */
const maxBytes = 8 * 1024 * 1024;
/** Up to here a body that is too large is read and thrown away, so that its sender hears why and not just a broken connection. */
const patienceBytes = 8 * maxBytes;

/** Reads and parses a JSON body. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > patienceBytes) throw tooLarge();
    if (size > maxBytes) chunks.length = 0;
    else chunks.push(bytes);
  }
  if (size > maxBytes) throw tooLarge();
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw invalid('The request body is no valid JSON.');
  }
}

function tooLarge(): ApiError {
  return new ApiError(413, 'request_too_large', `The request is larger than ${maxBytes / 1024 / 1024} MB.`);
}
