import Database from 'better-sqlite3';
import { z } from 'zod';

/** A whole database, but not of the form that it should have: another program's, or one that something has changed. */
export class ForeignFound extends Error {
  readonly code = 'TANDEM_FOREIGN';
}

const columns = z.array(z.string());

/** Before anything is changed: one that no migration has touched has to be empty. */
export function refuseForeign(db: Database.Database): void {
  if (Number(db.pragma('user_version', { simple: true })) === 0 && columnsOf(db).length > 0) throw new ForeignFound('tables of another program');
}

/** After the migrations: every table and column is there that a new database has. */
export function refuseOtherForm(db: Database.Database, migrations: readonly string[]): void {
  const own = new Set(columnsOf(db));
  const fresh = new Database(':memory:');
  try {
    for (const sql of migrations) fresh.exec(sql);
    const missing = columnsOf(fresh).find((column) => !own.has(column));
    if (missing !== undefined) throw new ForeignFound(`${missing} is missing`);
  } finally {
    fresh.close();
  }
}

function columnsOf(db: Database.Database): readonly string[] {
  return columns.parse(db.prepare("SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'").pluck().all());
}
