import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StepRequest } from '../../../shared/agent/model.ts';
import { scriptedExpert, scriptedLocal, type ScriptedStep } from '../../../shared/testing/scriptedModel.ts';
import { memoryCallCache } from './calls/callCache.ts';
import { readSets } from './data/readSets.ts';
import { policyGrid } from './policyGrid.ts';
import { runGrid, type GridResult } from './runGrid.ts';
import { answerScorer } from './scoreAnswer.ts';

const never = new AbortController().signal;
const folder = () => fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-sets-'));
function file(name: string, rows: readonly object[]): string {
  const at = path.join(folder(), name);
  fs.writeFileSync(at, rows.map((row) => JSON.stringify(row)).join('\n'));
  return at;
}

/** One row through the whole way: read, asked, answered by the script, scored. */
async function answered(name: string, row: object, script: readonly ScriptedStep[], policies = 'localOnly', open?: Parameters<typeof answerScorer>[1]) {
  const seen: StepRequest[] = [];
  const [set] = await readSets([file(name, [row])]);
  const problems = set?.problems ?? [];
  const results: GridResult[] = [];
  await runGrid(problems, policyGrid(policies, null), {
    local: scriptedLocal(script, { onRequest: (request) => seen.push(request) }), expert: scriptedExpert([{ text: script.map((step, i) => `${i === script.length - 1 ? 'Answer:' : `Step ${i + 1}:`} ${step.text}`).join('\n') }]),
    cache: memoryCallCache(), profile: 'zeroShot', seed: 1, localParameters: 1, expertParameters: 1, expertPrice: null, atOnce: 1, scoreAnswer: await answerScorer(problems, open),
  }, (own) => results.push(...own), never);
  return { seen, results, name: set?.name };
}

describe('each data set, answered and scored by its own rule', () => {
  it('HotpotQA: paragraphs are looked up, and the answer is worth its F1', async () => {
    const row = { id: 'h', question: 'Where does the old lighthouse stand?', answer: 'the north cliff', supporting_facts: [], context: [['Lighthouse', ['The old lighthouse stands on the north cliff.']], ['Harbour', ['Boats lie in the harbour.']]] };
    const { seen, results } = await answered('hotpot.jsonl', row, [{ text: 'Lookup: old lighthouse stands' }, { text: 'north cliff edge' }]);
    expect(seen[0]?.tools).toContain('lookup');
    expect(results[0]?.answered.view.steps[0]?.text).toContain('stands on the north cliff');
    expect(results[0]?.right).toBeCloseTo(0.8, 2);
  });
  it('MuSiQue: an alias counts, and paragraphs come without their text', async () => {
    const row = { id: 'm', question: 'Who?', answer: 'Maria Holm', answer_aliases: ['M. Holm'], paragraphs: [{ title: 'Holm', paragraph_text: 'Holm painted it.' }], question_decomposition: [{ question: 'Who?', answer: 'Maria Holm' }] };
    const { seen, results } = await answered('musique.jsonl', row, [{ text: 'M. Holm' }]);
    expect(seen[0]?.documents).toHaveLength(1);
    expect(results[0]?.right).toBe(1);
  });
  it('DROP: the passage stands in the question', async () => {
    const row = { context: 'Passage: The crew had 12 men and 3 boys.\nQuestion: How many men?\nAnswer:', completion: ' 12', ref_text: '12' };
    const { seen, results } = await answered('drop.jsonl', row, [{ text: '12 men' }]);
    expect(seen[0]).toMatchObject({ documents: [], tools: ['calculator'] });
    expect(seen[0]?.question).toContain('12 men and 3 boys');
    expect(results[0]?.right).toBeCloseTo(0.67, 2);
  });
  it('StrategyQA, MATH and SVAMP', async () => {
    expect((await answered('s.jsonl', { qid: 's', question: 'Can a cat fly?', answer: false, decomposition: [] }, [{ text: 'No' }])).results[0]?.right).toBe(1);
    expect((await answered('m.jsonl', { problem: 'Half of one?', solution: '', answer: '\\frac{1}{2}', unique_id: 'm' }, [{ text: '$\\frac12$' }])).results[0]?.right).toBe(1);
    expect((await answered('v.jsonl', { ID: 'v', Body: 'There are 3 pens', Question: 'how many?', Equation: '3', Answer: 3 }, [{ text: '4' }])).results[0]?.right).toBe(0);
  });
  it('HumanEval: a whole function is the answer, run with its tests, by either model', async () => {
    const programs: string[] = [];
    const open = () => Promise.resolve({ run: (program: string) => {
      programs.push(program);
      return Promise.resolve({ end: 'ended' as const, code: 0, stdout: /print\("\\n(.*)"\)/.exec(program)?.[1] ?? '', stderr: '' });
    } });
    const row = { task_id: 'H/0', prompt: 'def twice(x):\n    """Twice x."""\n', entry_point: 'twice', canonical_solution: '    return 2*x\n', test: 'def check(f):\n    assert f(2) == 4\n' };
    const code = '```python\ndef twice(x):\n    return 2 * x\n```';
    const { seen, results } = await answered('he.jsonl', row, [{ text: 'Multiply by two.' }, { text: code }], 'localOnly,expertOnly', open);
    expect(seen[0]?.maxTokens).toBe(512);
    expect(results.map((result) => result.right)).toEqual([1, 1]);
    for (const program of programs) expect(program).toContain('    return 2 * x');
    expect(programs).toHaveLength(2);
  });
  it('judged steps are nothing to answer', async () => {
    await expect(answered('p.jsonl', { id: 'p', problem: 'x', steps: ['a'], final_answer_correct: true, label: -1 }, [{ text: 'x' }])).rejects.toThrow('nothing to be answered');
  });
});

describe('several files', () => {
  const gsm = (n: number) => Array.from({ length: n }, (_, i) => ({ question: `How many are ${i}?`, answer: `#### ${i}` }));
  it('of the same kind stay apart, however many rows are read', async () => {
    const files = [file('a.jsonl', gsm(3)), file('b.jsonl', gsm(3))];
    for (const n of [1, 3]) {
      const sets = await readSets(files, 0, n);
      expect(sets.map((set) => set.name)).toEqual(['gsm8k', 'gsm8k (b)']);
      expect(sets[1]?.problems[0]?.id).toMatch(/^b\/gsm8k-/);
    }
  });
  it('the same one twice is refused', async () => {
    const one = file('a.jsonl', gsm(1));
    await expect(readSets([one, one, one])).rejects.toThrow('named twice');
  });
});
