/**
 * The database's form, one entry per version; `user_version` counts those applied. Entries are never edited once
 * released, only added.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE chats (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, is_titled INTEGER NOT NULL,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, deleted_at INTEGER
  ) STRICT;

  CREATE TABLE runs (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    chat_id TEXT NOT NULL REFERENCES chats(id) ON DELETE CASCADE,
    status TEXT NOT NULL CHECK (status IN ('running', 'finished', 'failed', 'cancelled', 'interrupted')),
    request TEXT NOT NULL
  ) STRICT;
  CREATE INDEX runs_by_chat ON runs(chat_id);
  CREATE INDEX runs_by_status ON runs(status) WHERE status = 'running';

  CREATE TABLE messages (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    chat_id TEXT NOT NULL REFERENCES chats(id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('user', 'assistant')), text TEXT NOT NULL, created_at INTEGER NOT NULL,
    run_id TEXT REFERENCES runs(id) ON DELETE SET NULL
  ) STRICT;
  CREATE INDEX messages_by_chat ON messages(chat_id);
  CREATE INDEX messages_by_run ON messages(run_id);

  CREATE TABLE events (
    run INTEGER NOT NULL REFERENCES runs(n) ON DELETE CASCADE, seq INTEGER NOT NULL, at INTEGER NOT NULL, json TEXT NOT NULL,
    PRIMARY KEY (run, seq)
  ) STRICT, WITHOUT ROWID;

  -- Outlives its run: what left this device stays on record, its text goes with the chat.
  CREATE TABLE ledger (
    id INTEGER PRIMARY KEY, run_id TEXT NOT NULL, step INTEGER NOT NULL, at INTEGER NOT NULL,
    to_whom TEXT NOT NULL, place TEXT NOT NULL CHECK (place IN ('thisDevice', 'remote')), host TEXT NOT NULL,
    payload TEXT NOT NULL, payload_digest TEXT NOT NULL,
    input_tokens INTEGER NOT NULL DEFAULT 0, output_tokens INTEGER NOT NULL DEFAULT 0,
    -- While 'sent': the most it may cost, held back from the cap. Afterwards what it did cost.
    usd REAL NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('sent', 'answered', 'failed'))
  ) STRICT;
  CREATE INDEX ledger_by_time ON ledger(at);
  CREATE INDEX ledger_by_run ON ledger(run_id);

  CREATE VIRTUAL TABLE message_words USING fts5(text, content='messages', content_rowid='n', tokenize='unicode61 remove_diacritics 2');
  -- A deleted word leaves the index, too, instead of being marked there.
  INSERT INTO message_words(message_words, rank) VALUES ('secure-delete', 1);
  CREATE TRIGGER message_added AFTER INSERT ON messages BEGIN
    INSERT INTO message_words(rowid, text) VALUES (new.n, new.text);
  END;
  CREATE TRIGGER message_removed AFTER DELETE ON messages BEGIN
    INSERT INTO message_words(message_words, rowid, text) VALUES ('delete', old.n, old.text);
  END;
  CREATE TRIGGER message_changed AFTER UPDATE OF text ON messages BEGIN
    INSERT INTO message_words(message_words, rowid, text) VALUES ('delete', old.n, old.text);
    INSERT INTO message_words(rowid, text) VALUES (new.n, new.text);
  END;

  CREATE VIRTUAL TABLE chat_words USING fts5(title, content='chats', content_rowid='n', tokenize='unicode61 remove_diacritics 2');
  INSERT INTO chat_words(chat_words, rank) VALUES ('secure-delete', 1);
  CREATE TRIGGER chat_added AFTER INSERT ON chats BEGIN
    INSERT INTO chat_words(rowid, title) VALUES (new.n, new.title);
  END;
  CREATE TRIGGER chat_removed AFTER DELETE ON chats BEGIN
    INSERT INTO chat_words(chat_words, rowid, title) VALUES ('delete', old.n, old.title);
  END;
  CREATE TRIGGER chat_renamed AFTER UPDATE OF title ON chats BEGIN
    INSERT INTO chat_words(chat_words, rowid, title) VALUES ('delete', old.n, old.title);
    INSERT INTO chat_words(rowid, title) VALUES (new.n, new.title);
  END;
  `,
  `
  -- The user's own word on accepted steps: what the gate may later learn from. Goes with the run.
  CREATE TABLE step_marks (
    run INTEGER NOT NULL REFERENCES runs(n) ON DELETE CASCADE, step INTEGER NOT NULL, at INTEGER NOT NULL,
    mark TEXT NOT NULL CHECK (mark IN ('right', 'wrong')),
    PRIMARY KEY (run, step)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Whether an accepted local step is put before the user, as drawn, with the probability of the draw. Goes with the run.
  CREATE TABLE audit_draws (
    run INTEGER NOT NULL REFERENCES runs(n) ON DELETE CASCADE, step INTEGER NOT NULL, at INTEGER NOT NULL,
    share REAL NOT NULL, is_drawn INTEGER NOT NULL,
    PRIMARY KEY (run, step)
  ) STRICT, WITHOUT ROWID;

  CREATE INDEX step_marks_by_time ON step_marks(at);

  -- Challenges of a head: figures only, nothing of what was asked or answered.
  CREATE TABLE refits (
    n INTEGER PRIMARY KEY, head TEXT NOT NULL, at INTEGER NOT NULL, is_promoted INTEGER NOT NULL, words TEXT NOT NULL
  ) STRICT;
  CREATE INDEX refits_by_head ON refits(head, n);
  `,
  `
  -- The policy that was chosen for one question alone.
  ALTER TABLE messages ADD COLUMN policy TEXT;
  `,
  `
  -- Calibrated scores, for the quantile that a budget is spent by.
  CREATE INDEX scores_by_time ON events(at)
    WHERE json ->> '$.type' = 'candidateScored' AND json ->> '$.score.meaning' = 'pWrong' AND json ->> '$.score.calibrated' = 1;
  `,
  `
  -- Names and sizes of the files that went with a question, as JSON.
  ALTER TABLE messages ADD COLUMN files TEXT;
  `,
  `
  -- Why a call brought no step, and whether its price is only the most it may have cost. Until now only calls that were
  -- begun early and not needed were counted without an answer.
  ALTER TABLE ledger ADD COLUMN reason TEXT CHECK (reason IN ('notNeeded', 'stopped', 'failed'));
  ALTER TABLE ledger ADD COLUMN at_most INTEGER NOT NULL DEFAULT 0;
  UPDATE ledger SET reason = 'notNeeded' WHERE outcome = 'failed' AND input_tokens > 0;
  UPDATE ledger SET at_most = 1 WHERE outcome = 'failed' AND input_tokens = 0 AND usd > 0;
  `,
];
