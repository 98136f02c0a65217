import { randomBytes, timingSafeEqual } from 'node:crypto';

/** Who may use the page: the browser that opened the printed address first. */
export interface Session {
  /** The one-time token of the printed address. */
  readonly token: string;
  /** Exchanges the token for a `Set-Cookie` value; null if it is wrong or was used before. */
  exchange(token: string): string | null;
  /** Whether a `Cookie` header holds the session. */
  holds(cookieHeader: string | undefined | null): boolean;
}

/** @param name cookies of one host are shared by all its ports, so the name says which port */
export function createSession(name: string): Session {
  const token = randomBytes(32).toString('base64url');
  const secret = randomBytes(32).toString('base64url');
  let isUsed = false;
  return {
    token,
    exchange: (given) => {
      if (isUsed || !isSame(given, token)) return null;
      isUsed = true;
      return `${name}=${secret}; HttpOnly; SameSite=Strict; Path=/`;
    },
    holds: (header) => (header ?? '').split(';').some((pair) => {
      const [key, value] = pair.trim().split('=', 2);
      return key === name && value !== undefined && isSame(value, secret);
    }),
  };
}

function isSame(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
