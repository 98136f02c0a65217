import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { letterEmbedder } from '../../../shared/hera/testing/sampleProfile.ts';
import { sampleTrees } from '../../../shared/hera/testing/sampleTrees.ts';
import { addSwitches } from '../hera/switchesFile.ts';
import { addTree } from '../hera/treeFile.ts';
import { heraFigures } from './heraFiguresCommand.ts';

test('lines that a kill cut short are left out of the figures, and it is said how many', async () => {
  const trees = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-figures-'));
  const [treesFile, switchesFile] = [path.join(trees, 'trees.jsonl'), path.join(trees, 'switches.jsonl')];
  for (const tree of sampleTrees(3, 1)) addTree(treesFile, tree);
  addSwitches(switchesFile, [{ problem: 'p0', base: 'local', position: 0, of: 3, right: 1, rightUnswitched: 0 }]);
  for (const file of [treesFile, switchesFile]) fs.appendFileSync(file, fs.readFileSync(file, 'utf8').slice(0, 40));
  const [written, notes]: [string[], string[]] = [[], []];
  await heraFigures({ trees }, { out: { isTerminal: false, write: (text) => written.push(text) }, note: (words) => notes.push(words), signal: new AbortController().signal },
    () => Promise.resolve({ embedder: letterEmbedder, why: '', close: () => Promise.resolve() }));
  expect(notes).toEqual(['1 damaged tree is left out.', expect.stringMatching(/^1 damaged line of switches.jsonl left out/)]);
  expect(written.join('')).toMatch(/^3 requests, /);
  expect(written.join('')).toContain('| local model | early | 1 | 0 % | 100 % (');
});
