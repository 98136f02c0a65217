import type Database from 'better-sqlite3';
import { z } from 'zod';

/** What AdaSwitch thought of steps that were written here. */
export interface ScoreRows {
  /** Scores of candidates after `since`, the newest first. Only calibrated ones: others are on no common scale. */
  recent(since: number, limit: number): readonly { readonly at: number; readonly value: number }[];
  countSince(since: number): number;
}

const rows = z.array(z.object({ at: z.number(), value: z.number() }));
/** As in the index `scores_by_time`, so that it is used. */
const isScore = "json ->> '$.type' = 'candidateScored' AND json ->> '$.score.meaning' = 'pWrong' AND json ->> '$.score.calibrated' = 1";

export function scoreRows(db: Database.Database): ScoreRows {
  const recent = db.prepare(`SELECT at, json ->> '$.score.value' AS value FROM events WHERE ${isScore} AND at > ? ORDER BY at DESC LIMIT ?`);
  const count = db.prepare(`SELECT count(*) FROM events WHERE ${isScore} AND at > ?`).pluck();
  return {
    recent: (since, limit) => rows.parse(recent.all(since, limit)),
    countSince: (since) => Number(count.get(since)),
  };
}
