import fs from 'node:fs';
import Database from 'better-sqlite3';
import { z } from 'zod';
import type { Space } from './transitionRows.ts';

const rows = z.array(z.object({ embedder: z.string(), expert: z.string(), dimensions: z.number(), count: z.number() }));

/** What lies in the log, without opening it for good; nothing where there is none or it cannot be read. */
export function spacesIn(file: string): readonly (Space & { readonly count: number })[] {
  if (!fs.existsSync(file)) return [];
  let db: Database.Database | null = null;
  try {
    db = new Database(file, { readonly: true });
    return rows.parse(db.prepare('SELECT embedder, expert, dimensions, (SELECT count(*) FROM transitions t WHERE t.space = s.n) AS count FROM spaces s ORDER BY n').all());
  } catch {
    // Damaged: whoever opens it sets it aside and says so.
    return [];
  } finally {
    db?.close();
  }
}
