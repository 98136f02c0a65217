import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { trajectories } from './trajectoriesCommand.ts';
import { writeOut } from './writeOut.ts';

const emptyFolder = () => fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-out-'));

it('makes the folder, and says in a sentence where it cannot write', () => {
  const file = path.join(emptyFolder(), 'not', 'yet', 'a.json');
  writeOut(file, 'text');
  expect(fs.readFileSync(file, 'utf8')).toBe('text');
  for (const [place, words] of [[path.join(file, 'b.json'), 'is no folder'], [path.join(file, 'c', 'b.json'), 'is no folder'], [path.dirname(file), 'is a folder']] as const) {
    expect(() => writeOut(place, '')).toThrow(expect.objectContaining({ kind: 'badInput', message: expect.stringContaining(words) as unknown }));
  }
});

it('holds for the examples for fine-tuning', () => {
  const folder = emptyFolder();
  const [chains, out] = [path.join(folder, 'chains.jsonl'), path.join(folder, 'not yet', 'training.jsonl')];
  fs.writeFileSync(chains, '');
  trajectories({ chains, stage: '3', profile: 'threeExamples', out }, { out: { write: () => undefined, isTerminal: false }, note: () => undefined, signal: new AbortController().signal });
  expect(fs.existsSync(out)).toBe(true);
});
