import { afterEach, describe, expect, it } from 'vitest';
import type { StepRequest } from '../../../shared/agent/model.ts';
import { eventsToEnd } from '../../../shared/testing/follow.ts';
import { gate, scriptedExpert, scriptedLocal } from '../../../shared/testing/scriptedModel.ts';
import { emptyRun, reduceRunAll } from '../../../shared/trace/reduceRun.ts';
import { pianoScript, serverChoice, temporaryHome, testService, type TestOptions, type TestService } from './testing/testService.ts';

const question = 'A child practises 15 minutes a day on 6 days a week. How many minutes is that in 12 weeks?';
const open: TestService[] = [];
afterEach(async () => { for (const { service } of open.splice(0)) await service.close(); });

async function answered(options: TestOptions = {}) {
  const tested = await testService(options);
  open.push(tested);
  const { client } = tested;
  const chat = await client.call('chats.create', {});
  const { runId } = await client.call('runs.start', { chatId: chat.id, question, policy: 'localOnly' });
  await eventsToEnd(client, runId);
  return { ...tested, chatId: chat.id, runId };
}
const viewOf = async ({ client }: TestService, runId: string) => reduceRunAll(emptyRun, await eventsToEnd(client, runId));

describe('a branch', () => {
  it('keeps the steps before, writes one anew here, and goes on; the answer gets its own message', async () => {
    const asked: StepRequest[] = [];
    const tested = await answered({ local: scriptedLocal(pianoScript, { onRequest: (request) => asked.push(request) }) });
    asked.length = 0;
    const { runId, messageId } = await tested.client.call('runs.branch', { runId: tested.runId, step: 1, by: 'local' });
    const view = await viewOf(tested, runId);
    expect(view).toMatchObject({ status: 'finished', answer: '1080', branch: { runId: tested.runId, step: 1, by: 'local' }, totals: { accepted: 3, usd: 0 } });
    expect(view.steps[0]).toMatchObject({ text: pianoScript[0]?.text, why: expect.stringContaining('kept') });
    expect(view.steps[1]?.why).toContain('you asked for this step');
    expect(asked[0]).toMatchObject({ temperature: 0.8, steps: [{ text: pianoScript[0]?.text }] });
    expect(asked[1]?.temperature).toBe(0);
    const messages = await tested.client.call('chats.messages', { chatId: tested.chatId });
    expect(messages.map((message) => [message.role, message.id === messageId])).toEqual([['user', false], ['assistant', false], ['assistant', true]]);
  });

  it('has the expert write the step, whatever the policy says; without one it fails with a sentence', async () => {
    const tested = await answered({ expert: scriptedExpert([{ text: 'x' }, { text: 'The expert says 12 * 90 = 1080.', reason: 'step' }]) });
    const { runId: alone } = await tested.client.call('runs.branch', { runId: tested.runId, step: 1, by: 'expert' });
    expect(await viewOf(tested, alone)).toMatchObject({ status: 'failed', error: { kind: 'expertNotConfigured' } });
    await tested.client.call('settings.set', { expert: serverChoice });
    await tested.client.call('expert.agree', { key: 'expert.example', capUsd: 1 });
    const { runId } = await tested.client.call('runs.branch', { runId: tested.runId, step: 1, by: 'expert' });
    const view = await viewOf(tested, runId);
    expect(view.steps.map((step) => step.by)).toEqual(['local', 'expert', 'local']);
    expect(view).toMatchObject({ status: 'finished', totals: { byExpert: 1 } });
  });

  it('asks as the slider stands now, not as it stood when the first answer was begun', async () => {
    const sent: string[] = [];
    const tested = await answered({ expert: scriptedExpert([{ text: 'The expert says 12 * 90 = 1080.', reason: 'step' }, { text: '1080', reason: 'answer' }], { onSend: (payload) => sent.push(payload) }) });
    const { client, chatId } = tested;
    await client.call('settings.set', { expert: serverChoice, policy: 'logProb', dial: 0 });
    await client.call('expert.agree', { key: 'expert.example', capUsd: 1 });
    const first = await client.call('runs.start', { chatId, question });
    await eventsToEnd(client, first.runId);
    expect(sent).not.toHaveLength(0);
    sent.length = 0;
    await client.call('settings.set', { dial: 1 });
    const { runId } = await client.call('runs.branch', { runId: first.runId, step: 0, by: 'local' });
    expect(await viewOf(tested, runId)).toMatchObject({ status: 'finished', dial: 1, totals: { byExpert: 0 } });
    expect(sent).toEqual([]);
  });

  it('is the answer that the next question sees', async () => {
    const asked: StepRequest[] = [];
    let text = 'All months together make 12 * 90 = 1080 minutes.';
    const script = scriptedLocal(pianoScript);
    const tested = await answered({ local: { ...script, writeStep: (request, signal) => { asked.push(request); return scriptedLocal([pianoScript[0] ?? { text: '' }, { text }, { text: '1080' }]).writeStep(request, signal); } } });
    text = 'Written anew: 90 * 12 = 1080.';
    const { runId } = await tested.client.call('runs.branch', { runId: tested.runId, step: 1, by: 'local' });
    await eventsToEnd(tested.client, runId);
    const next = await tested.client.call('runs.start', { chatId: tested.chatId, question: 'How many minutes is that in 24 weeks, with 20 minutes a day?', policy: 'localOnly' });
    await eventsToEnd(tested.client, next.runId);
    const history = asked.at(-1)?.history ?? [];
    expect(history).toHaveLength(2);
    expect(history[1]?.text).toContain('Written anew');
  });

  it('interrupted, is continued after the next start with the steps it had kept', async () => {
    const home = temporaryHome();
    const first = await answered({ home });
    const held = gate();
    await first.service.close();
    open.splice(0);
    const second = await testService({ home, local: scriptedLocal([pianoScript[0] ?? { text: '' }, { text: 'Held 12 * 90 = 1080.', hold: held.wait }, { text: '1080' }]) });
    const { runId } = await second.client.call('runs.branch', { runId: first.runId, step: 1, by: 'local' });
    await held.reached;
    await second.service.close();
    const third = await testService({ home });
    open.push(third);
    const before = await eventsToEnd(third.client, runId);
    await third.client.call('runs.continue', { runId });
    const view = reduceRunAll(emptyRun, [...before, ...await eventsToEnd(third.client, runId, before.length + 1)]);
    expect(view).toMatchObject({ status: 'finished', totals: { accepted: 3 } });
    expect(view.steps.map((step) => step.text)).toEqual(pianoScript.map((step) => step.text));
  });

  it('is refused for a step that is not there and while the chat is being answered', async () => {
    const tested = await answered();
    await expect(tested.client.call('runs.branch', { runId: tested.runId, step: 9, by: 'local' })).rejects.toMatchObject({ kind: 'notFound' });
    await expect(tested.client.call('runs.branch', { runId: 'none', step: 0, by: 'local' })).rejects.toMatchObject({ kind: 'notFound' });
    const held = gate();
    const busy = await testService({ local: scriptedLocal([{ text: 'a 1 + 1 = 2' }, { text: 'b', hold: held.wait }]) });
    open.push(busy);
    const chat = await busy.client.call('chats.create', {});
    const { runId } = await busy.client.call('runs.start', { chatId: chat.id, question, policy: 'localOnly' });
    await held.reached;
    await expect(busy.client.call('runs.branch', { runId, step: 0, by: 'local' })).rejects.toMatchObject({ kind: 'conflict' });
    held.open();
  });
});

describe('marks', () => {
  it('are kept per step over a restart, changed, taken back, and gone with the chat', async () => {
    const home = temporaryHome();
    const first = await answered({ home });
    await first.client.call('runs.mark', { runId: first.runId, step: 0, mark: 'right' });
    await first.client.call('runs.mark', { runId: first.runId, step: 1, mark: 'right' });
    await first.client.call('runs.mark', { runId: first.runId, step: 1, mark: 'wrong' });
    await expect(first.client.call('runs.mark', { runId: first.runId, step: 7, mark: 'wrong' })).rejects.toMatchObject({ kind: 'notFound' });
    await first.service.close();
    open.splice(0);
    const second = await testService({ home });
    expect(await second.client.call('runs.marks', { runId: first.runId })).toEqual([{ step: 0, mark: 'right' }, { step: 1, mark: 'wrong' }]);
    await second.client.call('runs.mark', { runId: first.runId, step: 0, mark: null });
    expect(await second.client.call('runs.marks', { runId: first.runId })).toEqual([{ step: 1, mark: 'wrong' }]);
    await second.client.call('chats.delete', { chatId: first.chatId });
    await second.service.close();
    const third = await testService({ home });
    open.push(third);
    await expect(third.client.call('runs.marks', { runId: first.runId })).rejects.toMatchObject({ kind: 'notFound' });
  });
});
