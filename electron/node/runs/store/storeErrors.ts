import { TandemError } from '../../../../shared/errors.ts';

const sqliteCode = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** The file is not a database, or its pages contradict each other. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT');
}

/** The SQL does not fit the tables that are there. */
export function isMisfit(error: unknown): boolean {
  return sqliteCode(error) === 'SQLITE_ERROR';
}

export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error);
  return code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED');
}

/** What SQLite or the file system said, as a sentence for the user. */
export function asStoreError(error: unknown): unknown {
  if (error instanceof TandemError) return error;
  const code = sqliteCode(error);
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') {
    return new TandemError('diskFull', 'The disk is full, so nothing more can be stored. Everything stored before is kept; free some space and go on.', { cause: error });
  }
  if (isDamage(error)) {
    return new TandemError('storeDamaged', 'The database is damaged. Nothing was overwritten; restart Tandem, which sets the damaged file aside and starts a new one.', { cause: error });
  }
  if (code.startsWith('SQLITE_IOERR') || code === 'EIO') {
    return new TandemError('diskFailed', 'The disk could not read or write Tandem\'s data: it may be full, failing, or on a network. Everything stored before is kept; check the disk, then go on.', { cause: error });
  }
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY') || code === 'SQLITE_PERM' || code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR' || code === 'EEXIST') {
    return new TandemError('notPermitted', 'Tandem may not write in its data folder. Nothing was changed; give yourself write permission there, or set TANDEM_HOME to another folder.', { cause: error });
  }
  if (isBusy(error)) {
    return new TandemError('storeBusy', 'Another program holds the database. Nothing was changed; close it and try again.', { cause: error });
  }
  return error;
}

/** Runs work on the store and turns its failures into sentences. */
export function storing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asStoreError(error);
  }
}
