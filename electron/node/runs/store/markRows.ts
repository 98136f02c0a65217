import type Database from 'better-sqlite3';
import { z } from 'zod';
import { stepMarkSchema, type StepMark } from '../../../../shared/contract/gate.ts';

export interface MarkRow { readonly step: number; readonly mark: StepMark }

/** The user's marks on accepted steps. */
export interface MarkRows {
  list(runId: string): readonly MarkRow[];
  /** Null takes a mark back. */
  set(runId: string, step: number, mark: StepMark | null, at: number): void;
}

const rows = z.array(z.object({ step: z.number(), mark: stepMarkSchema }));

export function markRows(db: Database.Database): MarkRows {
  const list = db.prepare('SELECT step, mark FROM step_marks WHERE run = (SELECT n FROM runs WHERE id = ?) ORDER BY step');
  const put = db.prepare('INSERT INTO step_marks (run, step, at, mark) VALUES ((SELECT n FROM runs WHERE id = ?), ?, ?, ?) ON CONFLICT (run, step) DO UPDATE SET mark = excluded.mark, at = excluded.at');
  const remove = db.prepare('DELETE FROM step_marks WHERE run = (SELECT n FROM runs WHERE id = ?) AND step = ?');
  return {
    list: (runId) => rows.parse(list.all(runId)),
    set: (runId, step, mark, at) => {
      if (mark === null) remove.run(runId, step);
      else put.run(runId, step, at, mark);
    },
  };
}
