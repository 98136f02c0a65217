import type Database from 'better-sqlite3';
import { z } from 'zod';
import { stepMarkSchema, type StepMark } from '../../../../shared/contract/gate.ts';

/** A marked step, and whether it had been drawn to be asked about. */
export interface MarkedStep {
  readonly runId: string; readonly chatId: string; readonly step: number; readonly mark: StepMark; readonly at: number;
  /** The share it was drawn with; null: no draw was made. */
  readonly share: number | null; readonly isDrawn: boolean;
}
export interface AuditDraw { readonly step: number; readonly share: number; readonly isDrawn: boolean }
export interface RefitRow { readonly at: number; readonly isPromoted: boolean; readonly words: string }

/** What continual learning reads and keeps. */
export interface LearningRows {
  draws(runId: string): readonly AuditDraw[];
  /** A draw that was made holds. */
  addDraws(runId: string, draws: readonly AuditDraw[], at: number): void;
  /** Marks made after `since`, the oldest first; of more than `limit` the newest. Chats that were deleted are out. */
  marked(since: number, limit: number): readonly MarkedStep[];
  markedCount(since: number): number;
  /** Answers asked for after `since` that have ended, the oldest first; of more than `limit` the newest. Chats that were deleted are out. */
  endedRuns(since: number, limit: number): readonly { readonly runId: string; readonly chatId: string }[];
  lastRefit(head: string): RefitRow | null;
  addRefit(head: string, row: RefitRow): void;
}

const drawRows = z.array(z.object({ step: z.number(), share: z.number(), isDrawn: z.number().transform(Boolean) }));
const markedRows = z.array(z.object({
  runId: z.string(), chatId: z.string(), step: z.number(), mark: stepMarkSchema, at: z.number(), share: z.number().nullable(), isDrawn: z.number().nullable().transform(Boolean),
}));
const endedRows = z.array(z.object({ runId: z.string(), chatId: z.string() }));
const refitRow = z.object({ at: z.number(), isPromoted: z.number().transform(Boolean), words: z.string() }).nullable();

export function learningRows(db: Database.Database): LearningRows {
  const draws = db.prepare('SELECT step, share, is_drawn AS isDrawn FROM audit_draws WHERE run = (SELECT n FROM runs WHERE id = ?) ORDER BY step');
  const addDraw = db.prepare('INSERT INTO audit_draws (run, step, at, share, is_drawn) VALUES ((SELECT n FROM runs WHERE id = ?), ?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const from = 'FROM step_marks m JOIN runs r ON r.n = m.run JOIN chats c ON c.id = r.chat_id LEFT JOIN audit_draws d ON d.run = m.run AND d.step = m.step WHERE c.deleted_at IS NULL AND m.at > ?';
  const marked = db.prepare(`SELECT r.id AS runId, r.chat_id AS chatId, m.step, m.mark, m.at, d.share, d.is_drawn AS isDrawn ${from} ORDER BY m.at DESC, m.run DESC, m.step DESC LIMIT ?`);
  const markedCount = db.prepare(`SELECT count(*) ${from}`).pluck();
  const ended = db.prepare("SELECT r.id AS runId, r.chat_id AS chatId FROM runs r JOIN chats c ON c.id = r.chat_id WHERE r.status = 'finished' AND c.deleted_at IS NULL AND EXISTS (SELECT 1 FROM messages m WHERE m.run_id = r.id AND m.created_at > ?) ORDER BY r.n DESC LIMIT ?");
  const lastRefit = db.prepare('SELECT at, is_promoted AS isPromoted, words FROM refits WHERE head = ? ORDER BY n DESC LIMIT 1');
  const addRefit = db.prepare('INSERT INTO refits (head, at, is_promoted, words) VALUES (?, ?, ?, ?)');
  const addAll = db.transaction((runId: string, all: readonly AuditDraw[], at: number) => {
    for (const { step, share, isDrawn } of all) addDraw.run(runId, step, at, share, isDrawn ? 1 : 0);
  });
  return {
    draws: (runId) => drawRows.parse(draws.all(runId)),
    addDraws: (runId, all, at) => { addAll(runId, all, at); },
    marked: (since, limit) => markedRows.parse(marked.all(since, limit)).toReversed(),
    markedCount: (since) => Number(markedCount.get(since)),
    endedRuns: (since, limit) => endedRows.parse(ended.all(since, limit)).toReversed(),
    lastRefit: (head) => refitRow.parse(lastRefit.get(head) ?? null),
    addRefit: (head, { at, isPromoted, words }) => { addRefit.run(head, at, isPromoted ? 1 : 0, words); },
  };
}
