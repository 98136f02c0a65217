import { toErrorInfo, type ErrorKind } from '../../../shared/errors.ts';
import { asStoreError } from '../runs/store/storeErrors.ts';

/** The user's own wish. */
export const pausedWords = 'Paused. Everything examined is kept; continue to go on.';

/** What came in the exam's way. */
export function pausedByWords(error: unknown): string {
  return `${toErrorInfo(asStoreError(error)).message} The exam is paused; everything examined is kept.`;
}

const passing: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['spendingCapReached', 'diskFull', 'diskFailed', 'notPermitted']);

/**
 * Whether what came in the way may be gone later: an expert that fails now may be back, a cap be raised, a disk be
 * cleared. The plan is then worth keeping before the first problem, too.
 */
export function mayPass(error: unknown): boolean {
  const { kind } = toErrorInfo(asStoreError(error));
  return kind.startsWith('expert') || passing.has(kind);
}
