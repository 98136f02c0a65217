import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { priceOf } from '../../../shared/agent/model.ts';
import { gate, scriptedLocal } from '../../../shared/testing/scriptedModel.ts';
import type { Engine } from '../engine/api.ts';
import { createExpert, expertCard } from './createExpert.ts';
import { createExpertSource } from './expertSource.ts';
import { findClaude, readPrices, shippedPrices } from './prices.ts';
import { testExpert } from './testExpert.ts';
import { ask, noGguf, stepRequest } from './testing/requests.ts';

let folder = '';
beforeEach(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-prices-')); });
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

describe('cards', () => {
  it('say where text goes', () => {
    expect(expertCard({ kind: 'claude', model: 'claude-haiku-5-5' }, {})).toMatchObject({ name: 'Claude Haiku 5.5', where: 'remote', host: 'api.anthropic.com', price: { input: 0.1 }, pricesAsOf: shippedPrices.asOf });
    expect(expertCard({ kind: 'server', baseUrl: 'http://127.0.0.1:8080', model: 'm', allowPlainHttp: false }, {})).toMatchObject({ where: 'remote', host: '127.0.0.1:8080', name: 'm at 127.0.0.1:8080' });
    expect(expertCard({ kind: 'gguf', model: '/models/Big-Model.gguf' }, {})).toEqual({ id: 'Big-Model.gguf', name: 'Big-Model', kind: 'gguf', where: 'thisDevice' });
    expect(expertCard({ kind: 'gguf', model: 'qwen2.5-coder-1.5b-instruct-q4_k_m' }, {})).toMatchObject({ where: 'thisDevice', kind: 'gguf' });
  });

  it('are refused with a sentence', async () => {
    expect(() => expertCard({ kind: 'claude', model: 'claude-unknown' }, {})).toThrow(/prices\.json/);
    expect(() => expertCard({ kind: 'server', baseUrl: 'https://a.example', model: ' ', allowPlainHttp: false }, {})).toThrow(/which model/);
    await expect(createExpert({ kind: 'claude', model: 'claude-haiku-5-5' }, { key: null, openGguf: noGguf }, new AbortController().signal)).rejects.toMatchObject({ kind: 'expertNotConfigured' });
  });
});

describe('prices', () => {
  it('a dated id costs what its family costs', () => {
    expect(findClaude(shippedPrices, 'claude-haiku-5-5-20261001')).toMatchObject({ id: 'claude-haiku-5-5-20261001', price: { input: 0.1 } });
  });

  it('a long prompt costs more, all of it', () => {
    const { price } = findClaude(shippedPrices, 'claude-haiku-5-5');
    const usage = (inputTokens: number) => ({ inputTokens, freshInputTokens: inputTokens, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0 });
    expect(priceOf(usage(100_000), price)).toBeCloseTo(0.01, 10);
    expect(priceOf(usage(200_000), price)).toBeCloseTo(0.1, 10);
  });

  it("the user's own file comes first and counts at once; a wrong one is no licence to spend", () => {
    const file = path.join(folder, 'prices.json');
    expect(readPrices(file)).toEqual(shippedPrices);
    const source = createExpertSource({ openGguf: noGguf, pricesFile: file });
    const own = { id: 'claude-new', name: 'New', price: { input: 7, output: 9, cacheRead: 1, cacheWrite: 8 }, refusesSampling: false, thinkingTokens: 0, unverified: [] };
    fs.writeFileSync(file, JSON.stringify({ asOf: '2027-01-01', models: [own] }));
    expect(source.cardOf({ kind: 'claude', model: 'claude-new' }).price).toEqual(own.price);
    expect(source.cardOf({ kind: 'claude', model: 'claude-haiku-5-5' }).price?.input).toBe(0.1);
    for (const broken of ['{', JSON.stringify({ asOf: 'soon', models: [] }), JSON.stringify({ asOf: '2027-01-01', models: [{ ...own, price: { input: -1 } }] })]) {
      fs.writeFileSync(file, broken);
      expect(() => source.cardOf({ kind: 'claude', model: 'claude-new' })).toThrow(/prices\.json/);
    }
  });
});

describe('a larger GGUF here', () => {
  const card = { id: 'big', name: 'Big', kind: 'gguf', where: 'thisDevice', profile: 'twoExamples', device: 'CPU' } as const;
  function engineOf(onRequest: (profile: string) => void): { readonly engine: Engine; readonly disposed: () => boolean } {
    let disposed = false;
    const model = scriptedLocal([{ text: '6 * 12 = 72' }, { text: '22' }], { card, onRequest: (request) => onRequest(request.profile) });
    const engine: Engine = {
      card, model, onRestart: () => () => undefined,
      complete: () => { throw new Error('not asked'); },
      dispose: () => {
        disposed = true;
        return Promise.resolve();
      },
    };
    return { engine, disposed: () => disposed };
  }

  it('continues the steps in its own profile, unredacted, for nothing, and is freed', async () => {
    const profiles: string[] = [];
    const { engine, disposed } = engineOf((profile) => profiles.push(profile));
    const { model, close } = await createExpert({ kind: 'gguf', model: 'big' }, { key: null, openGguf: () => Promise.resolve(engine) }, new AbortController().signal);
    const request = stepRequest({ question: 'Mail a@b.example' });
    const prepared = await model.prepareStep(request);
    expect(prepared).toMatchObject({ redactions: {}, maxUsd: 0 });
    expect(prepared.payload).toContain('a@b.example');
    expect((await ask(model, request)).finish).toMatchObject({ text: '6 * 12 = 72', reason: 'step' });
    expect(profiles).toEqual(['twoExamples']);
    expect(model.card).toEqual(card);
    await close();
    expect(disposed()).toBe(true);
  });

  it('the test button opens it and closes it again, and says when it cannot', async () => {
    const { engine, disposed } = engineOf(() => undefined);
    expect(await testExpert({ kind: 'gguf', model: 'big' }, { key: null, openGguf: () => Promise.resolve(engine) }, (expert) => expert)).toEqual({ ok: true, words: 'Big opens and runs here on CPU.' });
    expect(disposed()).toBe(true);
    expect(await testExpert({ kind: 'gguf', model: 'big' }, { key: null, openGguf: noGguf }, (expert) => expert)).toMatchObject({ ok: false });
  });

  it('stops when told to', async () => {
    const door = gate();
    const model = scriptedLocal([{ text: 'x', hold: door.wait }], { card });
    const opened = await createExpert({ kind: 'gguf', model: 'big' }, { key: null, openGguf: () => Promise.resolve({ ...engineOf(() => undefined).engine, model }) }, new AbortController().signal);
    const controller = new AbortController();
    const asked = ask(opened.model, stepRequest(), controller.signal);
    await door.reached;
    controller.abort();
    await expect(asked).rejects.toMatchObject({ kind: 'cancelled' });
  });
});
