import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { replacingLines } from './replacingLines.ts';

it('leaves the old lines until the first new one, and then holds the new ones only', () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-lines-')), 'answers.jsonl');
  const read = () => fs.readFileSync(file, 'utf8');
  fs.writeFileSync(file, '"old"\n"older"\n');
  const add = replacingLines(file);
  expect(read()).toBe('"old"\n"older"\n');
  add({ n: 1 });
  add({ n: 2 });
  expect(read()).toBe('{"n":1}\n{"n":2}\n');
});
