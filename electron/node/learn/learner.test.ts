import fs from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { defaultProfile } from '../../../shared/agent/prompts/profiles.ts';
import type { ModelCard } from '../../../shared/agent/model.ts';
import { openGateStore } from '../exam/gateStore.ts';
import { tandemPaths } from '../paths.ts';
import { openStore, type Store } from '../runs/store/openStore.ts';
import { temporaryHome } from '../runs/testing/testService.ts';
import { chainsOf } from './examChains.ts';
import { collectLabels } from './collectLabels.ts';
import { createLearner } from './learner.ts';
import { card, elsewhere, home, homeGate, says, takeExam, writeRuns } from './testing/markedRuns.ts';

const domain = { embedder: 'e', centre: [1, 0], least: 0.4 };
const begin = Date.parse('2027-01-01T00:00:00Z');
const opened: Store[] = [];
afterEach(() => { for (const store of opened.splice(0)) store.close(); });

function setUp(settings = { auditShare: 0, refitEvery: 200 }) {
  const folder = temporaryHome();
  const paths = tandemPaths({ TANDEM_HOME: folder });
  let clock = begin;
  const at = () => (clock += 1000);
  const store = openStore(paths, at);
  opened.push(store);
  const gates = openGateStore(paths.heads, () => undefined, [{ ...homeGate('2026-12-01T00:00:00.000Z'), domain }]);
  const told: string[] = [];
  let present: ModelCard | null = card;
  const learner = createLearner({
    store, gates, settings: () => settings, card: () => present, examChains: (of) => chainsOf(paths.heads, of), now: at, log: { error: (what, cause) => { throw cause instanceof Error ? cause : new Error(what); }, info: () => undefined },
    onChange: () => told.push('change'), onGate: () => told.push('gate'),
  });
  const mark = (runId: string, step: number, isWrong: boolean) => {
    store.marks.set(runId, step, isWrong ? 'wrong' : 'right', at());
    learner.marked();
  };
  return { store, gates, learner, mark, at, told, settings, paths, use: (next: ModelCard | null) => { present = next; } };
}
const key = { modelSha256: card.sha256 ?? '', profile: card.profile ?? defaultProfile, domain: 'maths word problems' };

describe('learning from use', () => {
  it('fits a challenger after 200 marks, promotes it where the domain has shifted, and one click leads back', async () => {
    const { store, gates, learner, mark, at, told } = setUp();
    writeRuns(store, elsewhere, 49, 1, at, mark);
    expect(learner.info()).toMatchObject({ labels: 196, untilRefit: 4, isFitting: false, history: [], lastTry: null, drift: { isDrifting: true, n: 196 } });
    expect(learner.info().driftWords).toMatch(/^Lately \d+ % means \d+ %/);
    writeRuns(store, elsewhere, 1, 2, at, mark);
    expect(learner.info().isFitting).toBe(true);
    await learner.settled();

    const gate = gates.forModel(card);
    expect(gate?.basis).toBe('exam');
    const off = (x: number) => Math.abs((gate ? says(gate.file, x) : 0) - elsewhere(x));
    expect(Math.max(...[-2.5, -1.5, -0.5].map(off))).toBeLessThan(0.15);
    const info = learner.info();
    expect(info).toMatchObject({ labels: 0, untilRefit: 200, lastTry: { isPromoted: true }, drift: null, history: [{ index: 0, labels: 2000, lossBefore: null }] });
    expect(info.present?.lossAfter).toBeLessThan(info.present?.lossBefore ?? 0);
    expect(info.present?.words).toContain('fitted to 200 marked steps from 50 chats');
    expect(told).toContain('gate');
    expect(gate?.file.measured).toMatchObject({ curve: [], problems: 50 });
    expect(gate?.file.measured).not.toHaveProperty('curveOf');
    expect(gate?.file.domain).toEqual(domain);
    expect(gates.info(card).words).toContain('An exam brings the slider’s curve back');

    learner.useFormer(0);
    expect(gates.forModel(card)?.basis).toBe('shipped');
    expect(learner.info()).toMatchObject({ labels: 200, history: [{ labels: 200 }] });
    // Back at the former head, the next challenger waits for new marks.
    expect(learner.info().untilRefit).toBe(200);
  });

  it('changes nothing where the head is as good as ever, and tries again only after as many new marks', async () => {
    const { store, gates, learner, mark, at } = setUp();
    writeRuns(store, home, 50, 3, at, mark);
    await learner.settled();
    expect(gates.forModel(card)?.basis).toBe('shipped');
    expect(learner.info()).toMatchObject({ labels: 200, untilRefit: 200, lastTry: { isPromoted: false }, history: [] });
    expect(learner.info().lastTry?.words).toMatch(/not clearly better: log-loss \d\.\d+ instead of \d\.\d+/);
    expect(learner.info().driftWords).toMatch(/^The percentages hold/);
    writeRuns(store, home, 1, 4, at, mark);
    expect(learner.info()).toMatchObject({ labels: 204, untilRefit: 196, isFitting: false });
  });

  it('takes no label from what the expert wrote instead, nor from its steps, another model, or deleted chats', () => {
    const { store, at } = setUp();
    const [runId = ''] = writeRuns(store, home, 1, 5, at, () => undefined);
    expect(collectLabels(store, key, 0)).toEqual([]);
    store.marks.set(runId, 4, 'right', at());
    expect(collectLabels(store, key, 0)).toEqual([]);
    store.marks.set(runId, 0, 'wrong', at());
    expect(collectLabels(store, key, 0)).toMatchObject([{ problem: 'chat-5-0', saysWrong: true, source: { kind: 'mark' } }]);
    expect(collectLabels(store, { ...key, modelSha256: 'b'.repeat(64) }, 0)).toEqual([]);
    expect(collectLabels(store, { ...key, profile: 'another' }, 0)).toEqual([]);
    store.chats.setDeleted('chat-5-0', at());
    expect(collectLabels(store, key, 0)).toEqual([]);
  });

  it('draws each accepted local step once with the wished share, keeps the propensity, and weighs what was asked about by it', () => {
    const { store, learner, mark, at, settings } = setUp({ auditShare: 0.05, refitEvery: 10_000 });
    const runs = writeRuns(store, home, 300, 6, at, () => undefined);
    const asked = runs.flatMap((runId) => learner.audited(runId).map((step) => ({ runId, step })));
    expect(asked.length).toBeGreaterThan(35);
    expect(asked.length).toBeLessThan(90);
    expect(asked.every(({ step }) => step < 4)).toBe(true);
    expect(store.learning.draws(runs[0] ?? '')).toHaveLength(4);
    settings.auditShare = 0;
    expect(runs.flatMap((runId) => learner.audited(runId).map((step) => ({ runId, step })))).toEqual(asked);
    const [first] = asked;
    if (first) mark(first.runId, first.step, true);
    expect(collectLabels(store, key, 0)).toMatchObject([{ source: { kind: 'audit', propensity: 0.05 } }]);
  });

  it('asks about nothing unless it was wished, nor while an answer is being written', () => {
    const { store, learner, at, settings } = setUp();
    const runs = writeRuns(store, home, 40, 7, at, () => undefined);
    expect(runs.flatMap((runId) => learner.audited(runId))).toEqual([]);
    expect(store.learning.draws(runs[0] ?? '')).toEqual([]);
    settings.auditShare = 0.05;
    store.runs.setStatus(runs[0] ?? '', 'running');
    expect(learner.audited(runs[0] ?? '')).toEqual([]);
    expect(store.learning.draws(runs[0] ?? '')).toEqual([]);
  });

  it('refuses with a sentence what cannot be done yet', () => {
    const { store, learner, mark, at, use, paths } = setUp();
    writeRuns(store, home, 2, 8, at, mark);
    expect(() => learner.refit()).toThrow(/8 of this model's steps were marked .* at least 50/);
    expect(() => learner.useFormer(0)).toThrow(/no former head/);
    use({ ...card, sha256: 'c'.repeat(64) });
    expect(() => learner.refit()).toThrow(/Take an exam first/);
    expect(learner.info()).toMatchObject({ untilRefit: null, present: null });
    use(null);
    expect(() => learner.useFormer(0)).toThrow(/not loaded yet/);
    expect(learner.info()).toMatchObject({ untilRefit: null });
    expect(fs.existsSync(paths.heads) && fs.readdirSync(paths.heads).length > 0).toBe(false);
  });

  it('throws a challenger away whose champion was replaced meanwhile, and ends quietly when closed', async () => {
    const { store, gates, learner, mark, at } = setUp();
    writeRuns(store, elsewhere, 50, 9, at, mark);
    gates.save(homeGate('2027-01-02T00:00:00.000Z'));
    await learner.settled();
    expect(gates.forModel(card)?.file.refit).toBeUndefined();
    expect(learner.info().lastTry).toBeNull();
    const other = setUp();
    writeRuns(other.store, elsewhere, 50, 9, other.at, other.mark);
    await other.learner.close();
    expect(other.gates.forModel(card)?.basis).toBe('shipped');
  });

  it('draws the slider’s curve of a promoted head on the problems of the last exam of this model', async () => {
    const { store, gates, learner, mark, at, paths } = setUp();
    takeExam(paths.heads, card.sha256 ?? '');
    writeRuns(store, elsewhere, 50, 10, at, mark);
    await learner.settled();
    const { curve, words, problems, steps, curveOf } = gates.info(card);
    expect({ problems, steps, curveOf }).toEqual({ problems: 50, steps: 200, curveOf: { problems: 10, steps: 10 } });
    expect(curve).toHaveLength(21);
    expect(curve[0]?.share.value).toBe(1);
    expect(curve.at(-1)?.accuracy.value).toBe(0.5);
    expect(words).toContain('your last exam');
    expect(chainsOf(paths.heads, { ...key, modelSha256: 'b'.repeat(64) })).toEqual([]);
  });
});
