import type Database from 'better-sqlite3';
import { z } from 'zod';
import { chatSchema, messageSchema, type Chat, type Message } from '../../../../shared/contract/entities.ts';

export interface SearchHit { readonly chatId: string; readonly title: string; readonly excerpt: string }

export interface ChatRows {
  list(): readonly Chat[];
  get(id: string): Chat | null;
  /** @param isTitled the user chose the title; otherwise the first question becomes it */
  create(chat: { readonly id: string; readonly title: string; readonly isTitled: boolean; readonly at: number }): Chat;
  rename(id: string, title: string): boolean;
  titleFromQuestion(id: string, title: string): void;
  touch(id: string, at: number): void;
  setDeleted(id: string, at: number | null): boolean;
  /** Removes what was deleted before, with its messages, traces and the text of what was sent. */
  purgeDeleted(): void;
  messages(chatId: string): readonly Message[];
  addMessage(message: Omit<Message, 'runStatus'>): void;
  setAnswer(runId: string, text: string): void;
  search(text: string, limit: number): readonly SearchHit[];
}

const chatColumns = 'id, title, created_at AS createdAt, updated_at AS updatedAt';
const messageRows = z.array(messageSchema.extend({ files: z.string().nullable().transform((json): unknown => (json === null ? null : JSON.parse(json))).pipe(messageSchema.shape.files) }));
const hits = z.array(z.object({ chatId: z.string(), title: z.string(), excerpt: z.string() }));

export function chatRows(db: Database.Database): ChatRows {
  const list = db.prepare(`SELECT ${chatColumns} FROM chats WHERE deleted_at IS NULL ORDER BY updated_at DESC, n DESC`);
  const get = db.prepare(`SELECT ${chatColumns} FROM chats WHERE id = ? AND deleted_at IS NULL`);
  const insert = db.prepare('INSERT INTO chats (id, title, is_titled, created_at, updated_at) VALUES (?, ?, ?, ?, ?)');
  const rename = db.prepare('UPDATE chats SET title = ?, is_titled = 1 WHERE id = ? AND deleted_at IS NULL');
  const autoTitle = db.prepare('UPDATE chats SET title = ?, is_titled = 1 WHERE id = ? AND is_titled = 0');
  const touch = db.prepare('UPDATE chats SET updated_at = ? WHERE id = ?');
  const setDeleted = db.prepare('UPDATE chats SET deleted_at = ? WHERE id = ?');
  const forgetPayloads = db.prepare(
    "UPDATE ledger SET payload = '' WHERE run_id IN (SELECT runs.id FROM runs JOIN chats ON chats.id = runs.chat_id WHERE chats.deleted_at IS NOT NULL)");
  const purge = db.prepare('DELETE FROM chats WHERE deleted_at IS NOT NULL');
  const messages = db.prepare(`
    SELECT m.id, m.chat_id AS chatId, m.role, m.text, m.created_at AS createdAt, m.run_id AS runId, r.status AS runStatus, m.policy, m.files
    FROM messages m LEFT JOIN runs r ON r.id = m.run_id AND m.role = 'assistant' WHERE m.chat_id = ? ORDER BY m.n`);
  const addMessage = db.prepare('INSERT INTO messages (id, chat_id, role, text, created_at, run_id, policy, files) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const setAnswer = db.prepare("UPDATE messages SET text = ? WHERE run_id = ? AND role = 'assistant'");
  const search = db.prepare(`
    SELECT chatId, title, excerpt FROM (
      SELECT c.id AS chatId, c.title AS title, c.title AS excerpt, c.updated_at AS at, w.rank AS place
      FROM chat_words w JOIN chats c ON c.n = w.rowid WHERE chat_words MATCH @match AND c.deleted_at IS NULL
      UNION ALL
      SELECT c.id, c.title, snippet(message_words, 0, '', '', '…', 12), c.updated_at, w.rank
      FROM message_words w JOIN messages m ON m.n = w.rowid JOIN chats c ON c.id = m.chat_id
      WHERE message_words MATCH @match AND c.deleted_at IS NULL
    ) ORDER BY place, at DESC LIMIT 200`);

  return {
    list: () => z.array(chatSchema).parse(list.all()),
    get: (id) => chatSchema.nullable().parse(get.get(id) ?? null),
    create: ({ id, title, isTitled, at }) => {
      insert.run(id, title, isTitled ? 1 : 0, at, at);
      return { id, title, createdAt: at, updatedAt: at };
    },
    rename: (id, title) => rename.run(title, id).changes > 0,
    titleFromQuestion: (id, title) => { autoTitle.run(title, id); },
    touch: (id, at) => { touch.run(at, id); },
    setDeleted: (id, at) => setDeleted.run(at, id).changes > 0,
    purgeDeleted: () => db.transaction(() => {
      forgetPayloads.run();
      purge.run();
    })(),
    messages: (chatId) => messageRows.parse(messages.all(chatId)),
    addMessage: (m) => { addMessage.run(m.id, m.chatId, m.role, m.text, m.createdAt, m.runId, m.policy ?? null, m.files && m.files.length > 0 ? JSON.stringify(m.files) : null); },
    setAnswer: (runId, text) => { setAnswer.run(text, runId); },
    search: (text, limit) => {
      const match = matchExpression(text);
      if (match === null) return [];
      const seen = new Set<string>();
      return hits.parse(search.all({ match })).filter(({ chatId }) => !seen.has(chatId) && seen.add(chatId)).slice(0, limit);
    },
  };
}

/** Every word must occur, the last one may be unfinished. Words are quoted, so nothing the user types is search syntax. */
function matchExpression(text: string): string | null {
  const words = text.match(/[\p{L}\p{N}]+/gu);
  return words ? words.map((word) => `"${word}"*`).join(' ') : null;
}
