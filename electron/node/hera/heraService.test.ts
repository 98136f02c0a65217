import fs from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ModelCard } from '../../../shared/agent/model.ts';
import type { Embedder } from '../../../shared/hera/embedder.ts';
import { letterEmbedder, sampleProfile } from '../../../shared/hera/testing/sampleProfile.ts';
import { sampleTrees } from '../../../shared/hera/testing/sampleTrees.ts';
import { scriptedExpertCard, scriptedLocal, scriptedLocalCard } from '../../../shared/testing/scriptedModel.ts';
import { eventsToEnd, firstState } from '../../../shared/testing/follow.ts';
import { embeddingModelId, starterModelId } from '../models/catalog.ts';
import { fakeModels } from '../runs/testing/fakeModels.ts';
import { serverChoice, temporaryHome, testService, type TestService } from '../runs/testing/testService.ts';
import { createHeraService } from './heraService.ts';
import { createHeraSource } from './heraSource.ts';
import { openHeraStore } from './heraStore.ts';
import { treesFolder } from './pairName.ts';
import { addTree } from './treeFile.ts';
import { keptUnder } from './usedTransitions.ts';

const sha256 = 'a'.repeat(64);
const pair = { localSha256: sha256, expertId: scriptedExpertCard.id, profile: 'zeroShot' };
const profile = (requests: number) => sampleProfile({ provenance: { ...sampleProfile().provenance, ...pair, requests } });

describe('what views are told about HERA', () => {
  const opened: TestService[] = [];
  afterEach(async () => { for (const { service } of opened.splice(0)) await service.close(); });

  const open = async (embedder: Embedder | null, home = temporaryHome(), own: Pick<ModelCard, 'sha256' | 'baseSha256'> = { sha256 }) => {
    const store = openHeraStore(path.join(home, 'heads'), () => undefined, []);
    const test = await testService({
      home, local: scriptedLocal([{ text: '7' }], { card: { ...scriptedLocalCard, ...own } }),
      deps: { hera: createHeraSource({ store, log: { error: () => undefined }, openEmbedder: () => Promise.resolve({ embedder, why: '', close: () => Promise.resolve() }) }) },
    });
    opened.push(test);
    await firstState(test.client, 'app', {}, (app) => app.local.state === 'ready');
    return { ...test, store, file: path.join(treesFolder(home, pair), 'trees.jsonl') };
  };

  it('says why there is no profile, and what to type, then what the profile says', async () => {
    const { client, store } = await open(null);
    expect(await client.call('hera.info', {})).toMatchObject({ profile: null, why: expect.stringContaining('no expert'), commands: [] });
    await client.call('settings.set', { expert: serverChoice });
    const without = await client.call('hera.info', {});
    expect(without).toMatchObject({ profile: null, why: 'this pair of models has no profile yet', expert: scriptedExpertCard.name });
    // The starter is chosen here, whatever the test opens for it.
    expect(without.commands[0]).toContain('profile --expert');
    expect(without.commands[0]).toMatch(/--expert ['"]https:\/\/expert\.example#scripted-expert['"] --data/);
    store.save(profile(12));
    store.save(profile(30));
    // What nothing is known for cannot be offered; what became of refits is told.
    expect(await client.call('hera.info', {})).toMatchObject({
      lacks: { cd: expect.stringContaining('no step of this expert') as string, sd: expect.any(String) as string, sle: expect.stringContaining('how far apart') as string, prediction: expect.any(String) as string },
      refit: { requests: 0, every: 200, last: null, waits: null },
    });
    expect(await client.call('hera.info', {})).toMatchObject({ why: '', formers: [{ index: 0, requests: 12, isRefitted: false }], profile: { requests: 30, embedder: 'letters', partsOn: ['urc', 'sse'], auto: 'both' } });
    for (const requests of [12, 30]) expect(await client.call('hera.useFormer', {})).toMatchObject({ formers: [{ index: 0 }], profile: { requests } });
    expect((await client.call('hera.info', {})).profile).not.toHaveProperty('refitted');
    store.save({ ...profile(30), provenance: { ...profile(30).provenance, refitted: '2027-01-01T00:00:00.000Z' } });
    expect(await client.call('hera.info', {})).toMatchObject({ profile: { date: profile(30).provenance.date, refitted: '2027-01-01T00:00:00.000Z' } });
    await expect(client.call('hera.useFormer', { index: 2 })).rejects.toMatchObject({ kind: 'notFound' });
  });

  it('shows neither profile nor trees of the bare model where an adapter is on, and its own once they are there', async () => {
    const adapted = { sha256: 'b'.repeat(64), baseSha256: sha256 };
    const { client, store, file, home } = await open(null, temporaryHome(), adapted);
    await client.call('settings.set', { expert: serverChoice });
    store.save(profile(30));
    const trees = sampleTrees(3, 3);
    for (const tree of trees) addTree(file, tree);
    expect(await client.call('hera.info', {})).toMatchObject({ profile: null, trees: 0, formers: [], why: expect.stringMatching(/LoRA adapter .* another one/) as string });
    const ownPair = { ...pair, localSha256: adapted.sha256 };
    store.save({ ...profile(9), provenance: { ...profile(9).provenance, ...ownPair } });
    for (const tree of trees.slice(0, 2)) addTree(path.join(treesFolder(home, ownPair), 'trees.jsonl'), tree);
    expect(await client.call('hera.info', {})).toMatchObject({ profile: { requests: 9 }, trees: 2, why: '' });
  });

  it('lists the trees of this pair only, and marks where ways meet', async () => {
    const { client, file } = await open(letterEmbedder);
    const [tree, other] = sampleTrees(2, 3);
    if (!tree || !other) throw new Error('no trees');
    addTree(file, tree);
    expect(await client.call('hera.trees', {})).toEqual([]);
    await client.call('settings.set', { expert: serverChoice });
    expect(await client.call('hera.trees', {})).toEqual([{ problem: 'p0', question: tree.question, steps: 6, localRight: tree.allLocal.right, expertRight: 1 }]);
    addTree(file, other);
    expect(await client.call('hera.trees', {})).toHaveLength(2);
    expect(await client.call('hera.info', {})).toMatchObject({ trees: 2 });
    const drawn = await client.call('hera.tree', { problem: 'p0' });
    expect(drawn.meetsBy).toBe('meaning');
    expect(drawn.nodes.map((node) => node.path)).toEqual(tree.nodes.map((node) => node.path));
    expect(drawn.nodes.find((node) => node.path === 'LE')?.meets).toBe(drawn.nodes.find((node) => node.path === 'EE')?.meets);
    await expect(client.call('hera.tree', { problem: 'p9' })).rejects.toMatchObject({ kind: 'notFound' });
  });

  it('marks by words where the embedding model is not here, and leaves a damaged line out', async () => {
    const { client, file } = await open(null);
    for (const tree of sampleTrees(1, 3)) addTree(file, tree);
    fs.appendFileSync(file, '{"problem":"cut sho');
    await client.call('settings.set', { expert: serverChoice });
    expect(await client.call('hera.trees', {})).toHaveLength(1);
    const drawn = await client.call('hera.tree', { problem: 'p0' });
    expect(drawn.meetsBy).toBe('words');
    expect(drawn.nodes.filter((node) => node.meets !== null).length).toBeGreaterThan(1);
  });

  it('tells no more that a refit waits for the embedding model once that has come', async () => {
    const home = temporaryHome();
    const store = openHeraStore(path.join(home, 'heads'), () => undefined, []);
    store.save(profile(12));
    const models = fakeModels({ [starterModelId]: { state: 'ready', path: '/models/starter.gguf' }, [embeddingModelId]: { state: 'absent' } });
    let embedder: Embedder | null = null;
    const test = await testService({
      home, local: scriptedLocal([{ text: '7' }], { card: { ...scriptedLocalCard, sha256 } }),
      deps: { models, hera: createHeraSource({ store, log: { error: () => undefined }, openEmbedder: () => Promise.resolve({ embedder, why: 'It is not here.', close: () => Promise.resolve() }) }) },
    });
    opened.push(test);
    const { client } = test;
    await client.call('settings.set', { expert: serverChoice, refitEvery: 50 });
    await client.call('expert.agree', { key: 'expert.example', capUsd: 1 });
    await firstState(client, 'app', {}, (app) => app.local.state === 'ready');
    const { id: chatId } = await client.call('chats.create', {});
    for (let i = 0; i < 50; i += 1) {
      const { runId } = await client.call('runs.start', { chatId, question: `How much is ${i} and 7?`, policy: 'hera' });
      await eventsToEnd(client, runId);
    }
    await expect.poll(async () => (await client.call('hera.info', {})).refit).toMatchObject({ requests: 50, waits: 'It is not here.' });
    embedder = letterEmbedder;
    models.put(embeddingModelId, { state: 'ready', path: '/models/embedder.gguf' });
    expect((await client.call('hera.info', {})).refit).toMatchObject({ waits: null });
  });

  it('forgets of the steps kept from use those it has counted: the chosen pair’s', async () => {
    const adapted = { ...scriptedLocalCard, sha256: 'b'.repeat(64), baseSha256: sha256 };
    const asked: (readonly [string, string])[] = [];
    const service = (local: ModelCard, expert: ModelCard | null) => createHeraService({
      home: temporaryHome(), hera: undefined, chosen: () => ({ local, expert, localChoice: local.id, choice: serverChoice }),
      used: { count: (owner) => { asked.push(['count', owner]); return Promise.resolve(3); }, forget: (owner) => { asked.push(['forget', owner]); return Promise.resolve(3); } },
    });
    for (const local of [scriptedLocalCard, adapted]) {
      const { info, forgetUsed } = service(local, scriptedExpertCard);
      expect(await info()).toMatchObject({ used: 3 });
      await forgetUsed();
    }
    await service(adapted, null).forgetUsed();
    const own = keptUnder(adapted, scriptedExpertCard);
    expect(asked).toEqual([['count', scriptedExpertCard.id], ['forget', scriptedExpertCard.id], ['count', own], ['forget', own]]);
    expect(own).not.toBe(scriptedExpertCard.id);
  });
});
