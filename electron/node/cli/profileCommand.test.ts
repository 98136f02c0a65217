import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sampleTrees } from '../../../shared/hera/testing/sampleTrees.ts';
import { addSwitches } from '../hera/switchesFile.ts';
import { addTree } from '../hera/treeFile.ts';
import { starterModelId } from '../models/catalog.ts';
import { profile } from './profileCommand.ts';

/** What is said before a model is asked; a log that holds nothing answers nothing. */
async function notesOn(folder: string, question: string, more: { readonly switches?: boolean } = {}): Promise<readonly string[]> {
  const [data, replay] = [path.join(folder, 'data.jsonl'), path.join(folder, 'calls.jsonl')];
  fs.writeFileSync(data, `${JSON.stringify({ question, answer: 14 })}\n`);
  fs.writeFileSync(replay, '');
  const notes: string[] = [];
  await profile(
    { local: starterModelId, expert: 'serve:qwen2.5-coder-1.5b-instruct-q4_k_m', data, n: '1', skip: '0', seed: '1', out: folder, sequences: '1', full: '2', depth: '3', paths: '1', replay, ...more },
    { out: { isTerminal: false, write: () => undefined }, note: (words) => notes.push(words), signal: new AbortController().signal },
  ).catch((error: unknown) => notes.push(String(error)));
  return notes;
}

function folderWith(question: string): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-profile-'));
  for (const tree of sampleTrees(1, 1)) addTree(path.join(folder, 'trees.jsonl'), { ...tree, problem: 'line 1', question });
  return folder;
}

test('a tree is there for its question, not for every row of its number', async () => {
  const folder = folderWith('How many apples?');
  expect((await notesOn(folder, 'How many apples?')).join('\n')).toMatch(/^0 of 1 requests to profile.*\nThe trees are in/s);
  expect((await notesOn(folder, 'How many pears?')).join('\n')).toMatch(/^1 of 1 requests to profile.*The call log calls\.jsonl does not hold/s);
});

test('switches that a kill cut short are not there, and are made again', async () => {
  const folder = folderWith('How many apples?');
  const file = path.join(folder, 'switches.jsonl');
  addSwitches(file, [{ problem: 'line 1', base: 'local', position: 0, of: 1, right: 1, rightUnswitched: 0 }]);
  expect((await notesOn(folder, 'How many apples?', { switches: true })).join('\n')).toMatch(/at most 0 steps.*The trees are in/s);
  fs.truncateSync(file, 40);
  expect((await notesOn(folder, 'How many apples?', { switches: true })).join('\n')).toMatch(/^1 damaged line of switches.jsonl left out.*The call log calls\.jsonl does not hold/s);
});
