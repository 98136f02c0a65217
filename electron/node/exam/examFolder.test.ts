import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { ExamChain } from '../../../shared/exam/chain.ts';
import { openExamFolder, type ExamPlan } from './examFolder.ts';
import { killedAfter } from './testing/killedAfter.ts';

const plan = (seed: number): ExamPlan => ({ version: 1, source: { kind: 'builtIn' }, seed, seconds: null, problems: 9, modelSha256: 'a'.repeat(64), profile: 'zeroShot', modelName: 'A', elapsedMs: 0, isFinished: false });
const chain = (problem: string): ExamChain => ({ problem, data: 'd', question: 'q', round: 1, p: null, steps: [], branches: [], rightUnaided: true, right: true });

/** An exam of two problems, two minutes long and over. */
function examined(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-exam-'));
  const first = openExamFolder(folder);
  first.begin(plan(1));
  for (const problem of ['old 1', 'old 2']) first.add(chain(problem));
  first.saveState({ elapsedMs: 120_000, isFinished: true });
  return folder;
}
const told = (folder: string) => {
  const found = openExamFolder(folder).read();
  return found && { seed: found.plan.seed, elapsedMs: found.plan.elapsedMs, isFinished: found.plan.isFinished, problems: found.chains.map(({ problem }) => problem) };
};
const former = { seed: 1, elapsedMs: 120_000, isFinished: true, problems: ['old 1', 'old 2'] };
const latter = { seed: 2, elapsedMs: 7, isFinished: false, problems: ['new'] };

it('tells of a new exam while the one before still lies there, and of nothing else from its first chain on', () => {
  const folder = examined();
  const second = openExamFolder(folder);
  second.begin(plan(2));
  second.saveState({ elapsedMs: 7, isFinished: false });
  expect(second.read()).toMatchObject({ plan: { seed: 2, elapsedMs: 7 }, chains: [] });
  expect(told(folder)).toEqual(former);
  second.add(chain('new'));
  second.add(chain('newer'));
  expect(told(folder)).toEqual({ ...latter, problems: ['new', 'newer'] });
});

it.each(Array.from({ length: 12 }, (_, at) => at))('is one exam or the other, never a mixture, where a kill comes after %d changes', (at) => {
  const folder = examined();
  const second = openExamFolder(folder);
  second.begin(plan(2));
  second.saveState({ elapsedMs: 7, isFinished: false });
  const isThere = killedAfter(at, () => second.add(chain('new')));
  const found = told(folder);
  expect([former, latter]).toContainEqual(found);
  if (isThere) expect(found).toEqual(latter);
});
