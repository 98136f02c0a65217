import fs from 'node:fs';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { TandemError } from '../../../../shared/errors.ts';
import { migrations } from './migrations.ts';
import { ForeignFound, refuseForeign, refuseOtherForm } from './databaseForm.ts';
import { isDamage, isMisfit } from './storeErrors.ts';

const quickCheckSchema = z.array(z.object({ quick_check: z.string() }));

export interface OpenedDatabase {
  readonly db: Database.Database;
  /** Set if a damaged file, or another program's, was found: the name it is kept under. */
  readonly keptAside: string | null;
}

/** What a database is to look like, one entry of SQL per version. */
export interface DatabaseForm {
  readonly migrations: readonly string[];
  /** Reads the whole file at each opening: off where what is kept can be made again and the file may be large. */
  readonly isCheckedWhole: boolean;
}
const chatsForm: DatabaseForm = { migrations, isCheckedWhole: true };

/**
 * Opens the database and brings it to the newest form. A file that is damaged, or not of this form, is set aside under a
 * new name and a new database begun; it is never repaired in place and never overwritten. The caller holds the folder's lock.
 */
export function openDatabase(file: string, now: () => number, form: DatabaseForm = chatsForm): OpenedDatabase {
  try {
    return { db: openChecked(file, form), keptAside: null };
  } catch (error) {
    if (!isDamage(error) && !(error instanceof ForeignFound)) throw error;
    const keptAside = setAside(file, now());
    return { db: openChecked(file, form), keptAside };
  }
}

function openChecked(file: string, { migrations: steps, isCheckedWhole }: DatabaseForm): Database.Database {
  const db = new Database(file);
  try {
    refuseForeign(db);
    db.pragma('journal_mode = WAL');
    // A crash of the program loses nothing; a power cut may lose the last moments but never harms the file.
    db.pragma('synchronous = NORMAL');
    db.pragma('foreign_keys = ON');
    // What a user deletes is overwritten, not only unlinked.
    db.pragma('secure_delete = ON');
    if (isCheckedWhole) {
      const [check] = quickCheckSchema.parse(db.pragma('quick_check(1)', { simple: false }));
      if (check?.quick_check !== 'ok') throw new DamageFound(check?.quick_check ?? 'no answer');
    }
    migrate(db, steps);
    refuseOtherForm(db, steps);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function migrate(db: Database.Database, steps: readonly string[]): void {
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version > steps.length) {
    throw new TandemError('conflict', 'The database was made by a newer Tandem. Nothing was changed; please use the newer version.');
  }
  for (const [index, sql] of steps.entries()) {
    if (index < version) continue;
    try {
      db.transaction(() => {
        db.exec(sql);
        db.pragma(`user_version = ${index + 1}`);
      })();
    } catch (error) {
      // What should not be there yet is, or what should be is not: it never was a database of that version.
      throw isMisfit(error) ? new ForeignFound(`not a database of version ${version}`, { cause: error }) : error;
    }
  }
}

class DamageFound extends Error {
  readonly code = 'SQLITE_CORRUPT';
}

function setAside(file: string, at: number): string {
  const stamp = new Date(at).toISOString().replace(/[:.]/g, '-');
  let name = `${file}.damaged-${stamp}`;
  for (let n = 2; fs.existsSync(name); n++) name = `${file}.damaged-${stamp}-${n}`;
  for (const suffix of ['-wal', '-shm', '']) {
    if (fs.existsSync(file + suffix)) fs.renameSync(file + suffix, name + suffix);
  }
  return name;
}
