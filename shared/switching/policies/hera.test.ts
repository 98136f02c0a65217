import { expect, test } from 'vitest';
import { constantHead, letterEmbedder, sampleProfile } from '../../hera/testing/sampleProfile.ts';
import type { HeraFile, PartId } from '../../hera/heraFile.ts';
import { decide } from '../decide.ts';
import { sampleGate } from '../gate/testing/sampleGate.ts';
import type { Candidate, StepContext } from '../policy.ts';
import type { Probe } from '../probe.ts';
import { auto } from './auto.ts';
import { hera } from './hera.ts';
import { heraSetup, type HeraSetup } from './heraSetup.ts';

const context = (position: number, question = 'Tom has 3 apples and buys 4 more. How many has he?'): StepContext => ({
  question, history: [], shape: 'steps', position, random: () => 0.5, steps: Array.from({ length: position }, (_, i) => ({ by: 'local', text: `Step ${i + 1}.` })),
});
const candidate: Candidate = { text: '3 + 4 = 7 apples.', reason: 'step', tokens: [], tools: [] };

/** Everything that is asked of it is kept, so that a test sees what a part costs. */
function probeThat(dial: number, says: { readonly predicts?: readonly string[]; readonly goesOn?: readonly string[] } = {}): { probe: Probe; asked: string[] } {
  const asked: string[] = [];
  const predictions = (says.predicts ?? []).values();
  return {
    asked,
    probe: {
      dial, now: () => 0, embed: (text) => letterEmbedder.embed(text),
      judge: () => Promise.resolve([]), resample: () => Promise.resolve([]),
      continueFrom: (_steps, count) => { asked.push(`continue ${count}`); return Promise.resolve((says.goesOn ?? []).slice(0, count)); },
      complete: () => { asked.push('complete'); return Promise.resolve(predictions.next().value ?? ''); },
    },
  };
}
const withFile = (changes: Partial<HeraFile> = {}, parts?: readonly PartId[]): HeraSetup => ({ file: sampleProfile(changes), embedder: letterEmbedder, ...(parts ? { parts } : {}) });
const known = async (similar: 0 | 1) => [{ problem: 'a', vector: [...await letterEmbedder.embed(context(0).question)], similar }];

test('a request like the known ones stays here as a whole; one unlike them is begun by the expert', async () => {
  const alike = hera(withFile({ urc: constantHead(0.9), known: await known(1) }), null);
  for (const position of [0, 2]) {
    const score = await alike.beforeStep?.(context(position), probeThat(0.3).probe);
    expect(score && decide(score, 0.3, position).writer).toBe('local');
  }
  const unlike = hera(withFile({ urc: constantHead(0.2), known: await known(0) }), null);
  const first = await unlike.beforeStep?.(context(0), probeThat(0.3).probe);
  expect(first && decide(first, 0.3).writer).toBe('expert');
  expect(first?.parts[0]?.words).toContain('the expert starts');
  expect(await unlike.beforeStep?.(context(1), probeThat(0.3).probe)).toBeNull();
});

test('in a domain that was never profiled the classifier does not send the first subtask away', async () => {
  const vector = [...await letterEmbedder.embed('zzzz')];
  expect(await hera(withFile({ urc: constantHead(0.2), known: [{ problem: 'z', vector, similar: 0 }] }), null).beforeStep?.(context(0, 'Qui est la?'), probeThat(0.3).probe)).toBeNull();
});

test('a question unlike the profiled ones is decided as AdaSwitch would, says so, and is embedded once', async () => {
  const centre = [...await letterEmbedder.embed(context(0).question)];
  const seen: string[] = [];
  const setup = (fails = false): HeraSetup => ({
    file: sampleProfile({ domain: { embedder: letterEmbedder.id, centre, least: 0.6 }, likeness: constantHead(0.01), urc: constantHead(0.01), auto: { choice: 'either', areas: {}, forks: 0 } }),
    embedder: { ...letterEmbedder, embed: (text) => { seen.push(text); return fails ? Promise.reject(new Error('gone')) : letterEmbedder.embed(text); } },
  });
  const foreign = 'Qui est la?';
  for (const policy of [hera(setup(), null), auto(setup(), { file: sampleGate('a', 'p', 10), basis: 'shipped' })]) {
    seen.length = 0;
    expect(await policy.beforeStep?.(context(0, foreign), probeThat(0.3).probe) ?? null).toBeNull();
    const score = await policy.afterCandidate?.(context(1, foreign), { ...candidate, tokens: [{ text: '7', logProb: -1, entropy: 1, margin: 0.1, isNumber: true, injected: false }] }, probeThat(0.3).probe);
    expect(score).toMatchObject({ meaning: 'pWrong', calibrated: policy.id === 'auto' });
    expect(score?.parts[0]).toMatchObject({ id: 'fallback', words: expect.stringMatching(/as AdaSwitch would: this question is unlike those .*profiled/) });
    expect(new Set(score?.parts.map((part) => part.id)).size).toBe(score?.parts.length);
    expect(seen).toEqual([foreign]);
  }
  // One of the profiled kind, and one that cannot be told, go HERA's way.
  expect(await hera(setup(), null).afterCandidate?.(context(1), candidate, probeThat(0.3).probe)).toMatchObject({ meaning: 'unlike' });
  expect(await hera(setup(true), null).afterCandidate?.(context(1, foreign), candidate, probeThat(0.3).probe)).toMatchObject({ meaning: 'unlike' });
});

test('later subtasks have to be more alike', async () => {
  const policy = hera(withFile({ alpha: 0.1, partsOn: ['sse'] }), null);
  const at = async (position: number) => { const score = await policy.afterCandidate?.(context(position), candidate, probeThat(0.25).probe); return score && decide(score, 0.25, position).writer; };
  expect([await at(0), await at(1)]).toEqual(['local', 'expert']);
});

test('a part runs only where the ones before it did not settle the matter', async () => {
  const setup = withFile({ sseBy: 'prediction', distance: [constantHead(0.1), constantHead(0.9)], partsOn: ['sse', 'sle', 'cd', 'sd'] });
  const same = probeThat(0.3, { predicts: ['3 + 4 = 7 apples.'] });
  const score = await hera(setup, null).afterCandidate?.(context(1), candidate, same.probe);
  expect(score && [decide(score, 0.3, 1).writer, score.isUpperBound, score.parts.map((part) => part.id)]).toEqual(['local', true, ['sse']]);
  expect(same.asked).toEqual(['complete']);

  const arrives = probeThat(0.3, { predicts: ['He eats 2 of them.'], goesOn: ['He eats 2 of them.'] });
  const later = await hera(setup, null).afterCandidate?.(context(1), candidate, arrives.probe);
  expect(later && decide(later, 0.3, 1)).toMatchObject({ writer: 'local', localUntil: 2 });
  expect(later?.parts.map((part) => part.id)).toEqual(['sse', 'sle']);
});

test('the latest convergence decides how long steps stay here', async () => {
  const setup = withFile({ sseBy: 'prediction', partsOn: ['sse', 'cd'] });
  const { probe } = probeThat(0.3, { predicts: ['Count the pears: 12.', 'b 8', 'They are 90 years.', 'd 1'], goesOn: ['b 8', 'c 2', 'd 1'] });
  const score = await hera(setup, null).afterCandidate?.(context(1), candidate, probe);
  expect(score && decide(score, 0.3, 1)).toMatchObject({ writer: 'local', localUntil: 4 });
  expect(score?.parts.at(-1)?.words).toBe('converges in 3 → here until then');
});

test('taken apart, all parts have to be alike', async () => {
  const setup = withFile({ sseBy: 'prediction', partsOn: ['sse', 'sd'] });
  const decided = async (theirs: string) => {
    const { probe } = probeThat(0.3, { predicts: ['Seven apples.', 'Add 3 and 4.\n2. That is 7.', theirs] });
    const score = await hera(setup, null).afterCandidate?.(context(1), candidate, probe);
    return score && decide(score, 0.3, 1).writer;
  };
  expect(await decided('Add 3 and 4.\n2. That is 7.')).toBe('local');
  expect(await decided('Add 3 and 4.\n2. That is 8.')).toBe('expert');
  expect(await decided('Add 3 and 4.')).toBe('expert');
});

test('without a profile steps are decided as by AdaSwitch, and the trace says so', async () => {
  const score = await hera({ file: null, why: 'this pair of models has no profile yet' }, null).afterCandidate?.(context(0), candidate, probeThat(0.3).probe);
  expect(score?.parts[0]?.words).toBe('decided as AdaSwitch would: this pair of models has no profile yet');
});

test('the ends of the dial are all local and all expert', async () => {
  const policy = hera(withFile({ likeness: constantHead(0.5), partsOn: ['sse'] }), null);
  for (const [dial, writer] of [[0, 'expert'], [1, 'local']] as const) {
    const score = await policy.afterCandidate?.(context(2), candidate, probeThat(dial).probe);
    expect(score && decide(score, dial, 2).writer).toBe(writer);
  }
});

test('auto without a gate is HERA, without a profile AdaSwitch', async () => {
  expect((await auto(withFile({ partsOn: ['sse'] }), null).afterCandidate?.(context(1), candidate, probeThat(0.1).probe))?.meaning).toBe('unlike');
  expect((await auto({ file: null, why: 'none' }, null).afterCandidate?.(context(1), candidate, probeThat(0.1).probe))?.meaning).not.toBe('unlike');
});

test('vectors of another embedding model are not compared: what needs them is left out, and the trace says so', async () => {
  const found = { file: sampleProfile(), why: '' };
  for (const embedder of [null, { ...letterEmbedder, id: 'another' }]) {
    const setup = heraSetup(found, embedder, { parts: ['urc', 'sse', 'cd'], alpha: 0.05 });
    expect(setup).toMatchObject({ parts: ['sse'], sseBy: 'likeness', alpha: 0.05 });
    expect((await hera(setup, null).afterCandidate?.(context(1), candidate, probeThat(0.3).probe))?.parts[0]?.words).toContain('embedding model');
    expect(heraSetup({ file: sampleProfile({ likeness: null }), why: '' }, embedder)).toMatchObject({ file: null });
  }
  // The likeness head reads what the model measured: no text is compared, and nothing is missing.
  expect(heraSetup({ file: sampleProfile({ partsOn: ['sse'] }), why: '' }, null)).not.toHaveProperty('why');
  expect(heraSetup(found, letterEmbedder)).toMatchObject({ embedder: letterEmbedder });
});
