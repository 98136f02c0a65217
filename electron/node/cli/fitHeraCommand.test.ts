import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { localEmbedderId } from '../../../shared/hera/embedder.ts';
import { heraFileSchema } from '../../../shared/hera/heraFile.ts';
import { letterEmbedder } from '../../../shared/hera/testing/sampleProfile.ts';
import { sampleTrees } from '../../../shared/hera/testing/sampleTrees.ts';
import type { ProfileTree } from '../../../shared/hera/tree.ts';
import { scriptedLocal } from '../../../shared/testing/scriptedModel.ts';
import type { PairOptions } from '../evaluate/openPair.ts';
import { addTree } from '../hera/treeFile.ts';
import { starterModelId } from '../models/catalog.ts';
import { temporaryHome } from '../runs/testing/testService.ts';
import { exitCodeOf } from './exitCodes.ts';
import { fitHera, type FitHeraOptions } from './fitHeraCommand.ts';
import { profiledPair } from './profiledPair.ts';

const named = { local: starterModelId, expert: 'serve:qwen2.5-coder-1.5b-instruct-q4_k_m' };
// The adapters on this machine are none of the test's.
beforeEach(() => { vi.stubEnv('TANDEM_HOME', temporaryHome()); vi.stubEnv('TANDEM_MODELS', ''); });
afterEach(() => { vi.unstubAllEnvs(); });

/** A fit by letter pairs, in folders of its own. */
async function fitOf(trees: readonly ProfileTree[], more: Partial<FitHeraOptions> = {}) {
  const folder = temporaryHome();
  for (const tree of trees) addTree(path.join(folder, 'trees.jsonl'), tree);
  const [heads, out] = [path.join(folder, 'heads'), path.join(folder, 'profile.json')];
  const written: string[] = [];
  const opened: PairOptions[] = [];
  let closed = 0;
  const close = () => { closed += 1; return Promise.resolve(); };
  const error: unknown = await fitHera(
    { ...named, trees: folder, data: 'sample', check: '0', seed: '1', sequences: '1', embedder: 'minilm', heads, ...more, ...('out' in more ? { out } : {}) },
    { out: { isTerminal: false, write: (text) => written.push(text) }, note: () => undefined, signal: new AbortController().signal },
    {
      embedder: () => Promise.resolve({ embedder: letterEmbedder, why: '', close }),
      local: (options) => { opened.push(options); return Promise.resolve({ local: { model: { ...scriptedLocal([]), embed: (text) => letterEmbedder.embed(text) } }, close }); },
    },
  ).then(() => null, (thrown: unknown) => thrown);
  const saved = fs.existsSync(heads) ? fs.readdirSync(heads).filter((name) => !name.includes('former')).map((name) => path.join(heads, name)) : [];
  const file = [...saved, ...(fs.existsSync(out) ? [out] : [])].map((each) => heraFileSchema.parse(JSON.parse(fs.readFileSync(each, 'utf8')))).at(0) ?? null;
  return { error, saved, file, words: written.join(''), opened, closed };
}

// Nothing to tell apart, so nothing is fitted and a test takes no time; enough of them for a domain.
const alikeOnly = sampleTrees(60, 1).filter((tree) => tree.question.includes('apples'));

test.each([['one request', sampleTrees(1, 1)], ['requests of one kind', alikeOnly]] as const)('%s: no profile is put in use, and it is said why and what to do', async (_, trees) => {
  const { error, saved, file } = await fitOf(trees);
  expect(error).toMatchObject({ kind: 'badInput', message: expect.stringMatching(/^Nothing was saved, and what was in use stays: .* too few, or all of one kind\. The trees are kept; .*--n.*--out/) as string });
  expect(exitCodeOf('badInput')).toBe(2);
  expect([saved, file]).toEqual([[], null]);
});

test('to a file it is written all the same, and said what it lacks', async () => {
  const { error, saved, file, words } = await fitOf(sampleTrees(1, 1), { out: 'here' });
  expect([error, saved]).toEqual([null, []]);
  expect(file).toMatchObject({ likeness: null, sseBy: 'prediction' });
  expect(words).toContain('\nlacks likeness, urc: its profiled requests were too few, or all of one kind\n');
});

test('a profile with its heads is put in use', async () => {
  const { error, saved, file, words } = await fitOf(sampleTrees(10, 1));
  expect([error, saved.length]).toEqual([null, 1]);
  expect(file).toMatchObject({ sseBy: 'likeness', provenance: { embedder: 'letters', requests: 10 } });
  expect(words).not.toContain('lacks likeness');
});

test("--embedder local: the local model's own vectors compare, under its name, and no domain is told", async () => {
  const [own, minilm] = [await fitOf(alikeOnly, { embedder: 'local', out: 'here' }), await fitOf(alikeOnly, { out: 'here' })];
  const { local } = await profiledPair(named);
  expect(own.file?.provenance).toMatchObject({ localSha256: local.sha256, embedder: localEmbedderId(local.sha256) });
  expect([own.opened.map(({ local: model, expert }) => [model, expert]), own.closed]).toEqual([[[starterModelId, { kind: 'choice', choice: { kind: 'none' } }]], 1]);
  expect([minilm.opened, minilm.closed]).toEqual([[], 1]);
  expect([own.file?.domain, minilm.file?.domain?.embedder]).toEqual([undefined, 'letters']);
});
