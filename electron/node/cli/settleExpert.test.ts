import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings, settingsSchema, type Settings } from '../../../shared/contract/entities.ts';
import { scriptedExpert } from '../../../shared/testing/scriptedModel.ts';
import { expertCard } from '../expert/createExpert.ts';
import { temporaryHome, testService } from '../runs/testing/testService.ts';
import { askPlan, overrideOn, type AskOptions } from './askPlan.ts';
import { settleExpert } from './settleExpert.ts';

let home: string;
beforeEach(() => { home = temporaryHome(); });
afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

/** What is said of the expert of `options` before anything is asked, on what was saved. */
async function settled(options: AskOptions, saved: Partial<Settings> = {}, base: AskOptions = { agree: '1' }): Promise<{ readonly outcome: unknown; readonly notes: readonly string[] }> {
  fs.writeFileSync(path.join(home, 'settings.json'), JSON.stringify({ ...defaultSettings, ...saved }));
  const plan = askPlan('How much?', { ...base, ...options });
  const { client, service } = await testService({
    home, deps: {
      settingsOverride: (present) => overrideOn(present, plan),
      experts: { cardOf: (choice) => expertCard(choice, {}), open: () => Promise.resolve({ model: scriptedExpert([]), close: () => Promise.resolve() }), test: () => Promise.resolve({ ok: true, words: '' }) },
    },
  });
  const notes: string[] = [];
  try {
    const session = { client, isAside: false, close: () => Promise.resolve() };
    return { outcome: await settleExpert(session, plan, (words) => notes.push(words)).catch((error: unknown) => error), notes };
  } finally {
    await service.close();
  }
}

describe('an expert that is not on this machine', () => {
  it('is to be fetched only where the catalog knows it', async () => {
    const id = 'qwen2.5-coder-1.5b-instruct-q4_k_m';
    expect((await settled({ expert: id })).outcome).toMatchObject({ kind: 'modelMissing', message: expect.stringContaining(`models get ${id}`) as string });
  });

  it('is a wrong path or an unknown name elsewhere, and nobody is sent to fetch it', async () => {
    const file = path.join(home, 'big.gguf');
    const missing = (await settled({ expert: file })).outcome;
    expect(missing).toMatchObject({ kind: 'modelMissing', message: expect.stringContaining(`There is no file ${file}.`) as string });
    const unknown = (await settled({ expert: 'bigger' })).outcome;
    expect(unknown).toMatchObject({ kind: 'modelMissing', message: expect.stringContaining('There is no expert "bigger".') as string });
    expect(String(missing) + String(unknown)).not.toContain('models get');
  });
});

describe('a server that is reached without encryption', () => {
  const box = { kind: 'server', baseUrl: 'http://box:8090', model: 'm', allowPlainHttp: true } as const;

  it('is refused, with what helps here', async () => {
    const { outcome, notes } = await settled({ expert: 'http://box:8090#m' });
    expect(outcome).toMatchObject({ kind: 'badInput', message: expect.stringMatching(/^box:8090 would get your text unencrypted.*--allow-http/) as string });
    expect(notes).toEqual([]);
  });

  it('is taken with --allow-http, with a warning, and nothing of it is saved', async () => {
    const { outcome, notes } = await settled({ expert: 'http://box:8090#m', allowHttp: true });
    expect(outcome).toBe('asOrdered');
    expect(notes).toEqual(['box:8090 gets your text unencrypted: everyone on the way can read it.']);
    expect(JSON.parse(fs.readFileSync(path.join(home, 'settings.json'), 'utf8'))).toMatchObject({ expert: { kind: 'none' } });
  });

  it('is taken where it was allowed in the settings, for that host alone', async () => {
    expect((await settled({ expert: 'http://box:8090/other#n' }, { expert: box })).outcome).toBe('asOrdered');
    expect((await settled({ expert: 'http://box:8091#m' }, { expert: box })).outcome).toMatchObject({ kind: 'badInput' });
    expect((await settled({ expert: 'http://other:8090#m' }, { expert: box })).outcome).toMatchObject({ kind: 'badInput' });
    expect((await settled({ expert: 'http://box:8090#m' }, { expert: { ...box, allowPlainHttp: false } })).outcome).toMatchObject({ kind: 'badInput' });
  });

  it('on this very machine needs no permission and no warning', async () => {
    expect(await settled({ expert: 'http://127.0.0.1:8090#m' })).toEqual({ outcome: 'asOrdered', notes: [] });
  });
});

describe('the cap', () => {
  const host = '127.0.0.1:8090';
  const capAfter = async (options: AskOptions, capUsd: number): Promise<unknown> => {
    expect((await settled({ expert: `http://${host}#m`, ...options }, { agreements: { [host]: { at: 1, capUsd } } }, {})).outcome).toBe('asOrdered');
    const { agreements } = settingsSchema.parse(JSON.parse(fs.readFileSync(path.join(home, 'settings.json'), 'utf8')));
    return agreements[host]?.capUsd;
  };

  it('is what --agree says, higher or lower than before, and stays without it', async () => {
    expect(await capAfter({ agree: '10' }, 5)).toBe(10);
    expect(await capAfter({ agree: '1' }, 5)).toBe(1);
    expect(await capAfter({}, 5)).toBe(5);
  });
});
