import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { eventsToEnd } from '../../../shared/testing/follow.ts';
import { gate, scriptedExpert, scriptedLocal } from '../../../shared/testing/scriptedModel.ts';
import { emptyRun, reduceRunAll } from '../../../shared/trace/reduceRun.ts';
import { pianoScript, serverChoice, temporaryHome, testService, type TestOptions, type TestService } from './testing/testService.ts';

const open: TestService[] = [];
afterEach(async () => { for (const tested of open.splice(0)) await tested.service.close(); });
async function start(options: TestOptions = {}): Promise<TestService> {
  const tested = await testService(options);
  open.push(tested);
  return tested;
}
const question = 'A child practises 15 minutes a day on 6 days a week. How many minutes is that in 12 weeks?';

async function ask({ client }: TestService, extra: { readonly dial?: number }) {
  const chat = await client.call('chats.create', {});
  return client.call('runs.start', { chatId: chat.id, question, ...extra });
}

describe('going on with an answer', () => {
  /** Begun with every step asked; the second one is held until it is stopped. */
  const begun = async (options: { readonly dial?: number } = {}) => {
    const held = gate();
    const sent: string[] = [];
    const steps = [{ text: 'One 6 * 15 = 90.', reason: 'step' as const }, { text: 'Two 12 * 90 = 1080.', reason: 'step' as const, hold: held.wait }, { text: '1080', reason: 'answer' as const }];
    const tested = await start({ expert: scriptedExpert(steps, { onSend: (payload) => sent.push(payload) }), local: scriptedLocal(pianoScript.map((step, i) => (i === 1 ? { ...step, hold: held.wait } : step))) });
    const { client } = tested;
    await client.call('settings.set', { expert: serverChoice, policy: 'logProb', dial: 0 });
    await client.call('expert.agree', { key: 'expert.example', capUsd: 1 });
    const { runId } = await ask(tested, options);
    await held.reached;
    return { ...tested, runId, held, sent };
  };
  const stopAndGoOn = async ({ client, runId, held, sent }: Awaited<ReturnType<typeof begun>>, between: () => Promise<unknown>) => {
    await client.call('runs.stop', { runId });
    const before = await eventsToEnd(client, runId);
    const sentBefore = sent.length;
    await between();
    held.open();
    await client.call('runs.continue', { runId });
    const after = await eventsToEnd(client, runId, before.length + 1);
    return { view: reduceRunAll(emptyRun, [...before, ...after]), after, newlySent: sent.length - sentBefore };
  };

  it('takes the slider as it stands then: at its left end nothing more is sent', async () => {
    const run = await begun();
    const { view, after, newlySent } = await stopAndGoOn(run, () => run.client.call('settings.set', { dial: 1 }));
    expect(newlySent).toBe(0);
    expect(view).toMatchObject({ status: 'finished', dial: 1, totals: { byExpert: 1, byLocal: 2 } });
    expect(after[0]?.event).toMatchObject({ type: 'runContinued', fromStep: 1, dial: 1, expert: { name: 'Scripted expert' } });
  });

  it('takes a new slider also where it was moved while the answer was written', async () => {
    const run = await begun();
    await run.client.call('settings.set', { dial: 1 });
    await run.client.call('runs.setDial', { runId: run.runId, dial: 1 });
    const { view, newlySent } = await stopAndGoOn(run, () => run.client.call('settings.set', { dial: 0 }));
    expect(newlySent).toBe(2);
    expect(view).toMatchObject({ status: 'finished', dial: 0, totals: { byExpert: 3 } });
  });

  it('sends nothing of a question that was to be answered only here, whatever the slider says for others', async () => {
    const run = await begun({ dial: 1 });
    const { view, newlySent } = await stopAndGoOn(run, () => Promise.resolve());
    expect([run.sent, newlySent]).toEqual([[], 0]);
    expect(view).toMatchObject({ status: 'finished', dial: 1, totals: { byExpert: 0 } });
  });

  it('takes what the settings come to where a running answer is told to follow them', async () => {
    const run = await begun({ dial: 0 });
    await run.client.call('settings.set', { dial: 1 });
    await run.client.call('runs.setDial', { runId: run.runId });
    run.held.open();
    const view = reduceRunAll(emptyRun, await eventsToEnd(run.client, run.runId));
    expect(view).toMatchObject({ dial: 1, totals: { byExpert: 2, byLocal: 1 } });
  });

  it('keeps to what was last said for this answer alone', async () => {
    const run = await begun();
    await run.client.call('runs.setDial', { runId: run.runId, dial: 1 });
    const { view, newlySent } = await stopAndGoOn(run, () => Promise.resolve());
    expect(newlySent).toBe(0);
    expect(view.dial).toBe(1);
  });

  it.each([['answer', 'steps', question], ['reply', 'reply', 'Thank you.']] as const)('whose %s was accepted without being told complete completes it, and writes nothing more', async (kind, shape, asked) => {
    const home = temporaryHome();
    let written = 0;
    const first = await testService({ home });
    const chat = await first.client.call('chats.create', {});
    const { runId } = await first.client.call('runs.start', { chatId: chat.id, question: asked, policy: 'localOnly' });
    const before = reduceRunAll(emptyRun, await eventsToEnd(first.client, runId));
    expect([before.shape, before.steps.at(-1)?.kind]).toEqual([shape, kind]);
    await first.service.close();
    // As a kill between the two leaves it.
    const db = new Database(path.join(home, 'tandem.db'));
    db.exec("DELETE FROM events WHERE json ->> '$.type' = 'runFinished'; UPDATE runs SET status = 'running'; UPDATE messages SET text = '' WHERE role = 'assistant'");
    db.close();
    const second = await start({ home, local: scriptedLocal(pianoScript, { onRequest: () => { written += 1; } }) });
    const cut = await eventsToEnd(second.client, runId);
    expect(cut.at(-1)?.event.type).toBe('runInterrupted');
    await second.client.call('runs.continue', { runId });
    const view = reduceRunAll(emptyRun, [...cut, ...await eventsToEnd(second.client, runId, cut.length + 1)]);
    expect(view).toMatchObject({ status: 'finished', answer: before.answer, totals: { accepted: before.totals.accepted } });
    expect(written).toBe(0);
    expect((await second.client.call('chats.messages', { chatId: chat.id })).at(-1)).toMatchObject({ text: before.answer, runStatus: 'finished' });
    await expect(second.client.call('runs.continue', { runId })).rejects.toMatchObject({ kind: 'conflict' });
  });
});
