import { describe, expect, it } from 'vitest';
import { noUsage, type ExpertModel, type LocalModel, type StepPart, type StepRequest } from '../../../shared/agent/model.ts';
import { scriptedExpertCard, scriptedLocal } from '../../../shared/testing/scriptedModel.ts';
import { memoryCallCache } from '../evaluate/calls/callCache.ts';
import type { ExamChain } from '../../../shared/exam/chain.ts';
import type { NumericProblem } from './goldWay.ts';
import { runExam, type ExamPlan } from './runExam.ts';

const problem: NumericProblem = {
  id: 'p1', data: 'test', question: 'A box has 4 rows of 6 pens and 5 loose pens. How many pens?', documents: [], answer: 29, tolerance: 0,
  lines: [{ text: 'The rows hold 4 * 6 = 24 pens.', value: 24 }, { text: 'With the loose ones there are 24 + 5 = 29 pens.', value: 29 }],
  way: { answer: 29, steps: [{ expression: '4*6', value: 24 }, { expression: '24+5', value: 29 }] },
};
const never = new AbortController().signal;
const local = scriptedLocal([{ text: 'Rows: 4 * 6 = 24.' }, { text: 'All: 24 * 5 = 120.' }, { text: '29', reason: 'answer' }]);

/** Judges by what the last step says; writes the same correction each time. */
function expert(judge: (question: string) => string, asked: StepRequest[] = []): ExpertModel {
  return {
    card: scriptedExpertCard,
    prepareStep: (request) => Promise.resolve({
      payload: JSON.stringify(request), digest: '', redactions: {}, maxUsd: 0,
      send: async function* (): AsyncGenerator<StepPart> {
        asked.push(request);
        const text = request.shape === 'reply' ? judge(request.question) : 'So 24 + 5 = 29 pens.';
        yield { type: 'finish', reason: request.shape === 'reply' ? 'answer' : 'step', text, usage: noUsage, tokens: [], tools: [] };
        await Promise.resolve();
      },
    }),
  };
}
async function examined(judge: ExpertModel | null, more: Partial<ExamPlan> & { readonly model?: LocalModel } = {}): Promise<ExamChain> {
  const chains: ExamChain[] = [];
  await runExam([problem], {
    local: more.model ?? local, expert: judge, profile: 'zeroShot', cache: memoryCallCache(), seed: 1, atOnce: 1, branchShare: { wrong: 0, right: 0 },
    probes: [], gate: null, examiner: 'judge', onChain: (chain) => { chains.push(chain); }, ...more,
  }, never);
  const [chain] = chains;
  if (!chain) throw new Error('no chain');
  return chain;
}
const brief = (chain: ExamChain) => chain.steps.map((step) => `${step.wrong ?? '-'} ${step.reason} gold ${step.gold ?? '-'}${step.correction ? ` -> ${step.correction.by}` : ''}`);

describe('the expert as a judge', () => {
  it('says which step is wrong; it is replaced, and gold only measures', async () => {
    const asked: StepRequest[] = [];
    const chain = await examined(expert((question) => `First wrong step: ${question.includes('= 120') ? 2 : 0}`, asked));
    expect(brief(chain)).toEqual(['0 judge gold 0', '1 judge gold - -> expert', '0 judge gold 0']);
    expect(chain.right).toBe(true);
    expect(asked.find((request) => request.shape === 'reply')).toMatchObject({ tools: [], steps: [], temperature: 0 });
  });

  it('leaves a step without a label where the reply cannot be used, and goes on', async () => {
    const chain = await examined(expert(() => 'Hard to say.'));
    expect(brief(chain)).toEqual(['- judge gold 0', '- judge gold -', '- judge gold 0']);
  });

  it('is measured where it is wrong', async () => {
    const chain = await examined(expert((question) => (question.includes('Rows:') && !question.includes('Step 2') ? 'First wrong step: 1' : '0')));
    expect(chain.steps[0]).toMatchObject({ wrong: 1, gold: 0 });
  });

  it('does not label a step that builds on one it now doubts', async () => {
    const chain = await examined(expert((question) => (question.includes('Step 2') ? 'First wrong step: 1' : '0')));
    expect(brief(chain)[1]).toBe('- afterError gold -');
  });

  it('needs an expert', async () => {
    await expect(examined(null)).rejects.toMatchObject({ kind: 'badInput' });
  });

  it('is asked for nothing where gold values examine', async () => {
    const asked: StepRequest[] = [];
    const chain = await examined(expert(() => '0', asked), { examiner: 'gold' });
    expect(asked.some((request) => request.shape === 'reply')).toBe(false);
    expect(chain.steps.every((step) => step.gold === undefined)).toBe(true);
  });
});
