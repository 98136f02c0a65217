import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { createBrain } from '../../electron/node/engine/process/brain.ts';
import { loadModel } from '../../electron/node/engine/process/loadModel.ts';
import { median } from '../../electron/node/engine/bench.ts';
import type { EngineOptions } from '../../electron/node/engine/api.ts';
import { createFileLog } from '../../electron/node/log.ts';
import { tandemPaths } from '../../electron/node/paths.ts';
import { chatHistory } from '../../electron/node/runs/history.ts';
import { openTandem } from '../../electron/node/runs/openTandem.ts';
import { openStore } from '../../electron/node/runs/store/openStore.ts';
import type { StepRequest, Turn } from '../../shared/agent/model.ts';
import { profileById } from '../../shared/agent/prompts/profiles.ts';
import { renderPrompt } from '../../shared/agent/prompts/renderPrompt.ts';
import type { Client } from '../../shared/contract/api.ts';
import { createClient } from '../../shared/contract/createClient.ts';
import { linkedPorts } from '../../shared/contract/inMemory.ts';
import { serveContract } from '../../shared/contract/serveContract.ts';
import { runEventSchema, type RunEvent } from '../../shared/trace/events.ts';
import type { Figure } from './figure.ts';

const rounds = +(process.env.R ?? 7);
const story = 'Explain in one paragraph why the sky is blue.';
const first = 'Carolyn has 20 boxes of 12 pencils and gives 3 boxes away. How many pencils are left?';
const second = 'A shop sells 15 bags of 8 apples and 12 more apples. How many apples are that?';

/** Whole answers of the real service, over the contract and with its store, beside llama.cpp called directly. */
export async function benchAnswers(options: EngineOptions): Promise<readonly Figure[]> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-bench-'));
  const paths = { ...tandemPaths({ TANDEM_HOME: home }), models: tandemPaths().models };
  const log = createFileLog(paths.log);
  const service = await openTandem({
    paths, log, shell: 'web', version: 'bench', engineHost: options.host, vault: null, env: { ...process.env, TANDEM_GPU: 'cpu' },
    settingsOverride: { localModel: options.card.id, policy: 'localOnly', expert: { kind: 'none' } },
  });
  const [clientPort, servicePort] = linkedPorts();
  serveContract(service, servicePort, (what, cause) => log.error(what, cause));
  const client = createClient(clientPort);
  const loaded = await loadModel({ modelPath: options.modelPath, gpu: 'cpu', sequences: 1, contextSize: options.contextSize, threads: options.lease.threads });
  const [sequence] = loaded.sequences;
  if (!sequence) throw new Error('no sequence');
  const brain = createBrain(loaded);
  const tokens = (turns: readonly Turn[], question: string, shape: 'steps' | 'reply', profile: string, written = '') => {
    const prompt = renderPrompt(profileById(profile), { ...plainRequest, history: turns, question, shape, profile });
    return [...brain.tokenise({ ...prompt, prefix: prompt.prefix + written }).tokens];
  };
  let isOpen = true;
  const close = async () => {
    if (isOpen) await service.close();
    isOpen = false;
  };
  try {
    const speed: Speed[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const startedAt = performance.now();
      const events = await answer(client, (await client.call('chats.create', {})).id, story);
      const runMs = performance.now() - startedAt;
      const count = stepsOf(events).reduce((sum, step) => sum + step.usage.outputTokens, 0);
      const rawMs = await timeRaw(sequence, tokens([], story, 'reply', profileOf(events)), count);
      // The first round reads the prompt and warms up both sides.
      if (round > 0) speed.push({ ratio: rawMs / runMs, runRate: (1000 * count) / runMs, rawRate: (1000 * count) / rawMs });
    }
    const chat = await client.call('chats.create', {});
    await answer(client, chat.id, first);
    const events = await answer(client, chat.id, second);
    const usage = stepsOf(events)[0]?.usage;
    if (!usage) throw new Error('the second turn has no step');
    await close();
    const store = openStore(paths, Date.now);
    const [question, answered] = chatHistory(store, chat.id, '', profileOf(events), Number.MAX_SAFE_INTEGER);
    store.close();
    if (!question || !answered) throw new Error('the first turn is not finished');
    const known = tokens([], question.text, 'steps', profileOf(events), answered.text).length;
    const fresh = tokens([question, answered], second, 'steps', profileOf(events)).length - known;
    return [
      {
        what: 'tokens/s of a whole `localOnly` answer ÷ raw `evaluate`', value: median(speed.map(({ ratio }) => ratio)).toFixed(3), target: '≥ 0.98',
        detail: `medians of ${rounds} pairs: ${median(speed.map(({ runRate }) => runRate)).toFixed(1)} against ${median(speed.map(({ rawRate }) => rawRate)).toFixed(1)} tokens/s; with store, contract and process, prompt known to both`,
      },
      {
        what: 'prompt tokens evaluated again on the second turn', value: String(usage.freshInputTokens - fresh), target: '0',
        detail: `${usage.freshInputTokens} of ${usage.inputTokens} were evaluated; ${fresh} are new (end of the answer's turn, the next question)`,
      },
    ];
  } finally {
    client.close();
    await close();
    await loaded.dispose();
    fs.rmSync(home, { recursive: true, force: true });
  }
}

interface Speed { readonly ratio: number; readonly runRate: number; readonly rawRate: number }

const plainRequest: StepRequest = {
  question: '', history: [], steps: [], shape: 'reply', profile: '', documents: [], tools: ['calculator'], until: 'step', maxTokens: 1, temperature: 0, seed: 0,
};

function answer(client: Client, chatId: string, question: string): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  return new Promise((resolve, reject) => {
    client.call('runs.start', { chatId, question }).then(({ runId }) => {
      const stop = client.subscribe('run', { runId, fromSeq: 1 }, (message) => {
        events.push(...message.events.map(({ event }) => runEventSchema.parse(event)));
        const last = events.at(-1);
        if (last?.type === 'runFailed') reject(new Error(last.error.message));
        if (last?.type !== 'runFinished') return;
        stop();
        resolve(events);
      }, reject);
    }, reject);
  });
}

function stepsOf(events: readonly RunEvent[]): readonly Extract<RunEvent, { type: 'stepAccepted' }>[] {
  return events.filter((event) => event.type === 'stepAccepted');
}

function profileOf([started]: readonly RunEvent[]): string {
  if (started?.type !== 'runStarted') throw new Error('the run did not start');
  return started.profile;
}

/** Milliseconds for `count` tokens behind a prompt that the sequence already holds. */
async function timeRaw(sequence: LlamaContextSequence, prompt: readonly Token[], count: number): Promise<number> {
  await sequence.adaptStateToTokens([...prompt.slice(0, -1)], false);
  await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(sequence.nextTokenIndex, -1));
  const startedAt = performance.now();
  let written = 0;
  for await (const _token of sequence.evaluate([...prompt.slice(-1)], { temperature: 0, yieldEogToken: true })) {
    written += 1;
    if (written >= count) break;
  }
  return performance.now() - startedAt;
}
