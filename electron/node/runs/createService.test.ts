import fs from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ModelCard } from '../../../shared/agent/model.ts';
import { TandemError } from '../../../shared/errors.ts';
import { eventsToEnd, eventsUntil, firstState } from '../../../shared/testing/follow.ts';
import { gate, scriptedExpert, scriptedExpertCard, scriptedLocal } from '../../../shared/testing/scriptedModel.ts';
import { emptyRun, reduceRunAll } from '../../../shared/trace/reduceRun.ts';
import { fakeModels } from './testing/fakeModels.ts';
import { pianoScript, serverChoice, temporaryHome, testService, type TestOptions, type TestService } from './testing/testService.ts';

const open: TestService[] = [];
afterEach(async () => { for (const tested of open.splice(0)) await tested.service.close(); });
async function start(options: TestOptions = {}): Promise<TestService> {
  const tested = await testService(options);
  open.push(tested);
  return tested;
}
const question = 'A child practises 15 minutes a day on 6 days a week. How many minutes is that in 12 weeks?';
const starter = 'qwen2.5-coder-0.5b-instruct-q4_k_m';

async function ask({ client }: TestService, extra: { readonly policy?: 'localOnly' | 'expertOnly' | 'logProb' | 'adaswitch'; readonly dial?: number } = {}) {
  const chat = await client.call('chats.create', {});
  return { chatId: chat.id, ...await client.call('runs.start', { chatId: chat.id, question, ...extra }) };
}

describe('a question', () => {
  it('waits while the starter model is downloaded, then is answered', async () => {
    const models = fakeModels({ [starter]: { state: 'absent' } });
    const tested = await start({ deps: { models } });
    expect(await firstState(tested.client, 'app', {}, (app) => app.local.state === 'missing')).toMatchObject({ local: { model: starter } });
    expect(models.asked).toEqual([starter]);
    const { runId } = await ask(tested, { policy: 'localOnly' });
    expect(await tested.client.call('runs.events', { runId, fromSeq: 1 })).toEqual({ status: 'running', events: [] });
    models.put(starter, { state: 'ready', path: '/models/starter.gguf' });
    expect(reduceRunAll(emptyRun, await eventsToEnd(tested.client, runId))).toMatchObject({ status: 'finished', answer: '1080' });
  });

  it('that waits for a download fails with its reason when the download fails, and can be continued later', async () => {
    const models = fakeModels({ [starter]: { state: 'absent' } });
    const tested = await start({ deps: { models } });
    const { runId } = await ask(tested, { policy: 'localOnly' });
    models.put(starter, { state: 'failed', error: { kind: 'downloadFailed', message: 'No source could be reached.' } });
    const failed = await eventsToEnd(tested.client, runId);
    expect(reduceRunAll(emptyRun, failed)).toMatchObject({ status: 'failed', error: { kind: 'downloadFailed', message: expect.stringContaining('No source could be reached.') as unknown } });
    models.put(starter, { state: 'ready', path: '/models/starter.gguf' });
    await tested.client.call('runs.continue', { runId });
    expect(reduceRunAll(emptyRun, [...failed, ...await eventsToEnd(tested.client, runId, failed.length + 1)])).toMatchObject({ status: 'finished', answer: '1080' });
  });

  it('can be stopped while it waits', async () => {
    const tested = await start({ deps: { models: fakeModels({ [starter]: { state: 'absent' } }) } });
    const { runId } = await ask(tested);
    await tested.client.call('runs.stop', { runId });
    expect((await eventsToEnd(tested.client, runId)).map((event) => event.event.type)).toEqual(['runCancelled']);
  });

  it('gives its chat a title, and the next one sees the chat so far in the words the model used', async () => {
    const seen: string[] = [];
    const tested = await start({ local: scriptedLocal(pianoScript, { onRequest: (request) => seen.push(JSON.stringify(request.history)) }) });
    const { chatId, runId } = await ask(tested, { policy: 'localOnly' });
    await eventsToEnd(tested.client, runId);
    expect((await firstState(tested.client, 'chats', {}))[0]?.title).toBe('A child practises 15 minutes a day on 6 days a week. How…');
    const second = await tested.client.call('runs.start', { chatId, question: 'And in 24 weeks, how many minutes is that?', policy: 'localOnly' });
    await eventsToEnd(tested.client, second.runId);
    expect(seen[0]).toBe('[]');
    expect(JSON.parse(seen.at(-1) ?? '')).toEqual([
      { role: 'user', text: question },
      { role: 'assistant', text: 'Step 1: The sixth month has 15 * 6 = 90 minutes.\nStep 2: All months together make 12 * 90 = 1080 minutes.\nAnswer: 1080' },
    ]);
  });

  it('may follow at once when the last one says that it is over', async () => {
    const tested = await start();
    const { chatId, runId } = await ask(tested, { policy: 'localOnly' });
    await new Promise<void>((resolve, reject) => {
      tested.client.subscribe('run', { runId, fromSeq: 1 }, ({ events }) => {
        if (events.at(-1)?.event.type !== 'runFinished') return;
        tested.client.call('runs.start', { chatId, question, policy: 'localOnly' }).then(() => resolve(), reject);
      }, reject);
    });
  });

  it('runs beside those of other chats', async () => {
    const held = gate();
    const tested = await start({ local: scriptedLocal([{ text: 'One 1 + 1 = 2.', hold: held.wait }, { text: '2' }]) });
    const first = await ask(tested, { policy: 'localOnly' });
    const second = await ask(tested, { policy: 'localOnly' });
    await held.reached;
    held.open();
    for (const { runId } of [first, second]) expect((await eventsToEnd(tested.client, runId)).at(-1)?.event.type).toBe('runFinished');
  });

  it('keeps the files that went with it, also after the next start', async () => {
    const first = await testService({});
    const chat = await first.client.call('chats.create', {});
    const documents = [{ title: 'Harbour', text: 'The lamp is red.' }, { title: 'Harbour, part 2', text: 'It was lit in 1820.' }, { title: 'Keeper', text: 'She likes tea.' }];
    const { runId } = await first.client.call('runs.start', { chatId: chat.id, question, policy: 'localOnly', documents, files: [{ name: 'harbour.txt', sizeBytes: 40, paragraphs: 2 }, { name: 'keeper.txt', sizeBytes: 14, paragraphs: 1 }] });
    await eventsToEnd(first.client, runId);
    await first.service.close();
    const second = await start({ home: first.home });
    const [asked] = await second.client.call('chats.messages', { chatId: chat.id });
    expect(asked?.files).toEqual([{ name: 'harbour.txt', sizeBytes: 40 }, { name: 'keeper.txt', sizeBytes: 14 }]);
    expect(await second.client.call('runs.files', { runId })).toEqual([{ name: 'harbour.txt', sizeBytes: 40, documents: documents.slice(0, 2) }, { name: 'keeper.txt', sizeBytes: 14, documents: documents.slice(2) }]);
  });

  it('is marked interrupted when the app is closed, and can be continued after the next start', async () => {
    const held = gate();
    const home = temporaryHome();
    const first = await testService({ home, local: scriptedLocal([{ text: 'One 1 + 1 = 2.' }, { text: '2', hold: held.wait }]) });
    const { runId } = await ask(first, { policy: 'localOnly' });
    await held.reached;
    await first.service.close();
    const again = await start({ home, local: scriptedLocal([{ text: 'unused' }, { text: '2' }]) });
    const before = await eventsToEnd(again.client, runId);
    expect(before.filter((event) => event.event.type === 'runInterrupted')).toHaveLength(1);
    await again.client.call('runs.continue', { runId });
    expect(reduceRunAll(emptyRun, [...before, ...await eventsToEnd(again.client, runId, before.length + 1)])).toMatchObject({ status: 'finished', answer: '2', totals: { accepted: 2 } });
  });

  it('of a deleted chat is stopped; the undo brings chat and answer back', async () => {
    const held = gate();
    const tested = await start({ local: scriptedLocal([{ text: 'One 1 + 1 = 2.' }, { text: '2', hold: held.wait }]) });
    const { chatId, runId } = await ask(tested, { policy: 'localOnly' });
    await held.reached;
    const ended = eventsToEnd(tested.client, runId);
    await tested.client.call('chats.delete', { chatId });
    expect((await ended).at(-1)?.event.type).toBe('runCancelled');
    expect(await firstState(tested.client, 'chats', {})).toEqual([]);
    await tested.client.call('chats.restore', { chatId });
    expect(await firstState(tested.client, 'chats', {})).toHaveLength(1);
  });
});

describe('the dial', () => {
  it('counts from the next step on', async () => {
    const held = gate();
    const local = scriptedLocal([{ text: 'First 1 + 1 = 2.', hold: held.wait }, { text: 'Second 2 + 2 = 4.' }, { text: '4' }]);
    const expert = scriptedExpert([{ text: 'E1', reason: 'step' }, { text: 'Expert 2 + 2 = 4.', reason: 'step' }, { text: '4', reason: 'answer' }]);
    const tested = await start({ local, expert });
    await tested.client.call('settings.set', { expert: serverChoice, policy: 'logProb' });
    await tested.client.call('expert.agree', { key: 'expert.example', capUsd: 1 });
    const { runId } = await ask(tested, { dial: 1 });
    await held.reached;
    await tested.client.call('runs.setDial', { runId, dial: 0 });
    held.open();
    const view = reduceRunAll(emptyRun, await eventsToEnd(tested.client, runId));
    expect(view).toMatchObject({ status: 'finished', dial: 0 });
    expect(view.steps.slice(1).every((step) => step.by === 'expert')).toBe(true);
  });
});

describe('the expert', () => {
  it('is not asked before the user agreed: the answer goes on here, with a notice', async () => {
    const sent: string[] = [];
    const tested = await start({ expert: scriptedExpert([{ text: 'E', reason: 'step' }], { onSend: (payload) => sent.push(payload) }) });
    await tested.client.call('settings.set', { expert: serverChoice });
    expect(await firstState(tested.client, 'app', {})).toMatchObject({ expert: { state: 'needsAgreement', agreement: { key: 'expert.example', host: 'expert.example' } } });
    const { runId } = await ask(tested, { policy: 'logProb', dial: 0 });
    const events = await eventsToEnd(tested.client, runId);
    expect(events.find((event) => event.event.type === 'expertUnavailable')?.event).toMatchObject({ error: { kind: 'expertNotAgreed' }, continues: true });
    expect(reduceRunAll(emptyRun, events)).toMatchObject({ status: 'finished', totals: { byExpert: 0 } });
    expect(sent).toEqual([]);
  });

  it('is asked after the user agreed; ledger and spending show it; withdrawing closes the way again', async () => {
    const tested = await start();
    const { client } = tested;
    await client.call('settings.set', { expert: serverChoice });
    await client.call('expert.agree', { key: 'expert.example', capUsd: 1 });
    expect(await firstState(client, 'app', {}, (app) => app.expert.state === 'ready')).toMatchObject({ spentThisMonthUsd: 0, capLeftUsd: 1 });
    const { runId } = await ask(tested, { policy: 'logProb', dial: 0.5 });
    const view = reduceRunAll(emptyRun, await eventsToEnd(client, runId));
    expect(view).toMatchObject({ status: 'finished', totals: { byExpert: 1, byLocal: 2 } });
    expect(view.steps[1]).toMatchObject({ by: 'expert', discarded: [{ text: 'All months together make 12 * 90 = 1080 minutes.' }] });
    const [entry] = await client.call('ledger.list', { runId, limit: 10 });
    expect(entry).toMatchObject({ outcome: 'answered', payloadDigest: view.steps[1]?.escalation?.payloadDigest, step: 1 });
    expect(await firstState(client, 'app', {})).toMatchObject({ spentThisMonthUsd: entry?.usd, capLeftUsd: 1 - (entry?.usd ?? 0) });
    await client.call('expert.withdraw', { key: 'expert.example' });
    expect(await firstState(client, 'app', {})).toMatchObject({ expert: { state: 'needsAgreement' } });
  });

  it.each(['stop', 'continue'] as const)('whose price can no longer be read is told of, and the settings say whether the answer goes on: %s', async (whenExpertFails) => {
    let isBroken = false;
    const cardOf = () => {
      if (isBroken) throw new TandemError('badInput', 'The file prices.json cannot be read.');
      return scriptedExpertCard;
    };
    const tested = await start({ deps: { experts: { cardOf, open: () => Promise.reject(new Error('not opened')), test: () => Promise.reject(new Error('not asked')) } } });
    await tested.client.call('settings.set', { expert: serverChoice, whenExpertFails });
    isBroken = true;
    const { runId } = await ask(tested, { policy: 'logProb', dial: 0 });
    const events = await eventsToEnd(tested.client, runId);
    const error = { kind: 'badInput', message: 'The file prices.json cannot be read.' };
    expect(events.find((event) => event.event.type === 'expertUnavailable')?.event).toMatchObject({ error, continues: whenExpertFails === 'continue' });
    expect(reduceRunAll(emptyRun, events)).toMatchObject(whenExpertFails === 'stop' ? { status: 'failed', error } : { status: 'finished', totals: { byExpert: 0 } });
  });

  it('is closed when none is chosen any more, behind the answer that it writes', async () => {
    const held = gate();
    const expert = scriptedExpert([{ text: '12 * 90 = 1080', hold: held.wait }, { text: '1080' }]);
    const close = vi.fn<() => Promise<void>>(() => Promise.resolve());
    const tested = await start({ deps: { experts: { cardOf: () => scriptedExpertCard, open: () => Promise.resolve({ model: expert, close }), test: () => Promise.reject(new Error('not asked')) } } });
    await tested.client.call('settings.set', { expert: serverChoice });
    await tested.client.call('expert.agree', { key: 'expert.example', capUsd: 1 });
    const { runId } = await ask(tested, { policy: 'logProb', dial: 0 });
    await held.reached;
    await tested.client.call('settings.set', { expert: { kind: 'none' } });
    expect(close).not.toHaveBeenCalled();
    held.open();
    const view = reduceRunAll(emptyRun, await eventsToEnd(tested.client, runId));
    expect(view).toMatchObject({ status: 'finished', answer: '1080' });
    expect(view.steps.map((step) => step.by)).toEqual(['expert', 'expert']);
    await vi.waitFor(() => { expect(close).toHaveBeenCalledOnce(); });
  });

  it('has a cap of its own at each host, and none where the price is not known', async () => {
    const tested = await start({ expertCard: { id: 'large', name: 'large', kind: 'server', where: 'remote', host: 'expert.example' } });
    await tested.client.call('settings.set', { expert: serverChoice });
    await tested.client.call('expert.agree', { key: 'expert.example', capUsd: 1 });
    expect(await firstState(tested.client, 'app', {}, (app) => app.expert.state === 'ready')).toMatchObject({ capLeftUsd: null });
  });

  it('of a dearer model is asked again, and nothing is sent before', async () => {
    const price = { input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25 };
    let card: ModelCard = { ...scriptedExpertCard, price };
    const sent: string[] = [];
    const scripted = scriptedExpert([{ text: 'E', reason: 'step' }], { onSend: (payload) => sent.push(payload) });
    const tested = await start({ deps: { experts: { cardOf: () => card, open: () => Promise.resolve({ model: scripted, close: () => Promise.resolve() }), test: () => Promise.resolve({ ok: true, words: '' }) } } });
    const { client } = tested;
    await client.call('settings.set', { expert: serverChoice });
    await client.call('expert.agree', { key: 'expert.example', capUsd: 2 });
    expect((await client.call('settings.set', {})).agreements).toMatchObject({ 'expert.example': { capUsd: 2, price } });
    card = { ...card, name: 'Large', price: { ...price, output: 25 }, pricesAsOf: '2026-11-23' };
    await client.call('settings.set', { expert: { ...serverChoice } });
    const app = await firstState(client, 'app', {});
    expect(app.expert).toMatchObject({ state: 'needsAgreement', agreement: {
      suggestedCapUsd: 2, againWords: 'You agreed to $1 per million tokens sent, $5 per million tokens written for expert.example. Large costs more.',
      priceWords: '$1 per million tokens sent, $25 per million tokens written; prices as of 2026-11-23',
    } });
    const { runId } = await ask(tested, { policy: 'logProb', dial: 0 });
    const events = await eventsToEnd(client, runId);
    expect(events.find((event) => event.event.type === 'expertUnavailable')?.event).toMatchObject({ error: { kind: 'expertNotAgreed', message: expect.stringContaining('costs more than the price you agreed to') as unknown } });
    expect(sent).toEqual([]);
    if (app.expert.state !== 'needsAgreement') throw new Error('not asked again');
    await client.call('expert.agree', { key: 'expert.example', capUsd: 2, price: app.expert.agreement.price });
    expect(await firstState(client, 'app', {})).toMatchObject({ expert: { state: 'ready' } });
  });
});

describe('the key', () => {
  const key = 'sk-test-0123456789-WXYZ';

  it('is never told, never stored, and forgotten when the address changes', async () => {
    const tested = await start();
    const { client } = tested;
    const told: string[] = [];
    for (const topic of ['app', 'settings'] as const) client.subscribe(topic, {}, (message) => told.push(JSON.stringify(message)), () => undefined);
    await client.call('settings.set', { expert: serverChoice });
    expect(await client.call('expert.setKey', { key: `  ${key}\n`, keepWithoutKeychain: true })).toEqual({ state: 'set', endsIn: 'WXYZ', kept: 'session' });
    await client.call('settings.set', { expert: { kind: 'none' } });
    await client.call('settings.set', { expert: serverChoice });
    expect(await firstState(client, 'app', {})).toMatchObject({ key: { state: 'set' } });
    await client.call('settings.set', { expert: { ...serverChoice, kind: 'server', baseUrl: 'https://elsewhere.example', model: 'm', allowPlainHttp: false } });
    expect(await firstState(client, 'app', {})).toMatchObject({ key: { state: 'missing' } });
    await client.call('settings.set', { expert: serverChoice });
    expect(await firstState(client, 'app', {})).toMatchObject({ key: { state: 'missing' } });
    expect(told.join()).not.toContain(key);
    await tested.service.close();
    for (const name of fs.readdirSync(tested.home)) expect(fs.readFileSync(path.join(tested.home, name)).includes(key)).toBe(false);
  });

  it.each(['short', 'with blank inside', 'ключ-ключ-ключ', '        '])('that cannot be one is refused: %s', async (bad) => {
    const { client } = await start();
    await expect(client.call('expert.setKey', { key: bad, keepWithoutKeychain: false })).rejects.toMatchObject({ kind: 'badInput' });
  });
});

describe('failures', () => {
  it('of opening the local model reach the app and the run; choosing it again tries again', async () => {
    let fails = true;
    const local = scriptedLocal(pianoScript);
    const tested = await start({ deps: { openLocal: () => fails
      ? Promise.reject(new TandemError('modelDamaged', 'The file is damaged.'))
      : Promise.resolve({ card: local.card, model: local, dispose: () => Promise.resolve(), onRestart: () => () => undefined }) } });
    expect(await firstState(tested.client, 'app', {}, (app) => app.local.state === 'failed')).toMatchObject({ local: { error: { kind: 'modelDamaged' } } });
    const { runId } = await ask(tested);
    expect(reduceRunAll(emptyRun, await eventsToEnd(tested.client, runId))).toMatchObject({ status: 'failed', error: { kind: 'modelDamaged', message: 'The file is damaged.' } });
    fails = false;
    await tested.client.call('settings.set', { localModel: starter });
    await firstState(tested.client, 'app', {}, (app) => app.local.state === 'ready');
  });

  it('of a model\'s process are told among the app\'s notices, each once, until dismissed', async () => {
    const local = scriptedLocal(pianoScript);
    let restart: (words: string) => void = () => undefined;
    const { client } = await start({ deps: { openLocal: () => Promise.resolve({
      card: local.card, model: local, dispose: () => Promise.resolve(), onRestart: (listener: (words: string) => void) => { restart = listener; return () => undefined; },
    }) } });
    await firstState(client, 'app', {}, (app) => app.local.state === 'ready');
    for (const words of ['It runs on the CPU now.', 'It runs on the CPU now.']) restart(words);
    const { notices } = await firstState(client, 'app', {}, (app) => app.notices.length > 0);
    expect(notices.map(({ words }) => words)).toEqual(['It runs on the CPU now.']);
    await client.call('notices.dismiss', { id: notices[0]?.id ?? '' });
    await firstState(client, 'app', {}, (app) => app.notices.length === 0);
  });

  it('of settings that name nothing are refused with a sentence', async () => {
    const { client } = await start();
    await expect(client.call('settings.set', { localModel: 'no such model' })).rejects.toMatchObject({ kind: 'notFound' });
    expect((await firstState(client, 'settings', {})).localModel).toBe(starter);
  });

  it('of the disk end the run with a sentence; what was accepted is kept and can be continued once there is room', async () => {
    const held = gate();
    const opened = new Set<Database.Database>();
    const { pragma } = Database.prototype;
    const spy = vi.spyOn(Database.prototype, 'pragma').mockImplementation(function (this: Database.Database, ...args) {
      opened.add(this);
      return pragma.apply(this, args);
    });
    const answer = '2 '.repeat(100_000).trim();
    const tested = await start({ local: scriptedLocal([{ text: 'One 1 + 1 = 2.' }, { text: answer, hold: held.wait }]) });
    spy.mockRestore();
    const [db] = [...opened].filter(({ name }) => name.endsWith('tandem.db'));
    const { runId } = await ask(tested, { policy: 'localOnly' });
    await held.reached;
    const before = await eventsUntil(tested.client, runId, (event) => event.event.type === 'stepAccepted');
    const heard = eventsToEnd(tested.client, runId);
    // From here on SQLite finds no room, as on a full disk.
    db?.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`);
    held.open();
    await expect(heard).rejects.toMatchObject({ kind: 'diskFull', message: expect.stringMatching(/^The disk is full/) as unknown });
    db?.pragma('max_page_count = 1000000');
    const after = await eventsToEnd(tested.client, runId);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.at(-1)?.event.type).toBe('runInterrupted');
    await tested.client.call('runs.continue', { runId });
    expect((await eventsToEnd(tested.client, runId, after.length + 1)).at(-1)?.event).toMatchObject({ type: 'runFinished', answer });
  });

  it('of a damaged settings file are told, and the file is kept', async () => {
    const home = temporaryHome();
    fs.writeFileSync(path.join(home, 'settings.json'), '{ "dial": 0.2, broken');
    const { client } = await start({ home });
    const app = await firstState(client, 'app', {});
    const kept = fs.readdirSync(home).find((name) => name.startsWith('settings.json.damaged-'));
    expect(fs.readFileSync(path.join(home, kept ?? ''), 'utf8')).toBe('{ "dial": 0.2, broken');
    expect(app.notices).toEqual([{ id: 'opening-0', words: expect.stringContaining(kept ?? 'nothing') as unknown }]);
    await client.call('notices.dismiss', { id: 'opening-0' });
    expect((await firstState(client, 'app', {})).notices).toEqual([]);
  });
});
