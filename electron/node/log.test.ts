import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileLog } from './log.ts';
import { temporaryHome } from './runs/testing/testService.ts';

describe('the log', () => {
  it('never holds a key, wherever it stands in an error', () => {
    const file = path.join(temporaryHome(), 'tandem.log');
    const log = createFileLog(file);
    log.hide('my-own-secret-1234');
    log.info('asked with my-own-secret-1234');
    log.error('request', new Error('outer', { cause: new Error('401 {"x-api-key":"abcdefgh12345678"} for my-own-secret-1234') }));
    log.error('request', { headers: { authorization: 'Bearer abcdefgh.ijklmnop' } });
    log.info('key sk-ant-api03-AbCdEfGh_-12');
    const text = fs.readFileSync(file, 'utf8');
    for (const secret of ['my-own-secret', 'abcdefgh12345678', 'ijklmnop', 'AbCdEfGh']) expect(text).not.toContain(secret);
    expect(text.split('\n').filter((line) => /^\d{4}-/.test(line))).toHaveLength(4);
  });

  it('stays below a limit and keeps what came before', () => {
    const file = path.join(temporaryHome(), 'tandem.log');
    const log = createFileLog(file);
    for (let n = 0; n < 30; n++) log.info(`${n} ${'x'.repeat(100_000)}`);
    expect(fs.statSync(file).size + fs.statSync(`${file}.1`).size).toBeLessThan(2_400_000);
    expect(fs.readFileSync(file, 'utf8')).toContain(' 29 x');
  });

  it('fails silently: the work goes on', () => {
    const file = path.join(temporaryHome(), 'folder');
    fs.mkdirSync(file);
    expect(() => createFileLog(file).info('nowhere to write')).not.toThrow();
  });
});
