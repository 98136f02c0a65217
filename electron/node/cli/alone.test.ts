import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { alone } from './alone.ts';

const emptyFolder = (): string => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-alone-'));
  onTestFinished(() => { fs.rmSync(folder, { recursive: true, force: true }); });
  return folder;
};

it('refuses a second command in the same folder while the first is at work, and not afterwards', async () => {
  const folder = emptyFolder();
  await alone(folder, async () => {
    await expect(alone(folder, () => Promise.resolve())).rejects.toMatchObject({ kind: 'storeBusy', message: expect.stringContaining('--out') as unknown });
    await expect(alone(emptyFolder(), () => Promise.resolve('other'))).resolves.toBe('other');
  });
  await expect(alone(folder, () => Promise.resolve('again'))).resolves.toBe('again');
});

it('lets the next one in where the work fails, and leaves nothing behind but an empty file', async () => {
  const folder = emptyFolder();
  await expect(alone(folder, () => Promise.reject(new Error('no model')))).rejects.toThrow('no model');
  await expect(alone(folder, () => Promise.resolve('again'))).resolves.toBe('again');
  expect(fs.readdirSync(folder)).toEqual(['.lock']);
  expect(fs.statSync(path.join(folder, '.lock')).size).toBe(0);
});

it('keeps a third one out while a second is at work that came just as the first one ended', async () => {
  const folder = emptyFolder();
  const second = await alone(folder, () => {
    const [lock = ''] = fs.readdirSync(folder);
    return Promise.resolve(new Database(path.join(folder, lock), { timeout: 0 }));
  });
  onTestFinished(() => { second.close(); });
  second.exec('BEGIN EXCLUSIVE');
  await expect(alone(folder, () => Promise.resolve())).rejects.toMatchObject({ kind: 'storeBusy' });
});
