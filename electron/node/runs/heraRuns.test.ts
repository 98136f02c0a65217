import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { TextRequest } from '../../../shared/agent/model.ts';
import type { Settings } from '../../../shared/contract/entities.ts';
import type { Embedder } from '../../../shared/hera/embedder.ts';
import type { HeraFile } from '../../../shared/hera/heraFile.ts';
import { constantHead, letterEmbedder, sampleProfile } from '../../../shared/hera/testing/sampleProfile.ts';
import { TandemError } from '../../../shared/errors.ts';
import type { PolicyId } from '../../../shared/switching/policy.ts';
import { eventsToEnd, firstState } from '../../../shared/testing/follow.ts';
import { scriptedExpert, scriptedExpertCard, scriptedLocal, scriptedLocalCard } from '../../../shared/testing/scriptedModel.ts';
import type { RunEvent } from '../../../shared/trace/events.ts';
import { createHeraSource } from '../hera/heraSource.ts';
import { openHeraStore } from '../hera/heraStore.ts';
import { serverChoice, temporaryHome, testService, type TestService } from './testing/testService.ts';

const sha256 = 'a'.repeat(64);
const question = 'How many seals are in six bays with nine seals each?';
const profile = (changes: Partial<HeraFile> = {}) => sampleProfile({ partsOn: ['sse'], ...changes, provenance: { ...sampleProfile().provenance, localSha256: sha256, expertId: scriptedExpertCard.id, profile: 'zeroShot' } });

describe('an answer that HERA decides, through the service', () => {
  const opened: TestService[] = [];
  afterEach(async () => { for (const { service } of opened.splice(0)) await service.close(); });

  const open = async (file: HeraFile | null, embedder: Embedder = letterEmbedder) => {
    const home = temporaryHome();
    const store = openHeraStore(path.join(home, 'heads'), () => undefined, []);
    if (file) store.save(file);
    const completed: TextRequest[] = [];
    const test = await testService({
      home,
      local: scriptedLocal([{ text: 'There are six bays.' }, { text: '6 * 9 = 54 seals.' }, { text: '54' }], {
        card: { ...scriptedLocalCard, sha256 }, complete: (request) => { completed.push(request); return '6 * 9 = 54 seals.'; },
      }),
      expert: scriptedExpert([{ text: 'Six bays hold nine each.', reason: 'step' }, { text: '6 * 9 = 54, says the expert.', reason: 'step' }, { text: '54', reason: 'answer' }]),
      deps: { hera: createHeraSource({ store, log: { error: () => undefined }, openEmbedder: () => Promise.resolve({ embedder, why: '', close: () => Promise.resolve() }) }) },
    });
    opened.push(test);
    await test.client.call('settings.set', { expert: serverChoice });
    await test.client.call('expert.agree', { key: 'expert.example', capUsd: 1 });
    await firstState(test.client, 'app', {}, (app) => app.local.state === 'ready');
    const ask = async (policy: PolicyId, settings: Partial<Settings> = {}) => {
      await test.client.call('settings.set', { heraAlpha: null, heraParts: null, heraSseBy: null, ...settings });
      const chat = await test.client.call('chats.create', {});
      const { runId } = await test.client.call('runs.start', { chatId: chat.id, question, policy });
      const events = (await eventsToEnd(test.client, runId)).map(({ event }) => event as RunEvent);
      expect(events.at(-1)).toMatchObject({ type: 'runFinished' });
      return {
        writers: events.flatMap((event) => (event.type === 'stepAccepted' ? [event.by] : [])),
        scores: events.flatMap((event) => (event.type === 'candidateScored' && event.stage === 'after' ? [event.score] : [])),
      };
    };
    return { ...test, ask, completed };
  };

  it('goes by the pair’s profile, and by the settings’ α and parts where the user has a word', async () => {
    const { ask, completed } = await open(profile());
    const plain = await ask('hera');
    expect(plain.writers).toEqual(['local', 'local', 'local']);
    expect(plain.scores.map((score) => [score.meaning, Number(score.value.toFixed(2)), score.parts.map((part) => part.id)])).toEqual([['unlike', 0.19, ['sse']], ['unlike', 0.21, ['sse']], ['unlike', 0.23, ['sse']]]);
    expect(plain.scores[0]?.basis).toContain('12 requests');
    expect((await ask('hera', { heraAlpha: 0.4 })).writers).toEqual(['local', 'expert', 'expert']);
    const withPart = await ask('hera', { heraAlpha: 0.4, heraParts: ['sse', 'sle'] });
    expect(withPart.scores[1]?.parts.map((part) => part.words)).toEqual([expect.stringContaining('the chance that the expert'), expect.stringContaining('is not learnt for this pair')]);
    expect(completed).toHaveLength(0);
  });

  it('foretells the expert’s step from what it wrote in earlier answers', async () => {
    const { ask, client, completed } = await open(profile());
    // Nothing is known yet, so likeness speaks and the trace says why.
    const first = await ask('hera', { heraSseBy: 'prediction', heraAlpha: 0.4 });
    expect(first.writers).toEqual(['local', 'expert', 'expert']);
    expect(first.scores[0]?.parts.map((part) => part.id)).toEqual(['missing', 'sse']);
    await expect.poll(async () => (await client.call('hera.info', {})).used).toBe(2);
    expect((await client.call('hera.info', {})).lacks).not.toHaveProperty('prediction');
    const second = await ask('hera', { heraSseBy: 'prediction' });
    expect(second.scores[0]?.parts[0]?.words).toMatch(/what the expert would write \(predicted: "6 \* 9 = 54 seals\."\)/);
    expect(completed[0]?.turns.map((turn) => turn.text)).toContain('6 * 9 = 54, says the expert.');
  });

  it('Automatic takes what the profile found best, and without one says at each step that AdaSwitch decides', async () => {
    const without = await (await open(null)).ask('auto');
    expect(without.scores).toHaveLength(3);
    for (const score of without.scores) expect(score.parts[0]).toMatchObject({ id: 'fallback', words: 'decided as AdaSwitch would: this pair of models has no profile yet' });
    const auto = await (await open(profile({ likeness: constantHead(0.3), auto: { choice: 'hera', areas: {}, forks: 0 } }))).ask('auto');
    expect(auto.scores.map((score) => score.meaning)).toEqual(['unlike', 'unlike', 'unlike']);
    expect(auto.writers).toEqual(['expert', 'expert', 'expert']);
  });

  it('comes to its end where the embedding model dies on the way', async () => {
    const dying: Embedder = { ...letterEmbedder, embed: () => Promise.reject(new TandemError('engineCrashed', 'The model stopped.')) };
    const transitions: HeraFile['transitions'] = [{ problem: 'a', question, last: '', next: 'Count.', position: 0, vector: Array.from({ length: 64 }, () => 0.125) }];
    const { ask } = await open(profile({ transitions, sseBy: 'prediction' }), dying);
    for (const score of (await ask('hera')).scores) expect(score.parts[0]?.words).toBe('decided as AdaSwitch would: what HERA needs could not be asked (The model stopped)');
  });
});
