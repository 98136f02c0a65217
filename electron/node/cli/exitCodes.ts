import type { ErrorKind } from '../../../shared/errors.ts';

/** What the terminal's caller can rely on. */
export const exitCodes = { answered: 0, failed: 1, wrongUsage: 2, noModel: 3, expertFailed: 4, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The exit code of an error, by its kind. */
export function exitCodeOf(kind: ErrorKind): ExitCode {
  switch (kind) {
    case 'badInput': case 'notFound': case 'expertNotConfigured': case 'expertNotAgreed': case 'portTaken': case 'contextTooSmall':
      return exitCodes.wrongUsage;
    case 'modelMissing': case 'modelDamaged': case 'modelUnsupported': case 'modelTooLarge': case 'hashMismatch': case 'downloadFailed':
      return exitCodes.noModel;
    case 'cancelled':
      return exitCodes.interrupted;
    default:
      return exitCodes.failed;
  }
}
