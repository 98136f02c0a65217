import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type { ModelCard, Usage } from '../../../shared/agent/model.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import type { NumberedEvent, RunEvent } from '../../../shared/trace/events.ts';
import { tandemPaths } from '../../../electron/node/paths.ts';
import { openStore } from '../../../electron/node/runs/store/openStore.ts';
import type { Figure } from '../figure.ts';
import { nextText, questionText } from './texts.ts';

const perRun = 6;
const tokens = 22;
const card: ModelCard = { id: 'local', name: 'A local model', kind: 'gguf', where: 'thisDevice', sha256: 'a'.repeat(64), parameters: 5e8, contextSize: 4096 };
const usage: Usage = { inputTokens: 400, freshInputTokens: 25, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: tokens };

/** Size and opening time of the chats' database: a sample is written through the store and taken times the rest. */
export function benchEvents(all: number, sample: number, seed: number): readonly Figure[] {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-scale-'));
  try {
    const paths = tandemPaths({ TANDEM_HOME: home });
    const store = openStore(paths, Date.now);
    store.chats.create({ id: 'c', title: 'bench', isTitled: true, at: 0 });
    const sizes: number[] = [];
    for (const half of [0, 1]) {
      for (let run = 0; run < sample / perRun / 2; run += 1) {
        const id = `r${half}-${run}`;
        const random = seededRandom(seed, 12, half, run);
        store.runs.create({ id, chatId: 'c', request: { question: questionText(run), shape: 'steps', policy: 'hera', dial: 0.5, seed: 0, documents: [] } });
        store.runs.append(id, numbered(eventsOf(run, random)));
        store.runs.setStatus(id, 'finished');
      }
      sizes.push(sizeOf(home));
    }
    store.close();
    const startedAt = performance.now();
    openStore(paths, Date.now).close();
    const openMs = performance.now() - startedAt;
    const each = ((sizes[1] ?? 0) - (sizes[0] ?? 0)) / (sample / 2);
    return [
      { what: `events of ${all.toLocaleString('en')} subtasks, in the chats' database`, value: `${((each * all) / 1e9).toFixed(1)} GB`, target: '–', detail: `${each.toFixed(0)} bytes a subtask, from ${sample.toLocaleString('en')} written: the second half took ${(each / ((sizes[0] ?? NaN) / (sample / 2))).toFixed(2)} times the first; ${tokens} tokens a subtask with their measures, 5 parts a score` },
      { what: 'opening that database, its check included', value: `${((openMs / 1000) * (all / sample)).toFixed(1)} s`, target: '–', detail: `${openMs.toFixed(0)} ms for ${sample.toLocaleString('en')} subtasks, taken times ${(all / sample).toFixed(1)}: the check reads the whole file` },
    ];
  } finally {
    fs.rmSync(home, { recursive: true, force: true });
  }
}

function eventsOf(run: number, random: () => number): readonly RunEvent[] {
  const steps = Array.from({ length: perRun }, (_, step): readonly RunEvent[] => {
    const text = nextText(run, step);
    const parts = ['urc', 'similarity', 'distance', 'position', 'numbers'].map((id) => ({ id, words: `${id} is as said in some words here`, value: random(), weight: random() }));
    const stats = Array.from({ length: tokens }, () => ({ text: ' word', logProb: -random(), entropy: random(), margin: random(), isNumber: random() < 0.3, injected: false }));
    return [
      { type: 'stepStarted', step, by: 'local' }, { type: 'stepDelta', step, by: 'local', text },
      { type: 'candidateScored', step, stage: 'before', threshold: 0.5, decision: 'keep', why: 'similar 0.81 ≥ 0.74 → here', score: { value: random(), meaning: 'unlike', calibrated: false, parts, costMs: 30 } },
      { type: 'stepAccepted', step, by: 'local', kind: 'reasoning', model: 'local', text, usage, ms: 600, usd: 0, tokens: stats, tools: [], why: 'similar 0.81 ≥ 0.74 → here' },
    ];
  });
  return [
    { type: 'runStarted', question: questionText(run), shape: 'steps', local: card, expert: null, policy: 'hera', dial: 0.5, profile: 'threeExamples', seed: 0, limits: { maxSteps: 12, maxTokensPerStep: 100, maxUsd: null } },
    ...steps.flat(),
    { type: 'runFinished', answer: '204', ms: 4000 },
  ];
}

const numbered = (events: readonly RunEvent[]): readonly NumberedEvent[] => events.map((event, i) => ({ seq: i + 1, at: 1_790_000_000_000 + i, event }));

/** Everything under a folder, in bytes. */
export function sizeOf(folder: string, only = ''): number {
  return fs.readdirSync(folder).filter((name) => name.startsWith(only)).reduce((sum, name) => sum + fs.statSync(path.join(folder, name)).size, 0);
}
