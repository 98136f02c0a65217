import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ExpertModel, LocalModel } from '../../../shared/agent/model.ts';
import type { ExamSource, ExamState } from '../../../shared/contract/gate.ts';
import { TandemError } from '../../../shared/errors.ts';
import type { QuestionEmbedder } from '../../../shared/learn/domain.ts';
import { gate, scriptedExpert, scriptedLocal, scriptedLocalCard, type ScriptedStep } from '../../../shared/testing/scriptedModel.ts';
import { createExamService, type ExamService } from './examService.ts';
import { examPlace, openExamFolder } from './examFolder.ts';
import { examProgress } from './examProgress.ts';
import { tandemPaths } from '../paths.ts';
import { openStore } from '../runs/store/openStore.ts';
import { withLedger } from '../runs/withLedger.ts';
import { openGateStore } from './gateStore.ts';
import type { GateFile } from '../../../shared/switching/gate/gateFile.ts';
import { sampleGate } from '../../../shared/switching/gate/testing/sampleGate.ts';

const card = { ...scriptedLocalCard, sha256: 'a'.repeat(64) };
const script: readonly ScriptedStep[] = [{ text: 'So 3 + 4 = 7.', logProb: -0.1 }, { text: 'Doubled 7 * 2 = 14.', logProb: -2 }, { text: '14' }];
const rows = (count: number): string => Array.from({ length: count }, (_, i) => `{"id": "e${i}", "question": "Ann has 3 pens and buys 4 more (case ${i}). How many?", "answer": ${i % 2 === 0 ? 7 : 14}}`).join('\n');
const examples = (count: number): ExamSource => ({ kind: 'examples', name: 'mine.jsonl', text: rows(count) });

/** By itself it doubles; drawn samples stop where the answer is 7, so that the wrong chains can be told. */
function exampleLocal(): LocalModel {
  const [greedy, drawn] = [scriptedLocal(script, { card }), scriptedLocal([{ text: 'So 3 + 4 = 7.' }, { text: '7' }], { card })];
  return { ...greedy, writeStep: (request, signal) => (request.temperature > 0 && /case \d*[02468]\)/.test(request.question) ? drawn : greedy).writeStep(request, signal) };
}

function opened(more: { readonly folder?: string; readonly local?: LocalModel; readonly expert?: ExpertModel | null; readonly embedder?: QuestionEmbedder; readonly now?: () => number; readonly shipped?: readonly GateFile[] } = {}) {
  const folder = more.folder ?? fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-exam-'));
  const gates = openGateStore(folder, () => undefined, more.shipped ?? []);
  const listeners = new Set<() => void>();
  const local = more.local ?? exampleLocal();
  const service: ExamService = createExamService({
    folder, gates, embedder: more.embedder, log: { error: () => undefined }, now: more.now ?? Date.now,
    useLocal: () => Promise.resolve({ engine: { card: local.card, model: local }, release: () => undefined }),
    useExpert: () => Promise.resolve(more.expert ? { model: more.expert, release: () => undefined } : null),
    onChange: () => { for (const listener of [...listeners]) listener(); }, onGate: () => undefined,
  });
  const until = (wanted: ExamState['state']) => new Promise<ExamState>((resolve) => {
    const check = () => {
      if (service.state.state !== wanted) return;
      listeners.delete(check);
      resolve(service.state);
    };
    listeners.add(check);
    check();
  });
  return { folder, gates, service, until };
}
const all = { seconds: null, problems: null };
const placeOf = (folder: string, of = card) => examPlace(folder, { modelSha256: of.sha256, profile: 'zeroShot' });

const noSpace = () => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

describe('exam service', () => {
  it('works all examples, fits a gate, and says what was found', async () => {
    const { service, gates, until } = opened();
    expect(service.state.state).toBe('idle');
    await service.start({ source: examples(6), ...all });
    expect(await until('finished')).toMatchObject({ progress: { problems: 6, rightUnaided: 3, source: 'mine.jsonl' } });
    expect(gates.info(card)).toMatchObject({ basis: 'exam', problems: 6, data: 'mine.jsonl' });
    expect(gates.info(card).curve.length).toBeGreaterThan(10);
  });

  it('keeps where its questions lie, with an embedding model and enough of them', async () => {
    const embedder: QuestionEmbedder = { id: 'e', embed: (text) => Promise.resolve(Float32Array.from([1, text.length / 1000])) };
    for (const [count, own] of [[20, embedder], [19, embedder], [20, undefined], [20, { id: 'e', embed: () => Promise.reject(new Error('gone')) }]] as const) {
      const { service, gates, until } = opened(own ? { embedder: own } : {});
      await service.start({ source: examples(count), ...all });
      await until('finished');
      const domain = gates.forModel(card)?.file.domain;
      if (count === 20 && own === embedder) expect(domain).toMatchObject({ embedder: 'e', centre: [expect.closeTo(1, 1), expect.any(Number)] });
      else expect(domain).toBeUndefined();
    }
  });

  it('stops at the given number, and a second start replaces the first exam', async () => {
    const { service, until } = opened();
    await service.start({ source: { kind: 'builtIn' }, seconds: null, problems: 2 });
    expect(await until('finished')).toMatchObject({ progress: { problems: 2, source: 'built-in exam' } });
    await service.start({ source: examples(3), ...all });
    expect(await until('finished')).toMatchObject({ progress: { problems: 3 } });
  });

  it('is paused by the user, kept over a restart of the program, and gone on with to the same end', async () => {
    const held = gate();
    let asked = 0;
    const local = scriptedLocal(script, { card });
    const slow: LocalModel = {
      ...local,
      writeStep: async function* (request, signal) {
        asked += 1;
        if (request.question.includes('case 2') && asked < 40) await held.wait(signal);
        yield* local.writeStep(request, signal);
      },
    };
    const first = opened({ local: slow });
    await first.service.start({ source: examples(5), ...all });
    await held.reached;
    await expect(first.service.start({ source: examples(1), ...all })).rejects.toThrow(/under way/);
    await first.service.stop();
    expect(first.service.state).toMatchObject({ state: 'paused', progress: { problems: 2 } });
    const second = opened({ folder: first.folder });
    expect(second.service.state).toMatchObject({ state: 'paused', progress: { problems: 2 } });
    await second.service.continue();
    expect(await second.until('finished')).toMatchObject({ progress: { problems: 5 } });
  });

  it('pauses when the expert is gone, keeps what was examined, and goes on', async () => {
    let failing = true;
    const helper = scriptedExpert([{ text: 'So 3 + 4 = 7.', reason: 'step' }, { text: 'x', reason: 'step' }]);
    const expert: ExpertModel = { card: helper.card, prepareStep: (request) => (failing && request.question.includes('case 2') ? Promise.reject(new TandemError('expertUnreachable', 'The expert cannot be reached.')) : helper.prepareStep(request)) };
    const { service, until } = opened({ expert });
    await service.start({ source: examples(4), ...all });
    expect(await until('paused')).toMatchObject({ words: expect.stringContaining('cannot be reached'), progress: { problems: 2 } });
    failing = false;
    await service.continue();
    expect(await until('finished')).toMatchObject({ progress: { problems: 4 } });
  });

  it.each(['expertUnreachable', 'expertUnauthorized', 'expertNotAgreed'] as const)('pauses too when the expert fails with %s before the first problem is finished', async (kind) => {
    let failing = true;
    const helper = scriptedExpert([{ text: 'So 3 + 4 = 7.', reason: 'step' }, { text: 'x', reason: 'step' }]);
    const expert: ExpertModel = { card: helper.card, prepareStep: (request) => (failing ? Promise.reject(new TandemError(kind, 'The expert cannot help.')) : helper.prepareStep(request)) };
    const { service, until } = opened({ expert });
    await service.start({ source: examples(3), ...all });
    expect(await until('paused')).toMatchObject({ words: expect.stringContaining('cannot help'), progress: { problems: 0 } });
    failing = false;
    await service.continue();
    expect(await until('finished')).toMatchObject({ progress: { problems: 3 } });
  });

  it('keeps the exam before until the first problem of a new one is examined, also over a restart', async () => {
    const before = opened();
    await before.service.start({ source: examples(4), ...all });
    await before.until('finished');
    const of = (folder: string) => openExamFolder(placeOf(folder)).read();
    let failing = true;
    const local = exampleLocal();
    const dying: LocalModel = { ...local, writeStep: async function* (request, signal) {
      if (failing) throw new TandemError('engineFailed', 'The model does not answer.');
      yield* local.writeStep(request, signal);
    } };
    const after = opened({ folder: before.folder, local: dying });
    await after.service.start({ source: examples(2), ...all });
    expect(await after.until('failed')).toMatchObject({ error: { kind: 'engineFailed' } });
    expect(of(before.folder)).toMatchObject({ plan: { isFinished: true }, chains: { length: 4 } });
    expect(opened({ folder: before.folder }).service.state).toMatchObject({ state: 'finished', progress: { problems: 4 } });
    failing = false;
    await after.service.continue();
    expect(await after.until('finished')).toMatchObject({ progress: { problems: 2 } });
    expect(of(before.folder)).toMatchObject({ plan: { isFinished: true }, chains: { length: 2 } });
    expect(fs.readdirSync(placeOf(before.folder)).toSorted()).toEqual(['before.json', 'chains.jsonl', 'plan.json', 'state.json']);
  });

  it.each([0, 2])('pauses at a full disk after %d problems, says so, counts nothing that was not stored, and goes on', async (kept) => {
    const { folder, service, until } = opened();
    const real = fs.appendFileSync.bind(fs);
    let written = 0;
    const full = vi.spyOn(fs, 'appendFileSync').mockImplementation((...given) => {
      if (written === kept) throw noSpace();
      written += 1;
      real(...given);
    });
    onTestFinished(() => full.mockRestore());
    await service.start({ source: examples(4), ...all });
    expect(await until('paused')).toMatchObject({ words: expect.stringMatching(/disk is full.*paused/), progress: { problems: kept } });
    full.mockRestore();
    await service.continue();
    expect(await until('finished')).toMatchObject({ progress: { problems: 4 } });
    expect(openExamFolder(placeOf(folder)).read()?.chains.map(({ problem }) => problem)).toEqual(['e0', 'e1', 'e2', 'e3']);
  });

  it('pauses where what was fitted cannot be stored, and fits again when it goes on', async () => {
    const { gates, service, until } = opened();
    const real = fs.renameSync.bind(fs);
    const full = vi.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      if (String(to).includes('zeroShot-')) throw noSpace();
      real(from, to);
    });
    onTestFinished(() => full.mockRestore());
    await service.start({ source: examples(4), ...all });
    expect(await until('paused')).toMatchObject({ words: expect.stringMatching(/disk is full.*paused/), progress: { problems: 4 } });
    full.mockRestore();
    await service.continue();
    expect(await until('finished')).toMatchObject({ progress: { problems: 4 } });
    expect(gates.info(card)).toMatchObject({ basis: 'exam', problems: 4 });
  });

  it.each([[0, 0], [0.25, 2]])('pauses at a spending cap of $%d after %d problems, keeps what was examined, never passes it, and goes on when it is raised', async (cap, problems) => {
    const home = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-exam-'));
    const store = openStore(tandemPaths({ TANDEM_HOME: home }), Date.now);
    let capUsd = cap;
    // Each call may cost 10 cents and does cost next to nothing, until one is cut off and counts at its most.
    const helper = scriptedExpert([{ text: 'So 3 + 4 = 7.', reason: 'step' }, { text: 'x', reason: 'step' }], { maxUsd: 0.1 });
    const expert = withLedger({ card: helper.card, prepareStep: async (request) => {
      const prepared = await helper.prepareStep(request);
      return { ...prepared, maxUsd: request.question.includes('case 2') && capUsd < 1 ? 0.3 : prepared.maxUsd };
    } }, { runId: 'exam', ledger: store.ledger, agreements: () => ({ [helper.card.host ?? '']: { at: 0, capUsd } }), now: Date.now, onChange: () => undefined });
    const { service, until } = opened({ expert });
    await service.start({ source: examples(4), ...all });
    expect(await until('paused')).toMatchObject({ words: expect.stringMatching(/monthly cap.*examined is kept/), progress: { problems } });
    expect(store.ledger.spentSince(0)).toBeLessThanOrEqual(cap);
    capUsd = 2;
    await service.continue();
    expect(await until('finished')).toMatchObject({ progress: { problems: 4 } });
    store.close();
  });

  it('takes one example, and 100,000 of which only as many are worked as were asked for', async () => {
    const one = opened();
    await one.service.start({ source: examples(1), ...all });
    expect(await one.until('finished')).toMatchObject({ progress: { problems: 1 } });
    const many = opened();
    await many.service.start({ source: examples(100_000), seconds: null, problems: 3 });
    expect(await many.until('finished')).toMatchObject({ progress: { problems: 3 } });
  });

  it.each([['no step is wrong', 7], ['every step is wrong', 99]])('invents no figures where %s', async (_, answer) => {
    const { service, gates, until } = opened({ local: scriptedLocal([{ text: 'So 3 + 4 = 7.', logProb: -0.5 }, { text: '7' }], { card }) });
    const text = Array.from({ length: 6 }, (__, i) => `{"question": "Ann has 3 pens and buys 4 more (case ${i}). How many?", "answer": ${answer}}`).join('\n');
    await service.start({ source: { kind: 'examples', name: 'mine.jsonl', text }, ...all });
    expect(await until('finished')).toMatchObject({ progress: { problems: 6, plannedProblems: 6, auroc: null } });
    const { auroc, curve, recommended } = gates.info(card);
    expect(auroc).toBeNull();
    for (const { accuracy, share } of curve) for (const value of [accuracy.value, accuracy.low, accuracy.high, share.value]) expect(Number.isFinite(value)).toBe(true);
    expect(recommended === null || Number.isFinite(recommended.p)).toBe(true);
  });

  it('refuses what it cannot use with a sentence: bad examples, a model without a hash, another model, nothing to go on with', async () => {
    const { service, folder } = opened();
    await expect(service.start({ source: { kind: 'examples', name: 'x.jsonl', text: `{"question": "a?", "answer": "${'because of this '.repeat(9)}"}` }, ...all })).rejects.toThrow(/"line 1" in x\.jsonl cannot be compared/);
    await expect(service.start({ source: { kind: 'examples', name: 'x.jsonl', text: '' }, ...all })).rejects.toThrow(/no problems/);
    await expect(service.continue()).rejects.toThrow(/no exam to go on/);
    await expect(opened({ local: scriptedLocal(script) }).service.start({ source: examples(1), ...all })).rejects.toThrow(/SHA-256/);
    const held = gate();
    const slow = opened({ folder, local: scriptedLocal([{ text: 'So 3 + 4 = 7.', hold: held.wait }], { card }) });
    await slow.service.start({ source: examples(2), ...all });
    await held.reached;
    await slow.service.close();
    const other = opened({ folder, local: scriptedLocal(script, { card: { ...card, sha256: 'b'.repeat(64) } }) });
    await other.service.continue();
    expect(await other.until('failed')).toMatchObject({ error: { message: expect.stringContaining('another model is chosen') } });
  });

  it('tells the AUROC of the gate from before the exam, also after a pause that fitted one on these very steps', async () => {
    const held = gate();
    const local = exampleLocal();
    let isHeld = true;
    const slow: LocalModel = { ...local, writeStep: async function* (request, signal) {
      if (isHeld && request.question.includes('case 9)')) await held.wait(signal);
      yield* local.writeStep(request, signal);
    } };
    const worse = { ...sampleGate(card.sha256, 'zeroShot', 10), head: { ...sampleGate(card.sha256, 'zeroShot', 10).head, model: { bias: 0, weights: [2], mean: [0], scale: [1] } } };
    const { folder, service, gates, until } = opened({ local: slow });
    gates.save(worse);
    await service.start({ source: examples(12), ...all });
    await held.reached;
    await service.stop();
    isHeld = false;
    expect(gates.forModel(card)?.basis).toBe('exam');
    await service.continue();
    const over = await until('finished');
    const read = openExamFolder(placeOf(folder)).read();
    if (!read || over.state !== 'finished') throw new Error('no exam');
    const aurocOf = (file: GateFile | null) => examProgress(read.plan, read.chains, file, 0).auroc?.value;
    expect(over.progress.auroc?.value).toBe(aurocOf(worse));
    expect(aurocOf(gates.forModel(card)?.file ?? null)).not.toBe(aurocOf(worse));
  });

  it('runs the fitted gate in the last third of five minutes, at p = .1, .3, .5 and .7 in turn, and reports on it', async () => {
    let clock = 0;
    const { folder, service, gates, until } = opened({ now: () => (clock += 1500) });
    await service.start({ source: examples(200), seconds: 300, problems: null });
    expect(await until('finished')).toMatchObject({ words: expect.stringMatching(/Second round, where the fitted gate decided as in use \(\d+ problems/) });
    const chains = openExamFolder(placeOf(folder)).read()?.chains ?? [];
    const second = chains.filter((chain) => chain.round === 2);
    expect(second.slice(0, 5).map((chain) => chain.p)).toEqual([0.1, 0.3, 0.5, 0.7, 0.1]);
    expect(chains.length - second.length).toBeGreaterThan(second.length);
    expect(gates.info(card).secondRound).toMatchObject({ problems: second.length });
  });

  it('questions the model about its own steps only where that was wished', async () => {
    for (const asksItself of [true, false]) {
      const { folder, service, until } = opened();
      await service.start({ source: examples(2), ...all, asksItself });
      await until('finished');
      const values = openExamFolder(placeOf(folder)).read()?.chains[0]?.steps[0]?.values ?? {};
      expect('judgedCorrect' in values && 'sameResult' in values).toBe(asksItself);
    }
  });

  it('has no second round in a minute', async () => {
    let clock = 0;
    const { service, gates, until } = opened({ now: () => (clock += 1500) });
    await service.start({ source: examples(200), seconds: 60, problems: null });
    await until('finished');
    expect(gates.info(card)).not.toHaveProperty('secondRound');
  });

  it('keeps the exams of two models apart, tells of the chosen one’s, and writes the examples once', async () => {
    const first = opened();
    await first.service.start({ source: examples(4), ...all });
    await first.until('finished');
    const other = { ...card, sha256: 'b'.repeat(64), name: 'Other' };
    const second = opened({ folder: first.folder, local: scriptedLocal(script, { card: other }) });
    expect(second.service.state).toMatchObject({ state: 'finished', progress: { problems: 4 } });
    second.service.lookAt(other);
    expect(second.service.state).toEqual({ state: 'idle' });
    await second.service.start({ source: examples(2), ...all });
    await second.until('finished');
    expect(openExamFolder(placeOf(first.folder)).read()?.chains).toHaveLength(4);
    expect(openExamFolder(placeOf(first.folder, other)).read()?.chains).toHaveLength(2);
    second.service.lookAt(card);
    expect(second.service.state).toMatchObject({ state: 'finished', progress: { problems: 4 } });
    const plan = fs.readFileSync(path.join(placeOf(first.folder), 'plan.json'), 'utf8');
    expect(plan).toContain('"elapsedMs":0,"isFinished":false');
    expect(openExamFolder(placeOf(first.folder)).read()?.plan.isFinished).toBe(true);
    expect(openExamFolder(placeOf(first.folder)).read()?.chains[0]?.model).toMatchObject({ sha256: card.sha256, profile: 'zeroShot' });
  });

  it('goes on with an exam from before each model had its place', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-exam-'));
    openExamFolder(path.join(folder, 'exam')).begin({ version: 1, source: examples(3), seed: 1, ...all, modelSha256: card.sha256, profile: 'zeroShot', modelName: 'A', elapsedMs: 5, isFinished: false });
    fs.rmSync(path.join(folder, 'exam', 'before.json'));
    const { service, until } = opened({ folder });
    service.lookAt(card);
    expect(service.state).toMatchObject({ state: 'paused' });
    await service.continue();
    expect(await until('finished')).toMatchObject({ progress: { problems: 3 } });
  });

  it('says that few mistakes make no probabilities, and shrinks to the nearest shipped head where the model has none', async () => {
    const near = sampleGate('1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32', 'zeroShot', 500);
    const { service, gates, until } = opened({ shipped: [near], local: { ...exampleLocal(), card: { ...card, parameters: 135e6 } } });
    await service.start({ source: examples(6), ...all });
    expect(await until('finished')).toMatchObject({ words: expect.stringMatching(/Uncalibrated: .*too few .*shipped head of Sample/) });
    expect(gates.forModel(card)?.file).toMatchObject({ fit: { kind: 'levelAndSlope', isOwnPrior: false, isCalibrated: false }, head: { columns: near.head.columns, model: near.head.model } });
  });

  it('changes nothing where all steps were right and no head is near, and says so', async () => {
    const { service, gates, until } = opened({ local: scriptedLocal([{ text: 'So 3 + 4 = 7.' }, { text: '7' }], { card }) });
    const text = Array.from({ length: 4 }, (_, i) => `{"question": "Ann has 3 pens and buys 4 more (case ${i}). How many?", "answer": 7}`).join('\n');
    await service.start({ source: { kind: 'examples', name: 'mine.jsonl', text }, ...all });
    expect(await until('finished')).toMatchObject({ words: expect.stringContaining('All of these steps were right') });
    expect(gates.info(card).basis).toBe('none');
  });
});
