import fs from 'node:fs';
import path from 'node:path';
import { TandemError } from '../../../shared/errors.ts';
import { asStoreError } from '../runs/store/storeErrors.ts';

/** Writes the file that `--out` names, in a folder that is made if need be. Where that cannot be, the sentence names the place. */
export function writeOut(file: string, text: string): void {
  try {
    fs.mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
    fs.writeFileSync(file, text);
  } catch (error) {
    throw asOutError(file, error);
  }
}

function asOutError(file: string, error: unknown): unknown {
  switch (error instanceof Error && 'code' in error ? error.code : null) {
    case 'EISDIR':
      return new TandemError('badInput', `${file} is a folder. Nothing was written; name a file with --out.`, { cause: error });
    case 'EEXIST': case 'ENOTDIR':
      return new TandemError('badInput', `${path.dirname(file)} is no folder. Nothing was written; name another place with --out.`, { cause: error });
    case 'EACCES': case 'EPERM': case 'EROFS':
      return new TandemError('notPermitted', `${file} may not be written. Nothing was changed; name another place with --out.`, { cause: error });
    default:
      return asStoreError(error);
  }
}
