import { describe, expect, it } from 'vitest';
import type { ExpertModel } from '../../../shared/agent/model.ts';
import { TandemError } from '../../../shared/errors.ts';
import { eventsToEnd, firstState } from '../../../shared/testing/follow.ts';
import { scriptedExpert, scriptedLocal, scriptedLocalCard } from '../../../shared/testing/scriptedModel.ts';
import { serverChoice, testService } from '../runs/testing/testService.ts';

describe('learning behind the contract', () => {
  it('draws steps of an ended answer once it is wished, and tells where learning stands', async () => {
    const { service, client } = await testService();
    try {
      const settings = await client.call('settings.set', { auditShare: 0.05, refitEvery: 100 });
      expect(settings).toMatchObject({ auditShare: 0.05, refitEvery: 100 });
      const chat = await client.call('chats.create', {});
      const { runId } = await client.call('runs.start', { chatId: chat.id, question: 'How long does it take in all?' });
      await eventsToEnd(client, runId);
      const audited = await client.call('runs.audited', { runId });
      expect(audited.every((step) => step < 3)).toBe(true);
      expect(await client.call('runs.audited', { runId })).toEqual(audited);
      // The scripted model has no file and so no head.
      const told = await new Promise((resolve, reject) => { client.subscribe('learning', {}, resolve, reject); });
      expect(told).toMatchObject({ untilRefit: null, present: null, history: [] });
      await client.call('runs.mark', { runId, step: 0, mark: 'right' });
      await expect(client.call('gate.refit', {})).rejects.toThrow(/Take an exam first/);
      await expect(client.call('gate.useFormer', { index: 1 })).rejects.toThrow(/no former head/);
    } finally {
      await service.close();
    }
  });

  it('takes an exam without an expert that is chosen and cannot be asked yet', async () => {
    const local = scriptedLocal([{ text: 'So 3 + 4 = 7.' }, { text: '7' }], { card: { ...scriptedLocalCard, sha256: 'a'.repeat(64) } });
    const { service, client } = await testService({ local });
    try {
      await client.call('settings.set', { expert: serverChoice });
      expect(await firstState(client, 'app', {}, (app) => app.local.state === 'ready')).toMatchObject({ expert: { state: 'needsAgreement' } });
      await client.call('exam.start', { source: { kind: 'examples', name: 'mine.jsonl', text: '{"question": "Ann has 3 pens and buys 4 more. How many?", "answer": 7}' }, seconds: null, problems: null });
      expect(await firstState(client, 'exam', {}, (exam) => exam.state !== 'running' && exam.state !== 'idle')).toMatchObject({ state: 'finished', progress: { problems: 1 } });
    } finally {
      await service.close();
    }
  });

  it('does not go on without an expert that took part and may not be asked any more, and says why', async () => {
    const local = scriptedLocal([{ text: 'So 3 + 4 = 7.' }, { text: '7' }], { card: { ...scriptedLocalCard, sha256: 'a'.repeat(64) } });
    const helper = scriptedExpert([{ text: 'So 3 + 4 = 7.', reason: 'step' }, { text: '7', reason: 'answer' }]);
    const expert: ExpertModel = { card: helper.card, prepareStep: async (request) => {
      const prepared = await helper.prepareStep(request);
      return request.question.includes('case 1') ? { ...prepared, send: () => { throw new TandemError('expertUnreachable', 'It is away.'); } } : prepared;
    } };
    const { service, client } = await testService({ local, expert });
    const rested = () => firstState(client, 'exam', {}, (exam) => exam.state !== 'running' && exam.state !== 'idle');
    try {
      const { host = '', price } = helper.card;
      await client.call('settings.set', { expert: serverChoice });
      await client.call('expert.agree', { key: host, capUsd: 5, ...(price ? { price } : {}) });
      const text = [0, 1].map((n) => `{"question": "Ann has 3 pens and buys 4 more (case ${n}). How many?", "answer": 7}`).join('\n');
      await client.call('exam.start', { source: { kind: 'examples', name: 'mine.jsonl', text }, seconds: null, problems: null });
      expect(await rested()).toMatchObject({ state: 'paused', progress: { problems: 1 } });
      // It has become dearer than what was agreed to.
      await client.call('expert.agree', { key: host, capUsd: 5, price: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 } });
      await client.call('exam.continue', {});
      expect(await rested()).toMatchObject({ state: 'paused', progress: { problems: 1 }, words: expect.stringMatching(/agree/i) as unknown });
      await client.call('settings.set', { expert: { kind: 'none' } });
      await client.call('exam.continue', {});
      expect(await rested()).toMatchObject({ state: 'finished', progress: { problems: 2 } });
    } finally {
      await service.close();
    }
  });

  it('refuses shares and numbers that make no sense', async () => {
    const { service, client } = await testService();
    try {
      for (const patch of [{ auditShare: 0.01 }, { auditShare: 0.5 }, { auditShare: -0.02 }, { refitEvery: 1 }, { refitEvery: 1.5 }]) await expect(client.call('settings.set', patch)).rejects.toThrow();
    } finally {
      await service.close();
    }
  });
});
