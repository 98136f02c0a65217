import { expect, it } from 'vitest';
import { eventsToEnd } from '../../../shared/testing/follow.ts';
import { scriptedLocal, scriptedLocalCard } from '../../../shared/testing/scriptedModel.ts';
import { sampleGate } from '../../../shared/switching/gate/testing/sampleGate.ts';
import { emptyRun, reduceRunAll } from '../../../shared/trace/reduceRun.ts';
import { defaultProfile } from '../../../shared/agent/prompts/profiles.ts';
import { openGateStore } from '../exam/gateStore.ts';
import type { HeraSource } from '../hera/heraSource.ts';
import { embeddingModelId } from '../models/catalog.ts';
import { tandemPaths } from '../paths.ts';
import { pianoScript, temporaryHome, testService } from './testing/testService.ts';

const card = { ...scriptedLocalCard, sha256: 'a'.repeat(64) };
const near = [1, 0];
const far = [0, 1];

it('a step of a question unlike the exam’s is called uncalibrated; without the embedding model nothing is said of it', async () => {
  const home = temporaryHome();
  openGateStore(tandemPaths({ TANDEM_HOME: home }).heads, () => undefined, []).save({ ...sampleGate(card.sha256, card.profile ?? defaultProfile, 30), domain: { embedder: embeddingModelId, centre: near, least: 0.5 } });
  let vector: readonly number[] | null = near;
  const hera: HeraSource = {
    profiles: { forPair: () => ({ file: null, why: 'none' }), save: () => undefined, useFormer: () => undefined, formers: () => [] },
    embedder: () => { const given = vector; return Promise.resolve(given && { id: embeddingModelId, embed: () => Promise.resolve(Float32Array.from(given)) }); },
    embedderOrWhy: () => Promise.resolve({ embedder: null, why: 'none' }),
    setupFor: () => Promise.resolve({ file: null, why: 'none' }), close: () => Promise.resolve(),
  };
  const { service, client } = await testService({ home, local: scriptedLocal(pianoScript, { card }), deps: { hera } });
  try {
    for (const [given, isCalibrated] of [[near, true], [far, false], [null, true]] as const) {
      vector = given;
      const chat = await client.call('chats.create', {});
      const { runId } = await client.call('runs.start', { chatId: chat.id, question: 'A child practises 15 minutes a day on 6 days a week. How many minutes in 12 weeks?', policy: 'adaswitch', dial: 1 });
      const view = reduceRunAll(emptyRun, await eventsToEnd(client, runId));
      const [first] = view.steps;
      expect(first?.scores[0]?.score.calibrated).toBe(isCalibrated);
      expect(first?.scores[0]?.score.basis ?? '').toMatch(isCalibrated ? /exam/ : /Not calibrated for this question/);
    }
  } finally {
    await service.close();
  }
});
