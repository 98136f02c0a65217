import fs from 'node:fs';
import Database from 'better-sqlite3';
import { z } from 'zod';
import type { Space } from './transitionRows.ts';

const spaces = z.array(z.object({ embedder: z.string(), expert: z.string(), dimensions: z.number(), count: z.number() }));

/** What lies in the log, without opening it for good; nothing where there is none or it cannot be read. */
export function spacesIn(file: string): readonly (Space & { readonly count: number })[] {
  return readIn(file, (db) => spaces.parse(db.prepare('SELECT embedder, expert, dimensions, (SELECT count(*) FROM transitions t WHERE t.space = s.n) AS count FROM spaces s ORDER BY n').all()));
}

/** The chats that something in the log is from. */
export function chatsIn(file: string): readonly string[] {
  return readIn(file, (db) => z.array(z.string()).parse(db.prepare("SELECT DISTINCT chat FROM questions WHERE chat <> ''").pluck().all()));
}

function readIn<T>(file: string, read: (db: Database.Database) => readonly T[]): readonly T[] {
  if (!fs.existsSync(file)) return [];
  let db: Database.Database | null = null;
  try {
    db = new Database(file, { readonly: true });
    return read(db);
  } catch {
    // Damaged: whoever opens it sets it aside and says so.
    return [];
  } finally {
    db?.close();
  }
}
