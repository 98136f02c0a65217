import { expect, test } from 'vitest';
import { localEmbedderId } from '../../hera/embedder.ts';
import { constantHead, letterEmbedder, sampleProfile } from '../../hera/testing/sampleProfile.ts';
import type { HeraFile, PartId } from '../../hera/heraFile.ts';
import { decide } from '../decide.ts';
import { sampleGate } from '../gate/testing/sampleGate.ts';
import type { Candidate, StepContext } from '../policy.ts';
import type { Probe } from '../probe.ts';
import { TandemError } from '../../errors.ts';
import { adaswitch } from './adaswitch.ts';
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
const withFile = (changes: Partial<HeraFile> = {}, parts?: readonly PartId[]): Extract<HeraSetup, { file: object }> => ({ file: sampleProfile(changes), embedder: letterEmbedder, ...(parts ? { parts } : {}) });
/** One step of the expert's, so that its next can be foretold at all. */
const transitions: HeraFile['transitions'] = [{ problem: 'a', question: 'How many?', last: '', next: 'Count them.', position: 0, vector: Array.from({ length: 64 }, () => 0.125) }];
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

test('a score says when the pair was profiled, and when its likeness was learnt anew from use', async () => {
  const basisAt = async (refitted: { readonly refitted?: string }) => (await hera(withFile({ provenance: { ...sampleProfile().provenance, ...refitted } }, ['sse']), null).afterCandidate?.(context(0), candidate, probeThat(0.3).probe))?.basis;
  expect(await basisAt({})).toContain('(written for the test, profiled 2026-01-02) that');
  expect(await basisAt({ refitted: '2026-03-04T00:00:00.000Z' })).toContain('profiled 2026-01-02, likeness of steps learnt anew from use 2026-03-04) that');
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
  const setup = withFile({ sseBy: 'prediction', transitions, distance: [constantHead(0.1), constantHead(0.9)], partsOn: ['sse', 'sle', 'cd', 'sd'] });
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
  const setup = withFile({ sseBy: 'prediction', transitions, partsOn: ['sse', 'cd'] });
  const { probe } = probeThat(0.3, { predicts: ['Count the pears: 12.', 'b 8', 'They are 90 years.', 'd 1'], goesOn: ['b 8', 'c 2', 'd 1'] });
  const score = await hera(setup, null).afterCandidate?.(context(1), candidate, probe);
  expect(score && decide(score, 0.3, 1)).toMatchObject({ writer: 'local', localUntil: 4 });
  expect(score?.parts.at(-1)?.words).toBe('converges in 3 → here until then');
});

test('taken apart, all parts have to be alike', async () => {
  const setup = withFile({ sseBy: 'prediction', transitions, partsOn: ['sse', 'sd'] });
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

test('auto without a gate is HERA, without a profile AdaSwitch, and each step says so', async () => {
  expect((await auto(withFile({ partsOn: ['sse'] }), null).afterCandidate?.(context(1), candidate, probeThat(0.1).probe))?.meaning).toBe('unlike');
  const gate = { file: sampleGate('a', 'p', 10), basis: 'shipped' } as const;
  const measured: Candidate = { ...candidate, tokens: [{ text: '7', logProb: -1, entropy: 1, margin: 0.1, isNumber: true, injected: false }] };
  for (const heads of [null, gate]) {
    const policy = auto({ file: null, why: 'this pair of models has no profile yet' }, heads);
    expect(await policy.beforeStep?.(context(1), probeThat(0.1).probe) ?? null).toBeNull();
    const score = await policy.afterCandidate?.(context(1), measured, probeThat(0.1).probe);
    const plain = await adaswitch(heads).afterCandidate?.(context(1), measured, probeThat(0.1).probe);
    expect(score).toMatchObject({ value: plain?.value, meaning: plain?.meaning, calibrated: heads !== null });
    expect(score?.parts[0]).toMatchObject({ id: 'fallback', words: 'decided as AdaSwitch would: this pair of models has no profile yet' });
    expect(score?.parts.slice(1)).toEqual(plain?.parts);
  }
});

test('a part that the profile holds nothing for says so and is passed over; the others go on', async () => {
  // As the profiles that come with the program are: heads and nobody's words.
  const shipped = withFile({ urc: null, known: [], distance: [], transitions: [], likeness: constantHead(0.5) }, ['urc', 'sse', 'sle', 'cd', 'sd']);
  const policy = hera(shipped, null);
  const { probe, asked } = probeThat(0.3, { predicts: ['x'], goesOn: ['y'] });
  const at = context(0);
  expect(await policy.beforeStep?.(at, probe)).toBeNull();
  const score = await policy.afterCandidate?.(at, candidate, probe);
  expect(score).toMatchObject({ meaning: 'unlike', value: 0.5 });
  expect(score?.parts.map(({ id, words }) => [id, words])).toEqual([
    ['missing', 'Whether both answer the whole request alike is not learnt for this pair: its profile remembers no requests'],
    ['sse', expect.stringContaining('the chance that the expert would write the same')],
    ['missing', 'Whether this device gets there in a few steps is not learnt for this pair: how far apart the two are was not learnt'],
    ['missing', 'Where the two meet is not learnt for this pair: no step of this expert is known yet from which its next could be foretold'],
    ['missing', expect.stringContaining('Whether each piece is alike is not learnt')],
  ]);
  // Nothing was foretold from nothing.
  expect(asked).toEqual([]);
  // Of a later step the request is not spoken of again.
  const later = context(1);
  await policy.beforeStep?.(later, probe);
  expect((await policy.afterCandidate?.(later, candidate, probe))?.parts[0]?.id).toBe('sse');
  // Steps of use are as good as the profile's.
  const used = hera({ ...shipped, find: () => transitions }, null);
  expect((await used.afterCandidate?.(context(1), candidate, probe))?.parts.map((part) => part.id)).toEqual(['sse', 'missing', 'cd', 'sd']);
});

test('where a step cannot be foretold, likeness speaks instead; where nothing can, AdaSwitch does', async () => {
  const foretold = await hera(withFile({ sseBy: 'prediction', transitions: [] }, ['sse']), null).afterCandidate?.(context(1), candidate, probeThat(0.3).probe);
  expect(foretold?.parts.map((part) => part.id)).toEqual(['missing', 'sse']);
  expect(foretold).toMatchObject({ meaning: 'unlike' });
  for (const setup of [withFile({ likeness: null, transitions: [] }, ['sse']), withFile({ urc: null }, ['urc']), withFile({ urc: null, transitions: [] }, ['urc', 'sle', 'cd', 'sd'])]) {
    const score = await hera(setup, null).afterCandidate?.(context(1), candidate, probeThat(0.3).probe);
    expect(score?.meaning).not.toBe('unlike');
    expect(score?.parts[0]).toMatchObject({ id: 'fallback', words: expect.stringContaining('is learnt for this pair') as unknown });
  }
});

test('a request unlike anything profiled is said to be one', async () => {
  const vector = [...await letterEmbedder.embed('zzzz')];
  const policy = hera(withFile({ urc: constantHead(0.2), known: [{ problem: 'z', vector, similar: 0 }] }), null);
  const at = context(0, 'Qui est la?');
  expect(await policy.beforeStep?.(at, probeThat(0.3).probe)).toBeNull();
  expect((await policy.afterCandidate?.(at, candidate, probeThat(0.3).probe))?.parts[0]).toMatchObject({ id: 'missing', words: expect.stringContaining('nothing like this request was profiled') as unknown });
});

test('a model that dies while HERA asks it costs one word, not the answer', async () => {
  const dying = { ...letterEmbedder, embed: () => Promise.reject(new TandemError('engineCrashed', 'The model stopped.')) };
  // The request classifier alone needed it: the rest of HERA goes on.
  const urc: HeraSetup = { file: sampleProfile({ urc: constantHead(0.2), known: await known(0) }), embedder: dying };
  const policy = hera(urc, null);
  const at = context(0);
  expect(await policy.beforeStep?.(at, probeThat(0.3).probe)).toBeNull();
  const told = await policy.afterCandidate?.(at, candidate, probeThat(0.3).probe);
  expect(told).toMatchObject({ meaning: 'unlike' });
  expect(told?.parts[0]).toMatchObject({ id: 'missing', words: 'Whether both answer the whole request alike could not be asked: The model stopped' });
  // The subtask itself needs it: AdaSwitch decides this step, also under Automatic, where both have a say.
  const sse: HeraSetup = { file: sampleProfile({ sseBy: 'prediction', transitions, auto: { choice: 'either', areas: {}, forks: 0 } }), embedder: dying, parts: ['sse', 'cd'] };
  const gate = { file: sampleGate('a', 'p', 10), basis: 'shipped' } as const;
  for (const one of [hera(sse, gate), auto(sse, gate)]) {
    const score = await one.afterCandidate?.(context(1), candidate, probeThat(0.3).probe);
    expect(score?.meaning).not.toBe('unlike');
    expect(score?.parts[0]).toMatchObject({ id: 'fallback', words: 'decided as AdaSwitch would: what HERA needs could not be asked (The model stopped)' });
  }
  // So does the local model, asked to foretell or to go on.
  const { probe } = probeThat(0.3, { predicts: ['Count the pears: 12.'] });
  const mute: Probe = { ...probe, continueFrom: () => Promise.reject(new Error('gone')) };
  expect((await hera(withFile({ sseBy: 'prediction', transitions, partsOn: ['sse', 'cd'] }), null).afterCandidate?.(context(1), candidate, mute))?.parts[0]?.words).toContain('could not be asked (the model that it asks failed)');
});

test('a stop is a stop, and what a closed log lacks is no reason to decide otherwise', async () => {
  for (const error of [Object.assign(new Error('stopped'), { name: 'AbortError' }), new TandemError('notFound', 'not in the log')]) {
    const failing = { ...letterEmbedder, embed: () => Promise.reject(error) };
    const policy = hera({ file: sampleProfile({ urc: constantHead(0.2), known: await known(0), sseBy: 'prediction', transitions }), embedder: failing }, null);
    await expect(policy.beforeStep?.(context(0), probeThat(0.3).probe)).rejects.toBe(error);
    await expect(policy.afterCandidate?.(context(0), candidate, probeThat(0.3).probe)).rejects.toBe(error);
  }
});

test('vectors of another embedding model are not compared: what needs them is left out, and the trace says so', async () => {
  const found = { file: sampleProfile(), why: '' };
  const none = (why: string) => ({ embedder: null, why });
  for (const [opened, words] of [
    [none('It is damaged. Delete it and get it anew.'), 'the embedding model cannot be used (It is damaged. Delete it and get it anew), so only the likeness'],
    [none(''), 'the embedding model cannot be used, so only the likeness'], [{ embedder: { ...letterEmbedder, id: 'another' }, why: '' }, 'the embedding model is another one than the profile was made with, so'],
  ] as const) {
    const setup = heraSetup(found, opened, { parts: ['urc', 'sse', 'cd'], alpha: 0.05 });
    expect(setup).toMatchObject({ parts: ['sse'], sseBy: 'likeness', alpha: 0.05 });
    expect((await hera(setup, null).afterCandidate?.(context(1), candidate, probeThat(0.3).probe))?.parts[0]?.words).toContain(words);
    expect(heraSetup({ file: sampleProfile({ likeness: null }), why: '' }, opened)).toMatchObject({ file: null });
  }
  // The likeness head reads what the model measured: no text is compared, and nothing is missing.
  expect(heraSetup({ file: sampleProfile({ partsOn: ['sse'] }), why: '' }, none('gone'))).not.toHaveProperty('why');
  expect(heraSetup(found, { embedder: letterEmbedder, why: '' })).toMatchObject({ embedder: letterEmbedder });
});

test('whether a question is of the profiled kind cannot be told without the embedding model: HERA decides, and says so', async () => {
  const file = sampleProfile({ partsOn: ['sse'], domain: { embedder: 'letters', centre: [1], least: 0.5 } });
  for (const [opened, words] of [[{ embedder: null, why: 'It is not here.' }, /^the embedding model cannot be used \(It is not here\), so it is not known whether/], [{ embedder: { ...letterEmbedder, id: 'another' }, why: '' }, /is another one .*, so it is not known whether/]] as const) {
    const score = await hera(heraSetup({ file, why: '' }, opened), null).afterCandidate?.(context(1), candidate, probeThat(0.3).probe);
    expect(score).toMatchObject({ meaning: 'unlike', parts: [{ id: 'missing', words: expect.stringMatching(words) as unknown }, {}] });
  }
  // An evaluation that asks no model about kinds says nothing of it.
  expect(heraSetup({ file, why: '' }, { embedder: null, why: '' })).not.toHaveProperty('why');
});

test('a profile whose texts the local model compared itself needs no embedding model: it is asked in the run', async () => {
  const { provenance } = sampleProfile();
  const own = sampleProfile({ provenance: { ...provenance, embedder: localEmbedderId(provenance.localSha256) }, sseBy: 'prediction', transitions });
  const setup = heraSetup({ file: own, why: '' }, { embedder: null, why: 'not here' }, { parts: ['sse'] });
  expect(setup).toEqual({ file: own, embedder: null, parts: ['sse'] });
  const embedded: string[] = [];
  const { probe } = probeThat(0.3, { predicts: ['3 + 4 = 7 apples.'] });
  const score = await hera(setup, null).afterCandidate?.(context(1), candidate, { ...probe, embed: (text) => { embedded.push(text); return probe.embed(text); } });
  expect(score && decide(score, 0.3, 1).writer).toBe('local');
  expect(embedded).toContain(candidate.text);
  // Of another file's own vectors it is not asked.
  const others = sampleProfile({ provenance: { ...provenance, embedder: localEmbedderId('b'.repeat(64)) } });
  expect(heraSetup({ file: others, why: '' }, { embedder: null, why: '' }, { parts: ['urc', 'sse'] })).toMatchObject({ parts: ['sse'] });
});
