import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { SwitchedOnce } from '../../../shared/hera/figures/switchesByPart.ts';
import { addSwitches, readSwitches } from './switchesFile.ts';

const switchesOf = (problem: string): readonly SwitchedOnce[] => [0, 1].map((position) => ({ problem, base: 'local', position, of: 2, right: 1, rightUnswitched: 0 }));

test('a line that a kill cut short is not done, is told, and takes the next one not with it', () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'switches-')), 'switches.jsonl');
  expect(readSwitches(file)).toEqual({ switched: [], done: new Set(), damaged: 0 });
  addSwitches(file, switchesOf('a'));
  fs.appendFileSync(file, JSON.stringify(switchesOf('cut')).slice(0, 40));
  expect(readSwitches(file)).toEqual({ switched: switchesOf('a'), done: new Set(['a']), damaged: 1 });
  addSwitches(file, switchesOf('b'));
  addSwitches(file, switchesOf('cut'));
  expect(readSwitches(file)).toEqual({ switched: ['a', 'b', 'cut'].flatMap(switchesOf), done: new Set(['a', 'b', 'cut']), damaged: 1 });
});

test('a line that is JSON and no switches is damaged, too', () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'switches-')), 'switches.jsonl');
  fs.writeFileSync(file, '{"problem":"a"}\n[{"problem":"a","base":"nobody"}]\n');
  expect(readSwitches(file)).toMatchObject({ switched: [], damaged: 2 });
});
