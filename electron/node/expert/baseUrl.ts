import { TandemError } from '../../../shared/errors.ts';

const example = 'Enter an address such as https://models.example or http://127.0.0.1:8080.';

/**
 * Reads the address of an Anthropic-compatible server. Beyond this machine only https is accepted, unless the user
 * allowed plain http for this one host.
 * @returns the address without a trailing slash and without the `/v1/messages` that the client adds itself
 */
export function readBaseUrl(given: string, allowPlainHttp: boolean): URL {
  let url: URL;
  try {
    url = new URL(given.trim());
  } catch (cause) {
    throw new TandemError('badInput', `"${shorten(given)}" is no web address. ${example}`, { cause });
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new TandemError('badInput', `An address that begins with "${url.protocol}" cannot be asked. ${example}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new TandemError('badInput', 'The address holds a user name or password. Remove it, and enter the key in its own field, where it is kept safe.');
  }
  if (url.search !== '' || url.hash !== '') {
    throw new TandemError('badInput', `The address must end before "${url.search === '' ? '#' : '?'}". ${example}`);
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && !allowPlainHttp) {
    throw new TandemError('badInput', `${url.host} would get your text unencrypted, readable by everyone on the way. Use https, or allow plain http for this one host in the settings.`);
  }
  url.pathname = url.pathname.replace(/\/+$/, '').replace(/\/v1(?:\/messages)?$/, '');
  return url;
}

/** An address that never leaves this machine. Names other than `localhost` may point anywhere. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}

/** The host that would get text unencrypted; null: https, this very machine, or no address. */
export function plainHttpHost(given: string): string | null {
  const text = given.trim();
  if (!URL.canParse(text)) return null;
  const { protocol, hostname, host } = new URL(text);
  return protocol === 'http:' && !isLoopback(hostname) ? host : null;
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
