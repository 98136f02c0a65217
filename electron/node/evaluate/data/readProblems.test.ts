import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvalProblem } from './evalProblem.ts';
import { asNumber } from './ownFormat.ts';
import { parseProblems, readProblems, type ReadOptions } from './readProblems.ts';

/** Rows in the form of each data set; their content is our own. */
const samples = {
  gsm8k: { question: 'Ida has 3 pens and buys 1,200 more. How many?', answer: 'Ida has 3 + 1,200 = <<3+1200=1203>>1,203 pens.\nThat is all.\n#### 1,203' },
  gsm8kSocratic: { question: 'Ida has 3 pens and buys 4. How many?', answer: 'How many pens? ** Ida has 3 + 4 = <<3+4=7>>7 pens.\n#### 7' },
  gsmHard: { input: 'A hen lays 2 eggs, and 5 are sold. What is left?', code: 'def solution():\n    return 2 - 5', target: -3.0 },
  svamp: { ID: 'own-1', Body: 'If a bag holds 4 nuts', Question: 'How many nuts are in 2 bags?', Equation: '( 4.0 * 2.0 )', Answer: 8.0, Type: 'Multiplication' },
  math: { problem: 'Halve $1$.', solution: 'It is $\\boxed{\\frac12}$.', answer: '\\frac{1}{2}', subject: 'Algebra', level: 1, unique_id: 'own/1.json' },
  processBench: { id: 'own-1', generator: 'nobody', problem: 'Add 2 and 2.', steps: ['2 + 2 = 5.', 'So 5.'], final_answer_correct: false, label: 0 },
  bigBenchMistake: { input: '(1 + 1) =', steps: ['1 + 1 = 2.', 'So the answer is 2'], target: '2', answer: '2', mistake_index: null },
  hotpotQa: { _id: 'h1', type: 'bridge', level: 'easy', question: 'Who built the mill?', answer: 'Ola', supporting_facts: [['Mill', 0]], context: [['Mill', ['Ola built it.', ' It is old.']], ['Pond', ['Wet.']]] },
  musique: { id: '2hop__1_2', paragraphs: [{ idx: 0, title: 'Mill', paragraph_text: 'Ola built the mill.', is_supporting: true }], question: 'Where was the builder of the mill born?', question_decomposition: [{ id: 1, question: 'Who built the mill?', answer: 'Ola', paragraph_support_idx: 0 }], answer: 'Ulm', answer_aliases: ['Ulm town'], answerable: true },
  drop: { context: 'Passage: The Reds won 3 to 1.\nQuestion: Who won?\nAnswer:', completion: ' Reds', ref_text: 'Reds|the Reds| Reds ' },
  strategyQa: { qid: 'q1', term: 'Ice', description: 'Cold', question: 'Does ice float?', answer: true, facts: ['It is light.'], decomposition: ['Is it light?'], evidence: [] },
  humanEval: { task_id: 'Own/0', prompt: 'def one():\n    """Gives 1."""\n', entry_point: 'one', canonical_solution: '    return 1\n', test: 'def check(candidate):\n    assert candidate() == 1\n' },
} as const;

const jsonl = (...rows: readonly unknown[]): string => rows.map((row) => JSON.stringify(row)).join('\n');
async function* chunked(content: string | Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function collect(problems: AsyncIterable<EvalProblem>): Promise<EvalProblem[]> {
  const all: EvalProblem[] = [];
  for await (const problem of problems) all.push(problem);
  return all;
}
async function read(content: string | Uint8Array, options?: ReadOptions): Promise<EvalProblem[]> {
  return collect(parseProblems(chunked(content), 'mine.txt', options));
}

describe('every known data set', () => {
  it.each(Object.entries(samples))('%s is recognised by its fields', async (dataset, row) => {
    const [problem, ...more] = await read(jsonl(row));
    expect(problem?.dataset).toBe(dataset);
    expect(more).toEqual([]);
    expect(problem?.question.length).toBeGreaterThan(3);
  });

  it('GSM8K: gold behind ####, steps with their values', async () => {
    const [problem] = await read(jsonl(samples.gsm8k));
    expect(problem).toMatchObject({ kind: 'answer', gold: { rule: 'number', value: 1203, tolerance: 0 }, goldSteps: [{ text: 'Ida has 3 + 1,200 = 1,203 pens.', expression: '3+1200', value: 1203 }] });
    expect(await read(jsonl(samples.gsm8kSocratic))).toMatchObject([{ goldSteps: [{ text: 'Ida has 3 + 4 = 7 pens.', value: 7 }] }]);
  });

  it('GSM8K: several calculations in one line all count', async () => {
    const [problem] = await read(jsonl({ question: 'Ida has 3 pens and buys 4, twice. How many?', answer: 'That is <<3+4=7>>7, twice <<7*2=14>>14.\n#### 14' }));
    expect(problem).toMatchObject({ goldSteps: [{ value: 14, expression: '7*2', also: [{ expression: '3+4', value: 7 }] }] });
  });

  it('the others: what the scorers need', async () => {
    expect(await read(jsonl(samples.gsmHard))).toMatchObject([{ gold: { value: -3, tolerance: 1e-3 } }]);
    expect(await read(jsonl(samples.svamp))).toMatchObject([{ id: 'own-1', question: 'If a bag holds 4 nuts, How many nuts are in 2 bags?', gold: { value: 8, tolerance: 1e-4 } }]);
    expect(await read(jsonl(samples.math))).toMatchObject([{ gold: { rule: 'math', latex: '\\frac{1}{2}' } }]);
    expect(await read(jsonl(samples.processBench))).toMatchObject([{ kind: 'stepLabels', firstWrong: 0, answerRight: false, steps: { length: 2 } }]);
    expect(await read(jsonl(samples.bigBenchMistake))).toMatchObject([{ kind: 'stepLabels', firstWrong: -1, answerRight: true }]);
    expect(await read(jsonl(samples.musique))).toMatchObject([{ gold: { accepted: ['Ulm', 'Ulm town'] }, documents: [{ title: 'Mill' }], goldSteps: [{ value: 'Ola' }] }]);
    expect(await read(jsonl(samples.drop))).toMatchObject([{ question: 'Who won?', documents: [{ text: 'The Reds won 3 to 1.' }], gold: { rule: 'drop', accepted: ['Reds', 'the Reds'] } }]);
    expect(await read(jsonl(samples.strategyQa))).toMatchObject([{ gold: { rule: 'yesNo', value: true }, documents: [] }]);
    expect(await read(jsonl(samples.humanEval))).toMatchObject([{ kind: 'code', entryPoint: 'one' }]);
  });

  it('HotpotQA in both its forms', async () => {
    const columns = { ...samples.hotpotQa, _id: undefined, id: 'h1', context: { title: ['Mill', 'Pond'], sentences: [['Ola built it.', ' It is old.'], ['Wet.']] } };
    expect(await read(jsonl(columns))).toEqual(await read(jsonl(samples.hotpotQa)));
  });
});

describe('own examples', () => {
  const table = [{ question: 'What is 2 + 2?', answer: 4 }, { question: 'Capital of France?', answer: 'Paris' }, { question: 'Is ice cold?', answer: true }];
  const golds = [{ rule: 'number', value: 4, tolerance: 0 }, { rule: 'words', accepted: ['Paris'] }, { rule: 'yesNo', value: true }];
  it.each([
    ['JSONL', jsonl(...table)], ['JSONL with a byte order mark, blank lines and Windows line ends', `\ufeff${jsonl(...table).replaceAll('\n', '\r\n\r\n')}\r\n`],
    ['CSV', 'question,answer\nWhat is 2 + 2?,4\nCapital of France?,Paris\nIs ice cold?,yes\n'], ['CSV with semicolons and other names', '\ufeffProblem;Gold\r\nWhat is 2 + 2?;4\r\nCapital of France?;Paris\r\nIs ice cold?;TRUE\r\n'],
    ['TSV', 'question\tanswer\nWhat is 2 + 2?\t4\nCapital of France?\tParis\nIs ice cold?\tYes'],
  ])('%s', async (_, content) => expect((await read(content)).map((problem) => problem.kind === 'answer' && problem.gold)).toEqual(golds));

  it('may have quoted fields over several lines, own ids, paragraphs and steps', async () => {
    expect(await read('id,question,answer\nA,"One, two,\nand ""three""?",3\n')).toMatchObject([{ id: 'A', question: 'One, two,\nand "three"?' }]);
    const rich = { question: 'Sum?', answer: 5, documents: [{ title: 'T', text: '2 and 3' }], steps: [{ text: '2 + 3 = 5', expression: '2 + 3', value: 5 }] };
    expect(await read(jsonl(rich))).toMatchObject([{ documents: rich.documents, goldSteps: rich.steps }]);
  });

  it.each([['$1,234.50', 1234.5], ['12 %', 12], ['-3', -3], ['.5', 0.5], ['1,23', null], ['12 apples', null], ['', null], ['-', null], ['1e5', null]] as const)('%j as a number is %s', (text, value) => expect(asNumber(text)).toBe(value));
});

describe('bad input is refused with the line and the reason', () => {
  const ok = { question: 'What is 1 + 1?', answer: 2 };
  it.each([
    ['a missing answer', jsonl(ok, { question: 'And this?' }), /^Line 2 of mine\.txt .*"answer" is missing/],
    ['an empty answer', jsonl(ok, ok, { question: 'And this?', answer: ' ' }), /^Line 3 .*"answer"/],
    ['an empty answer in a table', 'question,answer\nWhat?,4\nAnd this?,\n', /^Line 3 .*"answer"/],
    ['no answer in the first row', jsonl({ question: 'And this?' }), /^Line 1 .*"answer"/],
    ['duplicate ids', jsonl({ ...ok, id: 'a' }, { ...ok, id: 'b' }, { ...ok, id: 'a' }), /^Lines 1 and 3 of mine\.txt have the same id "a"/],
    ['a gold that is no number (GSM8K)', jsonl(samples.gsm8k, { ...samples.gsm8k, answer: 'So many.\n#### many' }), /^Line 2 .*no number behind "####"/],
    ['a row of GSM8K without gold', jsonl({ ...samples.gsm8k, answer: 'It is <<1+1=2>>2.' }), /^Line 1 .*GSM8K.*"####"/],
    ['a target that is no number', jsonl(samples.gsmHard, { ...samples.gsmHard, target: 'three' }), /^Line 2 .*"target"/],
    ['a label beyond the steps', jsonl({ ...samples.processBench, label: 2 }), /^Line 1 .*label 2/],
    ['a mistake beyond the steps', jsonl({ ...samples.bigBenchMistake, mistake_index: 9 }), /^Line 1 .*mistake_index 9/],
    ['another format in mid-file', jsonl(samples.svamp, samples.math), /^Line 2 .*SVAMP/],
    ['a DROP row without question', jsonl({ ...samples.drop, context: 'Passage: only' }), /"Question:"/],
    ['broken JSON', `${jsonl(ok)}\n{"question": "x", \n`, /^Line 2 of mine\.txt is not JSON/],
    ['a value that is no object', `${jsonl(ok)}\n12\n`, /^Line 2 of mine\.txt is JSON, but no object/],
    ['one JSON list', JSON.stringify([ok]), /one JSON list/],
    ['an unknown form', jsonl({ goal_index: 0, goal: 'i need a coat' }), /^Line 1 .*no question/],
    ['a table without the columns', 'a,b\n1,2\n', /no question/],
    ['too many fields', 'question,answer\nWhat?,4\nOne, two?,4\n', /^Line 3 .*more or fewer fields/],
    ['an open quotation', 'question,answer\n"What?,4\n', /quotation mark/],
    ['an empty file', '', /holds no problems/],
    ['only blank lines', ' \n\n', /holds no problems/],
    ['a header alone', 'question,answer\n', /holds no problems/],
    ['an entry point that is no name', jsonl({ ...samples.humanEval, entry_point: 'x;import os' }), /entry_point/],
  ])('%s', async (_, content, words) => {
    await expect(read(content)).rejects.toThrow(words);
    await expect(read(content)).rejects.toMatchObject({ name: 'TandemError', kind: 'badInput' });
  });

  it('answers that are no numbers, where numbers are asked for', async () => {
    const content = jsonl(ok, { question: 'Capital of France?', answer: 'Paris' });
    await expect(read(content, { golds: 'number' })).rejects.toThrow(/^Line 2 .*not a number/);
    expect(await read(content)).toHaveLength(2);
  });

  it('another encoding: UTF-16, Latin-1, a binary file', async () => {
    const utf16 = Uint8Array.from(Buffer.from(`\ufeff${jsonl(ok)}`, 'utf16le'));
    const latin1 = Uint8Array.from(Buffer.from(`question,answer\nWhat?,4\nCaf\u00e9?,5\n`, 'latin1'));
    await expect(read(utf16)).rejects.toThrow(/not UTF-8 text from line 1/);
    await expect(read(latin1)).rejects.toThrow(/not UTF-8 text from line [23]/);
    await expect(read(Uint8Array.from([0x47, 0, 0, 1, 2]))).rejects.toThrow(/not UTF-8/);
    await expect(read(Uint8Array.from([...Buffer.from('{"question": "x'), 0xe2, 0x82]))).rejects.toThrow(/not UTF-8/);
  });

  it('a character cut by the end of a chunk is not another encoding', async () => {
    for (const size of [1, 2, 3]) expect(await collect(parseProblems(chunked(jsonl({ question: 'Wie groß: 3 € → ¥?', answer: 3 }), size), 'x'))).toMatchObject([{ question: 'Wie groß: 3 € → ¥?' }]);
  });

  it('a line without end', async () => {
    const endless = (async function* () {
      for (let i = 0; i < 100; i += 1) yield new TextEncoder().encode(i === 0 ? '{"question": "' : 'x'.repeat(100_000));
    })();
    await expect(collect(parseProblems(endless, 'mine.txt'))).rejects.toThrow(/^Line 1 of mine\.txt is longer/);
  });
});

describe('many rows', () => {
  let folder = '';
  beforeAll(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-rows-')); });
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  it('one row is enough', async () => {
    const file = path.join(folder, 'one.whatever');
    fs.writeFileSync(file, jsonl({ question: 'One?', answer: 1 }));
    expect(await collect(readProblems(file))).toHaveLength(1);
  });

  it.each(['jsonl', 'csv'])('100,000 rows of %s come as they are read, never all at once', async (form) => {
    let pulled = 0;
    const rows = async function* (): AsyncGenerator<Uint8Array> {
      if (form === 'csv') yield new TextEncoder().encode('question,answer\n');
      for (let i = 0; i < 1_000; i += 1) {
        pulled += 1;
        yield new TextEncoder().encode(Array.from({ length: 100 }, (_, k) => (form === 'csv' ? `What is number ${i * 100 + k}?,${k}\n` : `${JSON.stringify({ question: `What is number ${i * 100 + k}?`, answer: k })}\n`)).join(''));
      }
    };
    let count = 0;
    let furthest = 0;
    for await (const problem of parseProblems(rows(), 'big')) {
      count += 1;
      furthest = Math.max(furthest, pulled * 100 - count);
      expect(problem.dataset).toBe('own');
    }
    expect(count).toBe(100_000);
    // What was read ahead of what was taken: some chunks in the streams' buffers, not the file.
    expect(furthest).toBeLessThan(10_000);
  });

  it('reading can stop early', async () => {
    const file = path.join(folder, 'stop.jsonl');
    fs.writeFileSync(file, Array.from({ length: 1_000 }, (_, i) => `${JSON.stringify({ question: `No ${i}?`, answer: i })}\n`).join(''));
    for await (const problem of readProblems(file)) if (problem.question === 'No 3?') break;
  });

  it('a file that is not there, and a folder', async () => {
    await expect(collect(readProblems(path.join(folder, 'none.csv')))).rejects.toMatchObject({ kind: 'notFound', message: 'There is no file none.csv. Check the path.' });
    await expect(collect(readProblems(folder))).rejects.toMatchObject({ kind: 'badInput' });
  });
});
