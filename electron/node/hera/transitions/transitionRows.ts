import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { Transition } from '../../../../shared/hera/heraFile.ts';
import { fromBytes, fromSmall, toBytes, toSmall } from './smallVector.ts';

/** Whose vectors and whose words: only transitions of one space are looked up together. */
export interface Space { readonly embedder: string; readonly expert: string; readonly dimensions: number }

/** What goes: all of a chat, all of a problem wherever it was asked, or all that one expert wrote. */
export type Forgetting = { readonly chat: string } | { readonly problem: string } | { readonly expert: string };

export interface VectorRow { readonly n: number; readonly small: Int8Array }

export interface TransitionRows {
  readonly space: number;
  insert(transition: Omit<Transition, 'vector'>, vector: Float32Array, chat: string): VectorRow;
  get(n: number): Transition | null;
  vector(n: number): Int8Array | null;
  count(upTo?: number): number;
  highest(): number;
  /** The next rows after `n`, in order. */
  vectorsAfter(n: number, limit: number): readonly VectorRow[];
  /** The newest, newest first. */
  newest(limit: number): readonly VectorRow[];
  /** Of every space; the numbers are those of this one. */
  remove(what: Forgetting): { readonly removed: number; readonly here: readonly number[]; readonly spaces: readonly number[] };
}

const blob = z.instanceof(Buffer);
const vectorRows = z.array(z.object({ n: z.number(), vector: blob }));
const wholeRow = z.object({ problem: z.string(), question: z.string(), last: z.string(), next: z.string(), position: z.number(), vector: blob });
const numbers = z.array(z.number());

export function transitionRows(db: Database.Database, of: Space): TransitionRows {
  db.prepare('INSERT INTO spaces (embedder, expert, dimensions) VALUES (?, ?, ?) ON CONFLICT DO NOTHING').run(of.embedder, of.expert, of.dimensions);
  const space = z.number().parse(db.prepare('SELECT n FROM spaces WHERE embedder = ? AND expert = ? AND dimensions = ?').pluck().get(of.embedder, of.expert, of.dimensions));
  const question = db.prepare('SELECT n FROM questions WHERE problem = ? AND chat = ? AND text = ?').pluck();
  const insertQuestion = db.prepare('INSERT INTO questions (problem, chat, text) VALUES (?, ?, ?)');
  const insert = db.prepare('INSERT INTO transitions (space, question, last, next, position, vector) VALUES (?, ?, ?, ?, ?, ?)');
  const get = db.prepare('SELECT problem, text AS question, last, next, position, vector FROM transitions t JOIN questions q ON q.n = t.question WHERE t.n = ?');
  const vector = db.prepare('SELECT vector FROM transitions WHERE n = ?').pluck();
  const count = db.prepare('SELECT count(*) FROM transitions WHERE space = ? AND n <= ?').pluck();
  const highest = db.prepare('SELECT coalesce(max(n), 0) FROM transitions WHERE space = ?').pluck();
  const after = db.prepare('SELECT n, vector FROM transitions WHERE space = ? AND n > ? ORDER BY n LIMIT ?');
  const newest = db.prepare('SELECT n, vector FROM transitions WHERE space = ? ORDER BY n DESC LIMIT ?');
  const which = {
    chat: "question IN (SELECT n FROM questions WHERE chat = ? AND chat <> '')", problem: 'question IN (SELECT n FROM questions WHERE problem = ?)',
    expert: 'space IN (SELECT n FROM spaces WHERE expert = ?)',
  };
  // Another expert may have been asked the same.
  const dropQuestion = db.prepare('DELETE FROM questions WHERE n = ? AND NOT EXISTS (SELECT 1 FROM transitions WHERE question = questions.n)');
  const asVectors = (rows: readonly unknown[]) => vectorRows.parse(rows).map(({ n, vector }) => ({ n, small: fromBytes(vector) }));

  return {
    space,
    insert: db.transaction((transition: Omit<Transition, 'vector'>, vector: Float32Array, chat: string) => {
      const found = question.get(transition.problem, chat, transition.question) ?? insertQuestion.run(transition.problem, chat, transition.question).lastInsertRowid;
      const small = toSmall(vector);
      const { lastInsertRowid } = insert.run(space, found, transition.last, transition.next, transition.position, toBytes(small));
      return { n: Number(lastInsertRowid), small };
    }),
    get: (n) => {
      const found = wholeRow.nullable().parse(get.get(n) ?? null);
      return found && { ...found, vector: Array.from(fromSmall(fromBytes(found.vector))) };
    },
    vector: (n) => {
      const bytes = vector.get(n);
      return Buffer.isBuffer(bytes) ? fromBytes(bytes) : null;
    },
    count: (upTo = Number.MAX_SAFE_INTEGER) => z.number().parse(count.get(space, upTo)),
    highest: () => z.number().parse(highest.get(space)),
    vectorsAfter: (n, limit) => asVectors(after.all(space, n, limit)),
    newest: (limit) => asVectors(newest.all(space, limit)),
    remove: db.transaction((what: Forgetting) => {
      const [where, value] = 'chat' in what ? [which.chat, what.chat] : 'problem' in what ? [which.problem, what.problem] : [which.expert, what.expert];
      const rows = `FROM transitions WHERE ${where}`;
      const removed = z.number().parse(db.prepare(`SELECT count(*) ${rows}`).pluck().get(value));
      const here = numbers.parse(db.prepare(`SELECT n ${rows} AND space = ?`).pluck().all(value, space));
      const spaces = numbers.parse(db.prepare(`SELECT DISTINCT space ${rows}`).pluck().all(value));
      const asked = numbers.parse(db.prepare(`SELECT DISTINCT question ${rows}`).pluck().all(value));
      db.prepare(`DELETE ${rows}`).run(value);
      for (const n of asked) dropQuestion.run(n);
      return { removed, here, spaces };
    }),
  };
}
