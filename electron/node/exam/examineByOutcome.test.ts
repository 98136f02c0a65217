import { describe, expect, it } from 'vitest';
import { noUsage, type ExpertModel, type LocalModel, type StepPart, type StepRequest } from '../../../shared/agent/model.ts';
import type { ExamChain } from '../../../shared/exam/chain.ts';
import { scriptedExpertCard, scriptedLocal } from '../../../shared/testing/scriptedModel.ts';
import { memoryCallCache } from '../evaluate/calls/callCache.ts';
import { isRightAnswer, wordProblem, type NumericProblem } from './goldWay.ts';
import { runExam, type ExamPlan } from './runExam.ts';

const problem: NumericProblem = {
  id: 'p1', data: 'own', question: 'A box has 4 rows of 6 pens and 5 loose pens. Half of all but one are sold, then 3 are found. How many pens are there?', documents: [],
  answer: 17, tolerance: 0, lines: [], way: { answer: 17, steps: [] },
};
const good: Readonly<Record<string, string>> = { '': 'Rows: 4 * 6 = 24.', 'Rows:': 'All: 24 + 5 = 29.', 'All:': 'Without one 29 - 1 = 28, half of it is 14.', 'half of it': 'Found: 14 + 3 = 17.', 'Found:': 'answer:17' };
/** The third step takes away the half of another number; what follows builds on it. */
const slips: Readonly<Record<string, string>> = { ...good, 'All:': 'A third of 24 is 8.', 'third of 24': 'And 3 more: 8 + 3 = 11.', '3 more': 'answer:11' };
const never = new AbortController().signal;

const says = (words: Readonly<Record<string, string>>, request: StepRequest): StepPart => {
  const last = request.steps.at(-1)?.text ?? '';
  const said = Object.entries(words).find(([key]) => (key === '' ? last === '' : last.includes(key)))?.[1] ?? 'answer:0';
  return { type: 'finish', reason: said.startsWith('answer:') ? 'answer' : 'step', text: said.replace('answer:', ''), usage: noUsage, tokens: [], tools: [] };
};
/** Writes by itself as `greedy` has it; drawn samples go as `drawn` has it. */
function model(greedy: Readonly<Record<string, string>>, drawn: (request: StepRequest) => Readonly<Record<string, string>>): LocalModel & { readonly counts: { drawn: number } } {
  const counts = { drawn: 0 };
  return {
    ...scriptedLocal([{ text: '' }]), counts,
    writeStep: async function* (request) {
      if (request.temperature > 0) counts.drawn += 1;
      yield says(request.temperature > 0 ? drawn(request) : greedy, request);
      await Promise.resolve();
    },
  };
}
function expert(step: (request: StepRequest) => string, rest: (request: StepRequest) => string, asked: StepRequest[] = []): ExpertModel {
  return {
    card: scriptedExpertCard,
    prepareStep: (request) => Promise.resolve({
      payload: JSON.stringify(request), digest: '', redactions: {}, maxUsd: 0,
      send: async function* (): AsyncGenerator<StepPart> {
        asked.push(request);
        yield { type: 'finish', reason: request.until === 'finish' ? 'answer' : 'step', text: request.until === 'finish' ? rest(request) : step(request), usage: noUsage, tokens: [], tools: [] };
        await Promise.resolve();
      },
    }),
  };
}
async function examined(local: LocalModel, more: Partial<ExamPlan> = {}, of = problem): Promise<ExamChain> {
  const chains: ExamChain[] = [];
  await runExam([of], {
    local, expert: null, profile: 'zeroShot', cache: memoryCallCache(), seed: 1, atOnce: 1, branchShare: { wrong: 0, right: 0 }, probes: [], gate: null,
    onChain: (chain) => { chains.push(chain); }, ...more,
  }, never);
  const [chain] = chains;
  if (!chain) throw new Error('no chain');
  return chain;
}
const brief = (chain: ExamChain) => chain.steps.map((step) => `${step.wrong ?? '-'} ${step.reason}${step.correction ? ` -> ${step.correction.by}` : ''}`);
const mends = (request: StepRequest) => (request.steps.some((step) => step.text.includes('third')) ? slips : good);

describe('a problem of which only the answer is known', () => {
  it('a chain that ends right is right in its steps, and is finished no further', async () => {
    const local = model(good, () => good);
    const chain = await examined(local);
    expect(brief(chain)).toEqual(Array.from({ length: 5 }, () => '0 chainEndsRight'));
    expect(chain).toMatchObject({ right: true, rightUnaided: true });
    expect(local.counts.drawn).toBe(0);
  });

  it('a chain whose third step is wrong: right, right, wrong, and without an expert it ends there', async () => {
    const chain = await examined(model(slips, mends));
    expect(brief(chain)).toEqual(['0 rollOut', '0 rollOut', '1 rollOut']);
    expect(chain).toMatchObject({ right: false, rightUnaided: false, round: 1 });
  });

  it('goes on behind the expert’s step where that one leads to the answer', async () => {
    const chain = await examined(model(slips, mends), { expert: expert(() => 'Less one 28, and half of it stays: 14.', () => '') });
    expect(brief(chain)).toEqual(['0 rollOut', '0 rollOut', '1 rollOut -> expert', '0 chainEndsRight', '0 chainEndsRight']);
    expect(chain).toMatchObject({ right: true, rightUnaided: false });
  });

  it('refuses an expert’s step that leads nowhere, keeps that it was tried, and ends', async () => {
    const chain = await examined(model(slips, mends), { expert: expert(() => 'Another third of 24 is 8.', () => '') });
    expect(brief(chain)).toEqual(['0 rollOut', '0 rollOut', '1 rollOut -> none']);
    expect(chain.steps[2]?.correction).toEqual({ by: 'none', text: '', refused: 'Another third of 24 is 8.' });
    expect(chain.right).toBe(false);
  });

  it('leaves every step without a label where the model never comes to the answer, except false arithmetic', async () => {
    expect(brief(await examined(model(slips, () => slips)))).toEqual(['- untold', '- untold', '- untold', '- untold', '- untold']);
    const false4 = { ...slips, 'third of 24': 'And 3 more: 8 + 3 = 12.' };
    expect(brief(await examined(model(false4, () => false4)))).toEqual(['- untold', '- untold', '- untold', '1 falseArithmetic']);
  });

  it('lets the expert finish where the model cannot; an answer alone that differs may be mended in silence, and tells nothing', async () => {
    const asked: StepRequest[] = [];
    const helper = (mendsAll: boolean) => expert(() => 'Less one 28, and half of it stays: 14.', (request) => (!mendsAll && request.steps.some((step) => step.text.includes('third')) ? 'Answer: 11' : 'Answer: 17'), asked);
    const chain = await examined(model(slips, () => slips), { expert: helper(false) });
    expect(brief(chain).slice(0, 3)).toEqual(['0 rollOut', '0 rollOut', '1 rollOut -> expert']);
    expect(asked.filter((request) => request.until === 'finish').length).toBeLessThanOrEqual(6);
    expect(brief(await examined(model(slips, () => slips), { expert: helper(true) }))).toEqual(Array.from({ length: 5 }, () => '- untold'));
  });

  it('second round: the gate decides, and what it let through or took away is told as well', async () => {
    const passes = await examined(model(slips, mends), { gate: { pWrong: () => 0.1, thresholds: [0.5] } });
    expect(brief(passes)).toEqual(['0 rollOut', '0 rollOut', '1 rollOut', '- afterError', '- afterError']);
    expect(passes).toMatchObject({ round: 2, p: 0.5, right: false });
    const asks = await examined(model(slips, mends), { gate: { pWrong: () => 0.9, thresholds: [0.5] }, expert: expert((request) => says(good, request).type === 'finish' ? goodStep(request) : '', () => '') });
    expect(brief(asks).slice(0, 3)).toEqual(['0 rollOut -> expert', '0 rollOut -> expert', '1 rollOut -> expert']);
  });
});

it('compares words as words, and of a yes or no judges the answer alone', async () => {
  const words = wordProblem({ kind: 'answer', dataset: 'own', id: 'w', question: 'In which town was he born?', documents: [], gold: { rule: 'words', accepted: ['The Ulm'] } });
  const yes = wordProblem({ kind: 'answer', dataset: 'own', id: 'y', question: 'Is it more than ten?', documents: [], gold: { rule: 'yesNo', value: true } });
  if (!words || !yes) throw new Error('no problem');
  expect(['Ulm.', 'So the answer is: Ulm', 'Answer: ulm', 'Bonn', 'Not Ulm'].map((text) => isRightAnswer(words, text))).toEqual([true, true, true, false, false]);
  expect(wordProblem({ kind: 'answer', dataset: 'own', id: 'l', question: 'q', documents: [], gold: { rule: 'words', accepted: ['x'.repeat(61)] } })).toBeNull();
  const says = (answer: string): LocalModel => scriptedLocal([{ text: 'He lived by the Danube.' }, { text: answer }]);
  expect(brief(await examined(says('Ulm'), {}, words))).toEqual(['0 chainEndsRight', '0 chainEndsRight']);
  expect(brief(await examined(says('Yes'), {}, yes))).toEqual(['- untold', '0 chainEndsRight']);
  expect(brief(await examined(says('No'), {}, yes))).toEqual(['- untold', '1 wrongAnswer']);
});

function goodStep(request: StepRequest): string {
  const part = says(good, request);
  return part.type === 'finish' ? part.text : '';
}
