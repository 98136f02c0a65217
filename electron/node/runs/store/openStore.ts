import path from 'node:path';
import type Database from 'better-sqlite3';
import type { TandemPaths } from '../../paths.ts';
import { chatRows, type ChatRows } from './chatRows.ts';
import { openDatabase } from './database.ts';
import { lockFolder, type FolderLock } from './folderLock.ts';
import { learningRows, type LearningRows } from './learningRows.ts';
import { ledgerRows, type LedgerRows } from './ledgerRows.ts';
import { markRows, type MarkRows } from './markRows.ts';
import { privateFolder } from './privateFolder.ts';
import { scoreRows, type ScoreRows } from './scoreRows.ts';
import { runRows, type RunRows } from './runRows.ts';
import { asStoreError, storing } from './storeErrors.ts';

/** Everything that is kept: chats and messages, runs and their events, and the ledger. All calls are synchronous and short. */
export interface Store {
  readonly chats: ChatRows;
  readonly runs: RunRows;
  readonly ledger: LedgerRows;
  readonly marks: MarkRows;
  readonly learning: LearningRows;
  readonly scores: ScoreRows;
  /** Things the user should know about this opening. */
  readonly notices: readonly string[];
  /** All or nothing; failures come as sentences. */
  atomically<T>(work: () => T): T;
  close(): void;
}

/**
 * Opens the store for this process alone. What an earlier process left unfinished is ended here: its runs become
 * "interrupted", what it had sent stays counted, chats deleted before are removed.
 */
export function openStore(paths: Pick<TandemPaths, 'home' | 'database'>, now: () => number): Store {
  storing(() => privateFolder(paths.home));
  const lock = lockFolder(paths.home);
  try {
    const { db, keptAside } = openDatabase(paths.database, now);
    try {
      return opened(db, keptAside, now, lock);
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw asStoreError(error);
  }
}

function opened(db: Database.Database, keptAside: string | null, now: () => number, lock: FolderLock): Store {
  const chats = chatRows(db);
  const runs = runRows(db);
  const ledger = ledgerRows(db);
  chats.purgeDeleted();
  runs.interruptAll(now());
  ledger.settleLost();
  return {
    chats, runs, ledger, marks: markRows(db), learning: learningRows(db), scores: scoreRows(db),
    notices: keptAside === null
      ? []
      : [`The database was damaged, or not one of Tandem's. It is kept as ${path.basename(keptAside)} in the data folder, and a new one was begun.`],
    atomically: (work) => storing(() => db.transaction(work)()),
    close: () => {
      db.close();
      lock.release();
    },
  };
}
