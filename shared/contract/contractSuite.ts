import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gate, scriptedLocal, scriptedLocalCard, type ScriptedStep } from '../testing/scriptedModel.ts';
import { eventsToEnd, eventsUntil, firstState } from '../testing/follow.ts';
import type { LocalModel } from '../agent/model.ts';
import { emptyRun, reduceRunAll } from '../trace/reduceRun.ts';
import type { Client } from './api.ts';

/** A service with this local model, and a way to connect to it over the transport under test. */
export interface Connected {
  readonly client: Client;
  connect(): Promise<Client>;
  /** Ends the service's side of all connections, as a lost process would. */
  cut(): void;
  close(): Promise<void>;
}

const dialSentence = expect.stringMatching(/^The slider's value p goes from 0 to 1\./) as unknown;
const pianoQuestion = 'A child practises 15 minutes a day on 6 days a week. How many minutes is that in 12 weeks?';

/** What every transport must do alike. Each transport has a test file that calls this. */
export function contractSuite(transport: string, open: (local: LocalModel) => Promise<Connected>): void {
  describe(`contract over ${transport}`, () => {
    let held = gate();
    let connected: Connected;
    let client: Client;

    beforeEach(async () => {
      held = gate();
      const script: readonly ScriptedStep[] = [
        { text: 'First 6 * 15 = 90.' }, { text: 'Then 12 * 90 = 1080.', hold: held.wait }, { text: '1080' },
      ];
      connected = await open(scriptedLocal(script));
      client = connected.client;
    });
    afterEach(() => connected.close());

    const ask = async (question = pianoQuestion) => {
      const chat = await client.call('chats.create', {});
      return { chat, ...await client.call('runs.start', { chatId: chat.id, question, policy: 'localOnly' }) };
    };

    it('answers a question and keeps question and answer', async () => {
      held.open();
      const { chat, runId } = await ask();
      const events = await eventsToEnd(client, runId);
      expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
      expect(reduceRunAll(emptyRun, events)).toMatchObject({ status: 'finished', answer: '1080', totals: { accepted: 3, byLocal: 3 } });
      const messages = await client.call('chats.messages', { chatId: chat.id });
      expect(messages.map(({ role, text, runStatus }) => ({ role, text, runStatus }))).toEqual([
        { role: 'user', text: pianoQuestion, runStatus: null },
        { role: 'assistant', text: '1080', runStatus: 'finished' },
      ]);
    });

    it('remembers with a question which policy was chosen for it alone', async () => {
      held.open();
      const { chat, runId } = await ask();
      await eventsToEnd(client, runId);
      const second = await client.call('runs.start', { chatId: chat.id, question: 'And then?' });
      await eventsToEnd(client, second.runId);
      const messages = await client.call('chats.messages', { chatId: chat.id });
      expect(messages.map(({ role, policy }) => [role, policy ?? null])).toEqual([['user', 'localOnly'], ['assistant', null], ['user', null], ['assistant', null]]);
    });

    it('gives a late view everything from its seq on, without a gap and without a repetition', async () => {
      const { runId } = await ask();
      const early = eventsToEnd(client, runId);
      await held.reached;
      const late = await connected.connect();
      const lateFromStart = eventsToEnd(late, runId);
      const lateFromThree = eventsToEnd(late, runId, 3);
      await eventsUntil(late, runId, (event) => event.event.type === 'stepAccepted');
      held.open();
      const all = await early;
      expect(await lateFromStart).toEqual(all);
      expect(await lateFromThree).toEqual(all.slice(2));
      expect(await eventsToEnd(late, runId)).toEqual(all);
    });

    it('stops a run and keeps what was accepted', async () => {
      const { runId } = await ask();
      await held.reached;
      await client.call('runs.stop', { runId });
      const view = reduceRunAll(emptyRun, await eventsToEnd(client, runId));
      expect(view.status).toBe('cancelled');
      expect(view.totals.accepted).toBe(1);
    });

    it('continues a stopped run from its last accepted step', async () => {
      const { runId } = await ask();
      await held.reached;
      await client.call('runs.stop', { runId });
      const before = await eventsToEnd(client, runId);
      held.open();
      await client.call('runs.continue', { runId });
      const after = await eventsToEnd(client, runId, before.length + 1);
      const view = reduceRunAll(reduceRunAll(emptyRun, before), after);
      expect(view).toMatchObject({ status: 'finished', answer: '1080', totals: { accepted: 3 } });
    });

    it('tells topics their state at once and after each change', async () => {
      const first = await firstState(client, 'chats', {});
      expect(first).toEqual([]);
      const two = firstState(client, 'chats', {}, (chats) => chats.length === 2);
      await client.call('chats.create', { title: 'One' });
      await client.call('chats.create', { title: 'Two' });
      expect((await two).map((chat) => chat.title)).toEqual(['Two', 'One']);
      const dial = firstState(client, 'settings', {}, (settings) => settings.dial === 0.25);
      await client.call('settings.set', { dial: 0.25 });
      expect(await dial).toMatchObject({ dial: 0.25 });
      expect(await firstState(client, 'app', {}, (app) => app.local.state === 'ready')).toMatchObject({ expert: { state: 'none' }, key: { state: 'missing' } });
    });

    it('refuses what does not fit the contract with a kind and a sentence, and goes on', async () => {
      const chat = await client.call('chats.create', {});
      await expect(client.call('runs.start', { chatId: chat.id, question: '   ' })).rejects.toMatchObject({ kind: 'badInput' });
      await expect(client.call('runs.start', { chatId: chat.id, question: 'PK\u0003\u0004\u0000\u0000' })).rejects.toMatchObject({ kind: 'badInput' });
      await expect(client.call('runs.start', { chatId: chat.id, question: 'x'.repeat(100_001) })).rejects.toMatchObject({ kind: 'badInput', message: 'The question has 100001 characters; at most 100000 can be read. Shorten it; your text is kept in the box.' });
      await expect(client.call('runs.start', { chatId: chat.id, question: 'x', dial: 1.5 })).rejects.toMatchObject({ kind: 'badInput', message: dialSentence });
      await expect(client.call('chats.rename', { chatId: chat.id, title: 'x'.repeat(201) })).rejects.toMatchObject({ kind: 'badInput', message: 'chats.rename: "title" is too large or too long. Nothing was changed.' });
      await expect(client.call('runs.start', { chatId: 'no such chat', question: 'x' })).rejects.toMatchObject({ kind: 'notFound' });
      await expect(client.call('settings.set', { dial: -1 })).rejects.toMatchObject({ kind: 'badInput', message: dialSentence });
      await expect(client.call('runs.stop', { runId: 'no such run' })).rejects.toMatchObject({ kind: 'notFound' });
      await expect(new Promise((_, reject) => client.subscribe('run', { runId: 'no such run', fromSeq: 1 }, () => undefined, reject))).rejects.toMatchObject({ kind: 'notFound' });
      expect(await client.call('chats.messages', { chatId: chat.id })).toEqual([]);
    });

    it('tells what HERA knows about the pair, and refuses a tree that is not there', async () => {
      await firstState(client, 'app', {}, (app) => app.local.state === 'ready');
      expect(await client.call('hera.info', {})).toEqual({ local: scriptedLocalCard.name, expert: null, profile: null, why: expect.stringContaining('no expert'), formers: [], trees: 0, used: 0, commands: [] });
      expect(await client.call('hera.trees', {})).toEqual([]);
      await expect(client.call('hera.tree', { problem: 'no such request' })).rejects.toMatchObject({ kind: 'notFound' });
      await expect(client.call('hera.useFormer', {})).rejects.toMatchObject({ kind: 'notFound' });
    });

    it('takes a question of 100 kB', async () => {
      held.open();
      const question = `${'word '.repeat(19_000)}${pianoQuestion}`;
      const { chat, runId } = await ask(question);
      await eventsToEnd(client, runId);
      const [asked] = await client.call('chats.messages', { chatId: chat.id });
      expect(asked?.text).toBe(question);
    });

    it('refuses a second question while the chat is being answered', async () => {
      const { chat, runId } = await ask();
      await expect(client.call('runs.start', { chatId: chat.id, question: 'And now?' })).rejects.toMatchObject({ kind: 'conflict' });
      await client.call('runs.stop', { runId });
      expect(await client.call('chats.messages', { chatId: chat.id })).toHaveLength(2);
    });

    it('tells nothing more after an unsubscribe', async () => {
      let told = 0;
      const stop = client.subscribe('chats', {}, () => { told++; }, () => undefined);
      await client.call('chats.create', {});
      await firstState(client, 'chats', {}, (chats) => chats.length === 1);
      stop();
      const before = told;
      await client.call('chats.create', {});
      await firstState(client, 'chats', {}, (chats) => chats.length === 2);
      expect(told).toBe(before);
    });

    it('fails open calls and subscriptions when the connection is lost', async () => {
      const { runId } = await ask();
      await held.reached;
      const lost = new Promise((_, reject) => client.subscribe('run', { runId, fromSeq: 1 }, () => undefined, reject));
      const call = client.call('runs.stop', { runId });
      const outcomes = Promise.allSettled([lost, call]);
      connected.cut();
      const [subscription] = await outcomes;
      expect(subscription).toMatchObject({ status: 'rejected', reason: { kind: 'disconnected' } });
      await expect(client.call('chats.create', {})).rejects.toMatchObject({ kind: 'disconnected' });
    });
  });
}
