import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprint, isFresh, writeStamp } from './freshBuild.mjs';

let folder: string;
const put = (file: string, text: string): void => {
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  fs.writeFileSync(path.join(folder, file), text);
};
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-build-'));
  for (const source of ['shared/a.ts', 'electron/main/main.ts', 'renderer/index.html', 'package-lock.json']) put(source, 'one');
  for (const product of ['out/main/main.js', 'out/main/engineProcess.js', 'out/preload/preload.cjs', 'out/renderer/index.html']) put(product, 'built');
  writeStamp(fingerprint(folder), folder);
});
afterEach(() => { fs.rmSync(folder, { recursive: true }); });

describe('what is built', () => {
  it('is used again while no source changes, whatever tests and notes do', () => {
    expect(isFresh(folder)).toBe(true);
    put('shared/a.test.ts', 'a test');
    put('docs/x.md', 'a note');
    expect(isFresh(folder)).toBe(true);
  });

  it.each([
    ['a source that changed', () => { put('electron/main/main.ts', 'other'); }],
    ['a new source', () => { put('shared/deep/b.ts', 'new'); }],
    ['a source that is gone', () => { fs.rmSync(path.join(folder, 'shared/a.ts')); }],
    ['other packages', () => { put('package-lock.json', 'more'); }],
    ['a product that is missing', () => { fs.rmSync(path.join(folder, 'out/preload/preload.cjs')); }],
    ['a build that broke off', () => { fs.rmSync(path.join(folder, 'out/build.stamp')); }],
  ])('is stale after %s', (_what, change) => {
    change();
    expect(isFresh(folder)).toBe(false);
  });
});
