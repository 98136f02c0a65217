import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { starterModelId } from '../models/catalog.ts';
import { evaluate } from './evaluateCommand.ts';
import type { EvaluateOptions } from './evaluatePlan.ts';

let folder = '';
const at = (name: string) => path.join(folder, name);
const old = { 'answers.jsonl': 'the answers of hours\n', 'run.json': 'what they were\n' };
const surroundings = { out: { isTerminal: false, write: () => undefined }, note: () => undefined, signal: new AbortController().signal };
const run = (more: Partial<EvaluateOptions>) => evaluate({
  data: [at('own.jsonl')], n: '5', skip: '0', local: starterModelId, expert: 'none', policies: 'localOnly', seed: '1', context: '2048', out: at('out'), draws: '20', mistakesShown: '1', ...more,
}, surroundings);

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-evaluate-'));
  fs.writeFileSync(at('own.jsonl'), '{"question": "Ann has 3 pens and buys 4 more. How many pens has she?", "answer": 7}\n');
  fs.mkdirSync(at('out'));
  for (const [name, text] of Object.entries(old)) fs.writeFileSync(path.join(at('out'), name), text);
});
const kept = () => Object.fromEntries(fs.readdirSync(at('out')).map((name) => [name, fs.readFileSync(path.join(at('out'), name), 'utf8')]));

describe('evaluate', () => {
  it.each<[string, Partial<EvaluateOptions>, RegExp]>([
    ['a policy that is none', { policies: 'localOnly,adaswtch@.5' }, /no policy "adaswtch"/],
    ['a setting of HERA that is none', { policies: 'hera[alpha=9]@.5', expert: `serve:${starterModelId}` }, /no setting of HERA/],
    ['a policy that needs an expert', { policies: 'adaswitch@.5' }, /asks an expert, and none is named/],
    ['a policy that needs a head', { policies: 'requestLevel@.5', expert: `serve:${starterModelId}` }, /--request-head/],
    ['a folder without an exam', { mistakes: '/nowhere' }, /no chains\.jsonl in nowhere/],
    ['--mistakes-shown', { mistakesShown: '3' }, /--mistakes-shown must be/],
    ['--draws', { draws: 'many' }, /--draws must be/],
    ['--exam-seconds', { examSeconds: '1.5' }, /--exam-seconds must be/],
    ['--context', { context: '7' }, /--context must be/],
    ['--agree', { agree: 'yes' }, /--agree must be/],
    ['--price-as', { priceAs: 'nobody' }, /What "nobody" costs is not known/],
    ['--chains', { chains: '/nowhere/chains.jsonl' }, /no file chains\.jsonl/],
    ['--transfer', { transfer: '/nowhere/chains.jsonl' }, /no file chains\.jsonl/],
    ['rows that are not there', { skip: '9' }, /none left to answer/],
  ])('refuses %s before a model is opened, and leaves the answers that were there', async (_what, more, words) => {
    // Opening a model of that name would be refused in other words.
    await expect(run({ local: 'noSuchModel', ...more })).rejects.toThrow(words);
    expect(kept()).toEqual(old);
  });

  it('leaves the answers that were there where the first problem cannot be answered', async () => {
    const replay = at('calls.jsonl.gz');
    fs.writeFileSync(replay, gzipSync(''));
    await expect(run({ replay, heads: at('heads') })).rejects.toThrow(/call log/);
    expect(kept()).toEqual(old);
  });
});
