import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
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

it('leaves nothing behind, also where the work fails', async () => {
  const folder = emptyFolder();
  await expect(alone(folder, () => Promise.reject(new Error('no model')))).rejects.toThrow('no model');
  expect(fs.readdirSync(folder)).toEqual([]);
});
