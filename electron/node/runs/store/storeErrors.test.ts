import fs from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { temporaryHome } from '../testing/testService.ts';
import { storing } from './storeErrors.ts';

describe('what SQLite says', () => {
  it('when there is no room becomes a sentence about the disk', () => {
    const db = new Database(path.join(temporaryHome(), 'small.db'));
    db.pragma('max_page_count = 3');
    db.exec('CREATE TABLE t (x TEXT)');
    const insert = db.prepare('INSERT INTO t VALUES (?)');
    expect(() => storing(() => insert.run('x'.repeat(100_000)))).toThrow(expect.objectContaining({ kind: 'diskFull', message: expect.stringContaining('disk is full') as unknown }) as Error);
    expect(db.prepare('SELECT count(*) FROM t').pluck().get()).toBe(0);
    db.close();
  });

  it('when it may not write becomes a sentence about permission', () => {
    const file = path.join(temporaryHome(), 'fixed.db');
    new Database(file).exec('CREATE TABLE t (x TEXT)').close();
    const db = new Database(file, { readonly: true });
    expect(() => storing(() => db.exec('INSERT INTO t VALUES (1)'))).toThrow(expect.objectContaining({ kind: 'notPermitted' }) as Error);
    db.close();
  });

  it('when the file is no database becomes a sentence about damage', () => {
    const file = path.join(temporaryHome(), 'broken.db');
    fs.writeFileSync(file, 'no database '.repeat(100));
    expect(() => storing(() => new Database(file).pragma('user_version'))).toThrow(expect.objectContaining({ kind: 'storeDamaged' }) as Error);
  });

  it.each(['SQLITE_IOERR', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_SHMSIZE', 'EIO'])('when the disk fails (%s) becomes a sentence about the disk', (code) => {
    const failed = Object.assign(new Error('disk I/O error'), { code });
    expect(() => storing(() => { throw failed; })).toThrow(expect.objectContaining({ kind: 'diskFailed', message: expect.stringContaining('disk could not read or write') as unknown }) as Error);
  });

  it('and nobody knows is passed on as it is', () => {
    const unknown = new Error('something else');
    expect(() => storing(() => { throw unknown; })).toThrow(unknown);
  });
});
