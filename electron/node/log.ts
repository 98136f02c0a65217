import fs from 'node:fs';
import path from 'node:path';

/** The only place that may see causes and stacks. It never holds a key. */
export interface Log {
  info(what: string): void;
  error(what: string, cause: unknown): void;
  /** From now on this value is replaced wherever it would be written. */
  hide(secret: string): void;
}

const rotateAtBytes = 1_000_000;
/** Keys in the forms that servers hand out, and anything sent as an authorization. */
const keyForms = [/\bsk-[A-Za-z0-9_-]{8,}/g, /\b(bearer|x-api-key|authorization)(["']?\s*[:=]?\s*["']?)[A-Za-z0-9._~+/=-]{8,}/gi];

/** A log in one file, kept below twice a megabyte: a full file becomes `<name>.1`. Failing to log never fails the work. */
export function createFileLog(file: string, now: () => number = Date.now): Log {
  const secrets = new Set<string>();

  const write = (level: string, text: string) => {
    try {
      fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      if (sizeOf(file) > rotateAtBytes) fs.renameSync(file, `${file}.1`);
      fs.appendFileSync(file, `${new Date(now()).toISOString()} ${level} ${scrub(text, secrets)}\n`, { mode: 0o600 });
    } catch {
      // A full disk or a read-only folder is reported by the work itself.
    }
  };

  return {
    info: (what) => write('info', what),
    error: (what, cause) => write('error', `${what}: ${describe(cause)}`),
    hide: (secret) => { if (secret.length >= 4) secrets.add(secret); },
  };
}

/** For tests and short commands. */
export const silentLog: Log = { info: () => undefined, error: () => undefined, hide: () => undefined };

function scrub(text: string, secrets: ReadonlySet<string>): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, '[hidden]');
  return keyForms.reduce((rest, form) => rest.replace(form, '[hidden]'), clean);
}

function describe(cause: unknown, depth = 0): string {
  if (!(cause instanceof Error)) return typeof cause === 'string' ? cause : JSON.stringify(cause) ?? String(cause);
  const own = cause.stack ?? `${cause.name}: ${cause.message}`;
  return cause.cause === undefined || depth > 4 ? own : `${own}\n  caused by ${describe(cause.cause, depth + 1)}`;
}

function sizeOf(file: string): number {
  try {
    return fs.statSync(file).size;
  } catch {
    return 0;
  }
}
