import fs from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NumberedEvent, RunEvent } from '../../../../shared/trace/events.ts';
import { tandemPaths, type TandemPaths } from '../../paths.ts';
import { temporaryHome } from '../testing/testService.ts';
import { migrations } from './migrations.ts';
import { openStore, type Store } from './openStore.ts';

let paths: TandemPaths;
let store: Store;
const now = () => Date.UTC(2026, 10, 23);
const request = { question: 'q', shape: 'steps', policy: 'localOnly', dial: 0.5, seed: 0, documents: [] } as const;

beforeEach(() => {
  paths = tandemPaths({ TANDEM_HOME: temporaryHome() });
  store = openStore(paths, now);
});
afterEach(() => store.close());

function reopen(): Store {
  store.close();
  store = openStore(paths, now);
  return store;
}
function addRun(id: string, chatId = 'chat'): void {
  if (!store.chats.get(chatId)) store.chats.create({ id: chatId, title: 'Title', isTitled: false, at: 1 });
  store.runs.create({ id, chatId, request });
}

describe('events', () => {
  const anyEvent: fc.Arbitrary<RunEvent> = fc.oneof(
    fc.record({ type: fc.constant('stepDelta' as const), step: fc.nat(50), by: fc.constantFrom('local' as const, 'expert' as const), text: fc.string({ unit: 'binary' }) }),
    fc.record({ type: fc.constant('runContinued' as const), fromStep: fc.nat(50) }),
    fc.record({ type: fc.constant('dialChanged' as const), dial: fc.double({ min: 0, max: 1, noNaN: true }).map((dial) => dial + 0) }),
    fc.record({ type: fc.constant('budgetReached' as const), step: fc.nat(50), limit: fc.constantFrom('steps' as const, 'usd' as const), message: fc.string() }),
  );

  it('come back as they were appended, in order, whatever the batches and the pages', () => {
    let run = 0;
    fc.assert(fc.property(fc.array(fc.array(anyEvent, { maxLength: 6 }), { maxLength: 8 }), fc.integer({ min: 1, max: 9 }), (batches, pageSize) => {
      const id = `run-${++run}`;
      addRun(id);
      const all: NumberedEvent[] = [];
      for (const batch of batches) {
        const numbered = batch.map((event, index) => ({ seq: all.length + 1 + index, at: 1000 + all.length, event }));
        store.runs.append(id, numbered);
        all.push(...numbered);
      }
      expect(store.runs.lastSeq(id)).toBe(all.length);
      const read: unknown[] = [];
      for (let from = 1; ; from += pageSize) {
        const page = store.runs.events(id, from, pageSize);
        read.push(...page);
        if (page.length < pageSize) break;
      }
      // What JSON does to a lone surrogate or -0 is done to what is expected as well.
      expect(read).toEqual(JSON.parse(JSON.stringify(all)));
    }), { numRuns: 60 });
  });

  it('are stored all or none', () => {
    addRun('run');
    const event: RunEvent = { type: 'dialChanged', dial: 0 };
    store.runs.append('run', [{ seq: 1, at: 1, event }]);
    expect(() => store.runs.append('run', [{ seq: 2, at: 1, event }, { seq: 1, at: 1, event }])).toThrow();
    expect(store.runs.lastSeq('run')).toBe(1);
  });

  it('of a kind that this version does not know are given as they are', () => {
    addRun('run');
    store.close();
    const db = new Database(paths.database);
    db.prepare("INSERT INTO events SELECT n, 1, 5, '{\"type\":\"fromTheFuture\",\"x\":1}' FROM runs").run();
    db.close();
    store = openStore(paths, now);
    expect(store.runs.events('run', 1, 10)[0]).toEqual({ seq: 1, at: 5, event: { type: 'fromTheFuture', x: 1 } });
  });
});

describe('opening', () => {
  it('marks runs without an end as interrupted, once', () => {
    addRun('run');
    store.runs.append('run', [{ seq: 1, at: 1, event: { type: 'dialChanged', dial: 0 } }]);
    addRun('finished');
    store.runs.setStatus('finished', 'finished');
    for (let times = 0; times < 2; times++) {
      reopen();
      expect(store.runs.get('run')?.status).toBe('interrupted');
      expect(store.runs.events('run', 1, 10).map(({ seq, event }) => [seq, event.type])).toEqual([[1, 'dialChanged'], [2, 'runInterrupted']]);
      expect(store.runs.get('finished')?.status).toBe('finished');
    }
  });

  it('is refused to a second instance, and free again after the first', () => {
    expect(() => openStore(paths, now)).toThrow(expect.objectContaining({ kind: 'storeBusy', message: expect.stringContaining('already open') as unknown }) as Error);
    reopen();
  });

  it.each([
    ['no database at all', (file: string) => fs.writeFileSync(file, 'this is not a database, it is a sentence, and long enough to have a header')],
    ['half of one', (file: string) => fs.truncateSync(file, Math.floor(fs.statSync(file).size / 2 / 4096) * 4096 + 100)],
    ['one with broken pages', (file: string) => {
      const bytes = fs.readFileSync(file);
      bytes.fill(0xa5, 4096, bytes.length);
      fs.writeFileSync(file, bytes);
    }],
  ])('sets aside what is %s, and says so', (_, damage) => {
    for (let n = 0; n < 200; n++) store.chats.create({ id: `chat-${n}`, title: `Title ${n} `.repeat(20), isTitled: true, at: n });
    store.close();
    damage(paths.database);
    const broken = fs.readFileSync(paths.database);
    store = openStore(paths, now);
    const [kept, ...others] = fs.readdirSync(paths.home).filter((name) => /^tandem\.db\.damaged-[\dTZ-]+$/.test(name));
    expect(others).toEqual([]);
    expect(fs.readFileSync(path.join(paths.home, kept ?? '')).equals(broken)).toBe(true);
    expect(store.notices).toEqual([expect.stringContaining(kept ?? 'nothing')]);
    expect(store.chats.list()).toEqual([]);
    expect(reopen().notices).toEqual([]);
  });

  it('keeps a write-ahead log, so that readers and the writer do not wait for each other', () => {
    const beside = new Database(paths.database);
    expect(beside.pragma('journal_mode', { simple: true })).toBe('wal');
    beside.close();
  });

  it.each([
    ["another program's", (file: string) => {
      const other = new Database(file);
      other.exec("CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup')");
      other.close();
    }],
    ["another program's that counts its versions too", (file: string) => {
      const other = new Database(file);
      other.exec("CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup')");
      other.pragma('user_version = 2');
      other.close();
    }],
    ["another program's that calls itself of this version", (file: string) => {
      const other = new Database(file);
      other.exec("CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup')");
      other.pragma(`user_version = ${migrations.length}`);
      other.close();
    }],
    ['half brought up to date', (file: string) => {
      const half = new Database(file);
      for (const sql of migrations.slice(0, 3)) half.exec(sql);
      half.exec("CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup')");
      half.pragma('user_version = 1');
      half.close();
    }],
  ])('sets aside a database that is %s, unchanged, and says so', (_, make) => {
    store.close();
    for (const suffix of ['', '-wal', '-shm']) fs.rmSync(paths.database + suffix, { force: true });
    make(paths.database);
    store = openStore(paths, now);
    const [kept, ...others] = fs.readdirSync(paths.home).filter((name) => /^tandem\.db\.damaged-[\dTZ-]+$/.test(name));
    expect(others).toEqual([]);
    expect(store.notices).toEqual([expect.stringContaining(kept ?? 'nothing')]);
    expect(store.chats.list()).toEqual([]);
    const own = new Database(path.join(paths.home, kept ?? ''), { readonly: true });
    expect(own.prepare('SELECT name FROM recipes').pluck().all()).toEqual(['soup']);
    own.close();
    expect(reopen().notices).toEqual([]);
  });

  it('that fails on what it finds leaves nothing open: the next one succeeds', () => {
    store.chats.create({ id: 'gone', title: 'Gone', isTitled: true, at: 1 });
    store.chats.setDeleted('gone', 2);
    store.close();
    const opened: Database.Database[] = [];
    const { pragma } = Database.prototype;
    const spy = vi.spyOn(Database.prototype, 'pragma').mockImplementation(function (this: Database.Database, ...args) {
      opened.push(this);
      return pragma.apply(this, args);
    });
    const db = new Database(paths.database);
    db.exec("CREATE TRIGGER stuck BEFORE DELETE ON chats BEGIN SELECT RAISE(FAIL, 'stuck'); END");
    expect(() => openStore(paths, now)).toThrow();
    spy.mockRestore();
    expect(opened.filter((one) => one.name === paths.database && one.open)).toEqual([]);
    db.exec('DROP TRIGGER stuck');
    db.close();
    store = openStore(paths, now);
    expect(store.chats.list()).toEqual([]);
  });

  it('never overwrites an earlier damaged file', () => {
    for (const text of ['first', 'second']) {
      store.close();
      for (const suffix of ['-wal', '-shm']) fs.rmSync(paths.database + suffix, { force: true });
      fs.writeFileSync(paths.database, `${text} ${'not a database '.repeat(40)}`);
      store = openStore(paths, now);
    }
    const kept = fs.readdirSync(paths.home).filter((name) => name.includes('.damaged-') && !/-(wal|shm)$/.test(name));
    expect(kept.map((name) => fs.readFileSync(path.join(paths.home, name), 'utf8').split(' ')[0]).sort()).toEqual(['first', 'second']);
  });

  it('brings the database of the first version up to date and keeps what is in it', () => {
    store.close();
    for (const suffix of ['', '-wal', '-shm']) fs.rmSync(paths.database + suffix, { force: true });
    const old = new Database(paths.database);
    old.exec(migrations[0] ?? '');
    old.exec("INSERT INTO chats (id, title, is_titled, created_at, updated_at) VALUES ('old', 'From before', 1, 1, 1)");
    const row = "INSERT INTO ledger (run_id, step, at, to_whom, place, host, payload, payload_digest, input_tokens, usd, outcome) VALUES ('old', 0, 1, 'E', 'remote', 'h', '', 'd'";
    for (const rest of ["90, 0.01, 'failed'", "0, 0.02, 'failed'", "0, 0, 'failed'", "90, 0.03, 'answered'"]) old.exec(`${row}, ${rest})`);
    old.pragma('user_version = 1');
    old.close();
    store = openStore(paths, now);
    expect(store.ledger.list(null, 9).map(({ usd, reason, atMost }) => ({ usd, reason, atMost }))).toEqual([
      { usd: 0.03, reason: null, atMost: false }, { usd: 0, reason: null, atMost: false }, { usd: 0.02, reason: null, atMost: true }, { usd: 0.01, reason: 'notNeeded', atMost: false },
    ]);
    expect(store.chats.list()).toMatchObject([{ id: 'old', title: 'From before' }]);
    expect(store.marks.list('none')).toEqual([]);
  });

  it('leaves the database of a newer version alone', () => {
    store.close();
    const db = new Database(paths.database);
    db.pragma('user_version = 999');
    db.close();
    expect(() => openStore(paths, now)).toThrow(expect.objectContaining({ kind: 'conflict' }) as Error);
    const again = new Database(paths.database);
    expect(again.pragma('user_version', { simple: true })).toBe(999);
    again.pragma(`user_version = ${migrations.length}`);
    again.close();
    store = openStore(paths, now);
    expect(fs.readdirSync(paths.home).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  it('says in a sentence that the folder cannot be written', () => {
    const file = path.join(paths.home, 'a file');
    fs.writeFileSync(file, '');
    const inside = tandemPaths({ TANDEM_HOME: path.join(file, 'home') });
    expect(() => openStore(inside, now)).toThrow(expect.objectContaining({ kind: 'notPermitted' }) as Error);
  });
});

describe('chats', () => {
  it('are found by words of title, question and answer, whatever is typed', () => {
    store.chats.create({ id: 'a', title: 'Gärtnerei', isTitled: true, at: 1 });
    store.chats.create({ id: 'b', title: 'Other', isTitled: true, at: 2 });
    store.chats.addMessage({ id: 'm', chatId: 'b', role: 'user', text: 'How many tulips does the gardener plant?', createdAt: 1, runId: null });
    const found = (text: string) => store.chats.search(text, 10).map((hit) => hit.chatId);
    expect(found('gartner')).toEqual(['a']);
    expect(found('tulip')).toEqual(['b']);
    expect(found('plant tulips')).toEqual(['b']);
    expect(found('tulips roses')).toEqual([]);
    for (const nonsense of ['', '"', '*', 'a" OR "b', 'NEAR(', '(((', '-tulips AND', "'; DROP TABLE chats; --"]) expect(() => found(nonsense)).not.toThrow();
    store.chats.setDeleted('b', 5);
    expect(found('tulip')).toEqual([]);
    store.chats.setDeleted('b', null);
    expect(found('tulip')).toEqual(['b']);
  });

  it('that were deleted are gone after the next opening, with their traces and payloads; the ledger keeps the fact', () => {
    addRun('run', 'secret');
    store.chats.addMessage({ id: 'm', chatId: 'secret', role: 'user', text: 'xyzzy-question', createdAt: 1, runId: 'run' });
    store.runs.append('run', [{ seq: 1, at: 1, event: { type: 'stepDelta', step: 0, by: 'local', text: 'xyzzy-step' } }]);
    store.ledger.reserve({ runId: 'run', step: 0, at: 1, to: 'Expert', where: 'remote', host: 'h', payload: 'xyzzy-payload', payloadDigest: 'd', maxUsd: 0.5 }, { capUsd: null, budgetUsd: null, monthStart: 0 });
    store.chats.setDeleted('secret', 2);
    expect(store.chats.messages('secret')).toHaveLength(1);
    reopen();
    expect(store.runs.get('run')).toBeNull();
    expect(store.chats.setDeleted('secret', null)).toBe(false);
    expect(store.ledger.list('run', 10)).toMatchObject([{ to: 'Expert', payload: '', payloadDigest: 'd', usd: 0.5, outcome: 'failed' }]);
    store.close();
    for (const name of fs.readdirSync(paths.home)) expect(fs.readFileSync(path.join(paths.home, name)).includes('xyzzy')).toBe(false);
    store = openStore(paths, now);
  });
});
