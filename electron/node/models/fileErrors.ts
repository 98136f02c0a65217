import { TandemError } from '../../../shared/errors.ts';

/** What went wrong with the disk, as a sentence; anything else is given back as it is. `kept` says what is still there. */
export function explainFileError(error: unknown, folder: string, kept: string): unknown {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new TandemError('diskFull', `The disk is full. ${kept} Free some space and try again.`, { cause: error });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new TandemError('notPermitted', `Tandem may not write to ${folder}. ${kept} Allow it, or choose another folder with TANDEM_HOME or TANDEM_MODELS.`, { cause: error });
    case 'ENOTDIR':
    case 'EEXIST':
      return new TandemError('notPermitted', `${folder} cannot be used: a file is where the folder should be. ${kept} Move that file away, or choose another folder with TANDEM_MODELS.`, { cause: error });
    default:
      return error;
  }
}

/** The system's error code (`ENOSPC`), also of an error's cause, as `fetch` wraps it. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return codeOf(error.cause);
}
