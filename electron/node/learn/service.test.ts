import { describe, expect, it } from 'vitest';
import { eventsToEnd } from '../../../shared/testing/follow.ts';
import { testService } from '../runs/testing/testService.ts';

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

  it('refuses shares and numbers that make no sense', async () => {
    const { service, client } = await testService();
    try {
      for (const patch of [{ auditShare: 0.01 }, { auditShare: 0.5 }, { auditShare: -0.02 }, { refitEvery: 1 }, { refitEvery: 1.5 }]) await expect(client.call('settings.set', patch)).rejects.toThrow();
    } finally {
      await service.close();
    }
  });
});
