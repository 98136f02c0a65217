import { afterEach, describe, expect, it } from 'vitest';
import { TandemError } from '../../../shared/errors.ts';
import { createExpertSource } from '../expert/expertSource.ts';
import { startFakeCloud } from '../expert/testing/fakeCloud.ts';
import { testKey } from '../expert/testing/requests.ts';
import { testService, type TestOptions, type TestService } from './testing/testService.ts';

const open: TestService[] = [];
afterEach(async () => { for (const tested of open.splice(0)) await tested.service.close(); });
async function start(options: TestOptions = {}): Promise<TestService> {
  const tested = await testService(options);
  open.push(tested);
  return tested;
}

describe('the test of an expert', () => {
  const overFake = async () => {
    const cloud = await startFakeCloud();
    const choice = { kind: 'server', baseUrl: cloud.url, model: 'm', allowPlainHttp: false } as const;
    const experts = createExpertSource({ openGguf: () => Promise.reject(new TandemError('modelMissing', 'No.')), pricesFile: '/none', claudeUrl: cloud.url });
    const tested = await start({ deps: { experts }, env: { TANDEM_EXPERT_KEY: testKey, ANTHROPIC_API_KEY: testKey } });
    return { ...tested, cloud, choice, host: new URL(cloud.url).host };
  };

  it('sends nothing before the user agreed to the host, and says so; then it is in the ledger like all that leaves', async () => {
    const { client, cloud, choice, host } = await overFake();
    try {
      cloud.plan({ kind: 'text', text: 'OK' });
      expect(await client.call('expert.test', { choice })).toEqual({ ok: false, words: expect.stringMatching(/^Nothing was sent: you have not yet agreed/) as unknown });
      expect(cloud.requests).toEqual([]);
      expect(await client.call('ledger.list', { limit: 10 })).toEqual([]);
      await client.call('expert.agree', { key: host, capUsd: 1 });
      expect(await client.call('expert.test', { choice })).toMatchObject({ ok: true });
      expect(cloud.requests).toHaveLength(1);
      expect(await client.call('ledger.list', { limit: 10 })).toMatchObject([{ runId: 'test', where: 'remote', host, outcome: 'answered', payload: cloud.requests[0]?.raw }]);
    } finally {
      await cloud.close();
    }
  });

  it('keeps under the cap', async () => {
    const { client, cloud, host } = await overFake();
    try {
      await client.call('expert.agree', { key: host, capUsd: 0 });
      expect(await client.call('expert.test', { choice: { kind: 'claude', model: 'claude-haiku-5-5' } })).toMatchObject({ ok: false, words: expect.stringContaining('monthly cap') as unknown });
      expect(cloud.requests).toEqual([]);
    } finally {
      await cloud.close();
    }
  });
});
