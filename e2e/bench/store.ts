import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { median } from '../../electron/node/engine/bench.ts';
import { tandemPaths } from '../../electron/node/paths.ts';
import { createEventLog } from '../../electron/node/runs/eventLog.ts';
import { openStore } from '../../electron/node/runs/store/openStore.ts';
import type { Figure } from './figure.ts';

/** Time to store one event of a streaming answer, deltas batched as in the app. */
export function benchStore(): Figure {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-bench-'));
  const store = openStore(tandemPaths({ TANDEM_HOME: home }), Date.now);
  try {
    store.chats.create({ id: 'c', title: 'bench', isTitled: true, at: 0 });
    const perEvent: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const runId = `r${round}`;
      store.runs.create({ id: runId, chatId: 'c', request: { question: 'q', shape: 'steps', policy: 'localOnly', dial: 1, seed: 0, documents: [] } });
      const log = createEventLog({ store, runId, now: Date.now, onFailure: (error) => { throw error instanceof Error ? error : new Error(String(error)); } });
      const startedAt = performance.now();
      // Deltas of one step that follow each other become one event; another step each time keeps them apart.
      for (let i = 0; i < 5000; i += 1) log.append({ type: 'stepDelta', step: i, by: 'local', text: 'word ' });
      log.flush();
      perEvent.push((1000 * (performance.now() - startedAt)) / 5000);
    }
    return { what: 'storing an event, batched', value: `${median(perEvent.slice(1)).toFixed(1)} µs`, target: '≤ 50 µs', detail: 'median of 7 rounds of 5,000 deltas, after one to warm up' };
  } finally {
    store.close();
    fs.rmSync(home, { recursive: true, force: true });
  }
}
