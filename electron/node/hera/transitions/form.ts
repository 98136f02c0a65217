import type { DatabaseForm } from '../../runs/store/database.ts';

/** Text of a question lies once for all its subtasks, and everything of a question goes with it. */
export const transitionsForm: DatabaseForm = {
  // Transitions are logged anew with use, and there may be a gigabyte of them.
  isCheckedWhole: false,
  migrations: [`
    -- Vectors of two embedders are never compared, and two experts go on differently.
    CREATE TABLE spaces (n INTEGER PRIMARY KEY, embedder TEXT NOT NULL, expert TEXT NOT NULL, dimensions INTEGER NOT NULL, UNIQUE (embedder, expert, dimensions)) STRICT;

    -- chat is '' for what was not asked in a chat.
    CREATE TABLE questions (n INTEGER PRIMARY KEY, chat TEXT NOT NULL, problem TEXT NOT NULL, text TEXT NOT NULL) STRICT;
    CREATE INDEX questions_by_problem ON questions(problem, chat);
    CREATE INDEX questions_by_chat ON questions(chat) WHERE chat <> '';

    -- Numbers are never given twice: an index of vectors knows by the highest what it holds.
    CREATE TABLE transitions (
      n INTEGER PRIMARY KEY AUTOINCREMENT, space INTEGER NOT NULL REFERENCES spaces(n),
      question INTEGER NOT NULL REFERENCES questions(n) ON DELETE CASCADE,
      last TEXT NOT NULL, next TEXT NOT NULL, position INTEGER NOT NULL, vector BLOB NOT NULL
    ) STRICT;
    CREATE INDEX transitions_by_space ON transitions(space);
    CREATE INDEX transitions_by_question ON transitions(question);
  `],
};
