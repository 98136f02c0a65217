import type Database from 'better-sqlite3';
import { z } from 'zod';
import { runStatusSchema } from '../../../../shared/contract/entities.ts';
import { dialSchema, policyIdSchema } from '../../../../shared/switching/policy.ts';
import { branchSchema, anyNumberedEventSchema, type AnyNumberedEvent, type NumberedEvent, type RunEvent } from '../../../../shared/trace/events.ts';

export type RunStatus = z.infer<typeof runStatusSchema>;

/** What a run was asked; enough to continue it later with nothing else known. */
export const runRequestSchema = z.object({
  question: z.string(), shape: z.enum(['steps', 'reply']), policy: policyIdSchema, dial: dialSchema, seed: z.number().int(),
  documents: z.array(z.object({ title: z.string(), text: z.string() })).readonly(),
  /** The files that the documents are from, in their order. */
  files: z.array(z.object({ name: z.string(), sizeBytes: z.number(), paragraphs: z.number().int() })).readonly().optional(),
  branch: branchSchema.optional(),
  /** False: the dial came from the slider, so that going on takes it anew. Otherwise it was given for this question alone (or, of old, nobody knows). */
  isOwnDial: z.boolean().optional(),
});
export type RunRequest = Readonly<z.infer<typeof runRequestSchema>>;

export interface RunRow { readonly id: string; readonly chatId: string; readonly status: RunStatus; readonly request: RunRequest }

export interface RunRows {
  create(run: Omit<RunRow, 'status'>): void;
  get(id: string): RunRow | null;
  setStatus(id: string, status: RunStatus): void;
  setRequest(id: string, request: RunRequest): void;
  lastSeq(id: string): number;
  /** All or none of them, in one transaction. */
  append(id: string, events: readonly NumberedEvent[]): void;
  events(id: string, fromSeq: number, limit: number): readonly AnyNumberedEvent[];
  /** The same without streamed text: all that is needed to know what was accepted. */
  eventsWithoutText(id: string): readonly AnyNumberedEvent[];
  /** Ends a run that nobody is writing any more: an event and a status. */
  interrupt(id: string, at: number): void;
  /** The same for every run whose process died. */
  interruptAll(at: number): void;
}

const row = z.object({ id: z.string(), chatId: z.string(), status: runStatusSchema, request: z.string() });
const eventRows = z.array(z.object({ seq: z.number(), at: z.number(), json: z.string() }));
const interrupted: RunEvent = { type: 'runInterrupted' };

export function runRows(db: Database.Database): RunRows {
  const insert = db.prepare("INSERT INTO runs (id, chat_id, status, request) VALUES (?, ?, 'running', ?)");
  const get = db.prepare('SELECT id, chat_id AS chatId, status, request FROM runs WHERE id = ?');
  const setStatus = db.prepare('UPDATE runs SET status = ? WHERE id = ?');
  const setRequest = db.prepare('UPDATE runs SET request = ? WHERE id = ?');
  const running = db.prepare("SELECT id FROM runs WHERE status = 'running'").pluck();
  const lastSeq = db.prepare('SELECT coalesce(max(seq), 0) FROM events WHERE run = (SELECT n FROM runs WHERE id = ?)').pluck();
  const insertEvent = db.prepare('INSERT INTO events (run, seq, at, json) VALUES (?, ?, ?, ?)');
  const number = db.prepare('SELECT n FROM runs WHERE id = ?').pluck();
  const events = db.prepare('SELECT seq, at, json FROM events WHERE run = (SELECT n FROM runs WHERE id = ?) AND seq >= ? ORDER BY seq LIMIT ?');
  const withoutText = db.prepare(
    "SELECT seq, at, json FROM events WHERE run = (SELECT n FROM runs WHERE id = ?) AND json ->> '$.type' <> 'stepDelta' ORDER BY seq");
  const parse = (rows: readonly unknown[]) =>
    eventRows.parse(rows).map(({ seq, at, json }) => {
      const event: unknown = JSON.parse(json);
      return anyNumberedEventSchema.parse({ seq, at, event });
    });

  const append = db.transaction((id: string, batch: readonly NumberedEvent[]) => {
    const n = number.get(id);
    for (const { seq, at, event } of batch) insertEvent.run(n, seq, at, JSON.stringify(event));
  });

  const interrupt = db.transaction((id: string, at: number) => {
    append(id, [{ seq: Number(lastSeq.get(id)) + 1, at, event: interrupted }]);
    setStatus.run('interrupted', id);
  });

  return {
    create: ({ id, chatId, request }) => { insert.run(id, chatId, JSON.stringify(request)); },
    get: (id) => {
      const found = row.nullable().parse(get.get(id) ?? null);
      return found && { ...found, request: runRequestSchema.parse(JSON.parse(found.request)) };
    },
    setStatus: (id, status) => { setStatus.run(status, id); },
    setRequest: (id, request) => { setRequest.run(JSON.stringify(request), id); },
    lastSeq: (id) => Number(lastSeq.get(id)),
    append: (id, batch) => { append(id, batch); },
    events: (id, fromSeq, limit) => parse(events.all(id, fromSeq, limit)),
    eventsWithoutText: (id) => parse(withoutText.all(id)),
    interrupt: (id, at) => { interrupt(id, at); },
    interruptAll: (at) => { for (const id of z.array(z.string()).parse(running.all())) interrupt(id, at); },
  };
}
