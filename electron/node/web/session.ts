import { randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Who may use the page: the browser that opened the printed address first. It gets two secrets, because neither alone
 * is enough: a browser shows a host's cookies to whatever listens on any of its ports, and a key that scripts can read
 * is no good for the page itself, which is asked for before any script runs.
 */
export interface Session {
  /** The one-time token of the printed address. */
  readonly token: string;
  /** Exchanges the token for a `Set-Cookie` value and the page's key; null if it is wrong or was used before. */
  exchange(token: string): { readonly cookie: string; readonly key: string } | null;
  /** Whether a `Cookie` header holds the session. */
  holds(cookieHeader: string | undefined | null): boolean;
  /** Whether this is the key, which the browser keeps for this very port and tells no other. */
  opens(key: string | undefined): boolean;
}

/** @param name cookies of one host are shared by all its ports, so the name says which port */
export function createSession(name: string): Session {
  const [token, secret, key] = [secretText(), secretText(), secretText()];
  let isUsed = false;
  return {
    token,
    exchange: (given) => {
      if (isUsed || !isSame(given, token)) return null;
      isUsed = true;
      return { cookie: `${name}=${secret}; HttpOnly; SameSite=Strict; Path=/`, key };
    },
    holds: (header) => (header ?? '').split(';').some((pair) => {
      const [own, value] = pair.trim().split('=', 2);
      return own === name && value !== undefined && isSame(value, secret);
    }),
    opens: (given) => isSame(given ?? '', key),
  };
}

const secretText = () => randomBytes(32).toString('base64url');

function isSame(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
