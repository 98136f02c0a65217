import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { scriptedExpert, scriptedLocal } from '../../../shared/testing/scriptedModel.ts';
import { memoryCallCache } from '../evaluate/calls/callCache.ts';
import { readSets } from '../evaluate/data/readSets.ts';
import { oracleName } from '../evaluate/oracleFigures.ts';
import { answerWithOracle, gridAndOracle } from '../evaluate/oracleGrid.ts';
import { policyGrid } from '../evaluate/policyGrid.ts';
import { runGrid } from '../evaluate/runGrid.ts';
import { scoreWithoutSandbox } from '../evaluate/scoreAnswer.ts';
import { throughputOf } from '../evaluate/throughput.ts';
import { report, type RunNotes } from './reportCommand.ts';

it('a report of two data sets: each by itself, both pooled, beside the oracle, with its throughput', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-report-'));
  const files = ['gsm.jsonl', 'yes.jsonl'].map((name) => path.join(folder, name));
  const [gsm = '', yes = ''] = files;
  fs.writeFileSync(gsm, [10, 14].map((gold, i) => JSON.stringify({ question: `Pens ${i}?`, answer: `#### ${gold}` })).concat('no row at all').join('\n'));
  fs.writeFileSync(yes, JSON.stringify({ qid: 'y', question: 'Is it so?', answer: true, decomposition: [] }));
  // Behind what is evaluated stands a bad row: it was never read, and the report must not read it either.
  const sets = await readSets(files, 0, 2);
  const wished = gridAndOracle('localOnly,expertOnly,random@0/1,oracle');
  const grid = policyGrid(wished.policies, null);
  const setup = {
    local: scriptedLocal([{ text: 'There are 3 * 4 = 12.' }, { text: '14' }]), expert: scriptedExpert([{ text: 'Answer: 10' }, { text: '10', reason: 'answer' }]),
    cache: memoryCallCache(), profile: 'zeroShot', seed: 1, localParameters: 1, expertParameters: 10, expertPrice: null, atOnce: 2, scoreAnswer: scoreWithoutSandbox,
  };
  const nameOf = new Map(sets.flatMap((set) => set.problems.map((problem) => [problem.id, set.name] as const)));
  if (wished.oracle === null) throw new Error('no oracle');
  await runGrid(sets.flatMap((set) => set.problems), grid, { ...setup, oracle: answerWithOracle(setup, wished.oracle) }, (results) => {
    for (const { point, problem, right, answered, oracle } of results) {
      const of = oracle ? { policy: oracleName, dial: null, oracle } : { policy: grid[point]?.name, dial: grid[point]?.dial };
      fs.appendFileSync(path.join(folder, 'answers.jsonl'), `${JSON.stringify({ ...of, problem: problem.id, dataset: nameOf.get(problem.id), right, steps: answered.steps, expertSteps: answered.expertSteps, scoringMs: 0, ...answered.cost, view: answered.view })}\n`);
    }
  }, new AbortController().signal);
  const sha256 = '0'.repeat(64);
  const model = { id: 'm', name: 'Model', sha256: null, parameters: 1, profile: 'zeroShot' };
  const notes: RunNotes = {
    command: 'evaluate', date: '2026-01-01T00:00:00Z', seed: 1, data: 'gsm.jsonl', dataSha256: sha256, dataset: 'gsm8k', local: model, expert: { ...model, via: 'script' }, head: null,
    sets: sets.map(({ name, file, sha256: own }) => ({ name, file: path.basename(file), sha256: own })), rows: { skip: 0, n: 2 }, devices: ['CPU', 'CPU'], throughput: throughputOf({ atOnce: 2, sequences: 4, problems: 3, ms: 36_000, counts: setup.cache.counts }),
  };
  fs.writeFileSync(path.join(folder, 'run.json'), JSON.stringify(notes));
  const results = await report({ folder, data: files, chains: undefined, transfer: undefined, draws: 20, notes: [] });
  const right = (dataset: string, policy: string) => results.points.find((point) => point.dataset === dataset && point.policy === policy)?.right;
  expect([right('gsm8k', 'localOnly'), right('strategyQa', 'localOnly'), right('all data', 'localOnly'), right('all data', 'oracle')]).toEqual([1, 0, 1, 2]);
  expect(results.data.map((one) => one.problems)).toEqual([2, 1]);
  expect(results.oracle?.find((one) => one.dataset === 'all data')).toMatchObject({ n: 3, found: [1, 1], outOfBudget: 0 });
  // Of the two problems that can be right, one asks for its last step: never asking is wrong at 1 of 4 steps.
  expect(results.wrongAssignments?.find((one) => one.dataset === 'gsm8k' && one.policy === 'localOnly')).toMatchObject({ problems: 2, steps: 4, share: { value: 0.25 } });
  expect(results.machine).toMatch(/models on: CPU$/);
  expect(results.throughput?.[0]?.perHour).toBe(300);
  const replayed = { file: 'calls.jsonl.gz', sha256, calls: 7 };
  fs.writeFileSync(path.join(folder, 'run.json'), JSON.stringify({ ...notes, replayed }));
  const again = await report({ folder, data: files, chains: undefined, transfer: undefined, draws: 20, notes: [] });
  expect(again).toMatchObject({ callLog: replayed, machine: expect.stringContaining('no model ran') as unknown });
  const table = fs.readFileSync(path.join(folder, 'table.md'), 'utf8');
  for (const words of ['Policies on all data', 'wrong writer', 'fewest expert steps', 'Whole problems an hour']) expect(table).toContain(words);
});
