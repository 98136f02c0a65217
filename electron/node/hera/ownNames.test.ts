import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { scriptedExpert, scriptedLocal } from '../../../shared/testing/scriptedModel.ts';
import { memoryCallCache } from '../evaluate/calls/callCache.ts';
import type { EvalProblem } from '../evaluate/data/evalProblem.ts';
import { usualLimits } from './growTree.ts';
import { withOwnNames } from './ownNames.ts';
import { profileRequests } from './profileRequests.ts';
import { addSwitches, readSwitches } from './switchesFile.ts';
import { addTree, readTrees } from './treeFile.ts';

const row = (id: string, question: string): EvalProblem => ({ kind: 'answer', dataset: 'own', id, question, documents: [], gold: { rule: 'number', value: 14, tolerance: 0 } });
const steps = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'].map((text) => ({ text: `${text} of them` }));
const emptyFolder = () => fs.mkdtempSync(path.join(os.tmpdir(), 'names-'));

/** As `profile` does it: in a folder that may hold trees already. */
async function profileInto(folder: string, rows: readonly EvalProblem[]): Promise<readonly string[]> {
  const [treesFile, switchesFile] = [path.join(folder, 'trees.jsonl'), path.join(folder, 'switches.jsonl')];
  const { trees } = readTrees(treesFile);
  const grown: string[] = [];
  await profileRequests(withOwnNames(rows, trees), {
    local: scriptedLocal(steps), expert: scriptedExpert(steps), cache: memoryCallCache(), profile: 'zeroShot', seed: 1, atOnce: 1, limits: { ...usualLimits, fullDepth: 2, maxDepth: 5, sampledPaths: 2 },
    done: new Set(trees.map((tree) => tree.problem)), onTree: (tree) => { grown.push(tree.problem); addTree(treesFile, tree); },
    switches: { done: readSwitches(switchesFile).done, onSwitched: (switched) => addSwitches(switchesFile, switched) },
  }, new AbortController().signal);
  return grown;
}

test('rows of another file with the same numbers are profiled too, once, beside those that are there', async () => {
  const folder = emptyFolder();
  const [a, b] = [[row('line 1', 'Apples?'), row('line 2', 'Pears?')], [row('line 1', 'Plums?'), row('line 2', 'Pears?'), row('line 3', 'Figs?')]];
  expect(await profileInto(folder, a)).toEqual(['line 1', 'line 2']);
  const others = await profileInto(folder, b);
  expect(others).toEqual([expect.stringMatching(/^line 1 #[0-9a-f]{8}$/), 'line 3']);
  for (const again of [a, b]) expect(await profileInto(folder, again)).toEqual([]);
  const { trees } = readTrees(path.join(folder, 'trees.jsonl'));
  expect(new Map(trees.map((tree) => [tree.problem, tree.question]))).toEqual(new Map([['line 1', 'Apples?'], [others[0] ?? '', 'Plums?'], ['line 2', 'Pears?'], ['line 3', 'Figs?']]));
  expect(readSwitches(path.join(folder, 'switches.jsonl')).done).toEqual(new Set(trees.map((tree) => tree.problem)));
  // What keeps its name is drawn as in a folder of its own.
  const alone = emptyFolder();
  await profileInto(alone, b.slice(2));
  expect(readTrees(path.join(alone, 'trees.jsonl')).trees).toEqual(trees.filter((tree) => tree.problem === 'line 3'));
});

test('a name stays the same when the tree that had taken it is gone, and two rows of one file with one name are told apart', () => {
  const [first, second] = withOwnNames([row('x', 'First?'), row('x', 'Second?')], []);
  expect([first?.id, second?.id]).toEqual(['x', expect.stringMatching(/^x #/)]);
  const left = [{ problem: second?.id ?? '', question: 'Second?' }];
  expect(withOwnNames([row('x', 'Second?'), row('x', 'First?')], left).map((one) => one.id)).toEqual([second?.id, 'x']);
});
