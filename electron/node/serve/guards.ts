import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import os from 'node:os';
import { ApiError } from './apiError.ts';

/** Who may ask: whoever knows the token, speaks to this very address, and is no other site's script. */
export function checkCaller(request: IncomingMessage, own: { readonly token: string; readonly host: string }): void {
  const host = request.headers.host ?? '';
  if (!isOwnName(hostnameOf(host), own.host)) {
    throw new ApiError(403, 'permission_error', `This server does not answer to the name "${host.slice(0, 100)}". Use the address it printed.`);
  }
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`) {
    throw new ApiError(403, 'permission_error', 'Web pages of other sites may not ask this server.');
  }
  if (!isToken(givenToken(request), own.token)) {
    throw new ApiError(401, 'authentication_error', 'The token is missing or wrong. Send the one that was printed when the server started, as x-api-key or as a Bearer token.');
  }
}

function givenToken(request: IncomingMessage): string {
  const header = request.headers['x-api-key'];
  if (typeof header === 'string') return header;
  return /^bearer\s+(.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

/** Digests have one length, so that the time taken says nothing about the token, not even how long it is. */
function isToken(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** A name that a stranger's DNS points here is refused (DNS rebinding). Addresses and this machine's own names cannot be pointed. */
function isOwnName(hostname: string, opened: string): boolean {
  if (hostname === 'localhost' || hostname === opened.toLowerCase()) return true;
  if (isLoopbackHost(opened)) return hostname === '127.0.0.1' || hostname === '::1';
  const machine = os.hostname().toLowerCase();
  return isIP(hostname) !== 0 || hostname === machine || hostname === `${machine}.local`;
}

export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

function hostnameOf(host: string): string {
  return host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1').toLowerCase();
}
