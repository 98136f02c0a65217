import { z } from 'zod';

/**
 * Every way in which work can fail, named. Views switch on the kind; people read the sentence.
 */
export const errorKinds = [
  'modelMissing', 'modelDamaged', 'modelUnsupported', 'modelTooLarge', 'contextTooSmall', 'engineCrashed', 'engineFailed',
  'expertUnreachable', 'expertUnauthorized', 'expertRateLimited', 'expertOverloaded', 'expertRefused', 'expertMalformed',
  'expertTimedOut', 'expertRejected', 'expertNotAgreed', 'expertNotConfigured', 'spendingCapReached',
  'badInput', 'notFound', 'conflict', 'storeDamaged', 'storeBusy', 'diskFull', 'diskFailed', 'notPermitted', 'portTaken',
  'downloadFailed', 'hashMismatch', 'cancelled', 'disconnected', 'internal',
] as const;
export type ErrorKind = (typeof errorKinds)[number];

export const errorInfoSchema = z.object({
  kind: z.enum(errorKinds),
  /** One sentence for the person: what happened, what was kept, what to do. */
  message: z.string(),
});
/** An error as it crosses a boundary: never a stack, never a cause, so never a path or a key. */
export type ErrorInfo = Readonly<z.infer<typeof errorInfoSchema>>;

/** The one error class of this project: a kind, a sentence for the user, and a cause that only the log may see. */
export class TandemError extends Error {
  readonly kind: ErrorKind;
  constructor(kind: ErrorKind, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'TandemError';
    this.kind = kind;
  }
  get info(): ErrorInfo {
    return { kind: this.kind, message: this.message };
  }
}

/** Anything thrown, as something that may be shown. An unknown error's own text may hold paths or keys, so it is not shown. */
export function toErrorInfo(error: unknown): ErrorInfo {
  if (error instanceof TandemError) return error.info;
  if (isAbort(error)) return { kind: 'cancelled', message: 'Stopped. What was accepted before is kept.' };
  return { kind: 'internal', message: 'Something went wrong inside Tandem. What was accepted before is kept; the log has the details.' };
}

export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError' || (error instanceof TandemError && error.kind === 'cancelled');
}

/** For the `default` of a switch over a discriminated union: the compiler proves that it is never reached. */
export function assertNever(value: never): never {
  throw new TandemError('internal', `Unexpected value: ${JSON.stringify(value)}`);
}
