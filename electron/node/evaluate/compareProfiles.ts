import path from 'node:path';
import { parseArgs } from 'node:util';
import { profileById } from '../../../shared/agent/prompts/profiles.ts';
import { runAgent } from '../../../shared/agent/runAgent.ts';
import { wilson } from '../../../shared/learn/metrics.ts';
import { policyById } from '../../../shared/switching/policies/index.ts';
import type { RunEvent } from '../../../shared/trace/events.ts';
import { emptyRun, reduceRunAll } from '../../../shared/trace/reduceRun.ts';
import { forkHost } from '../engine/forkHost.ts';
import { createComputeLease } from '../engine/lease.ts';
import { openEngine } from '../engine/openEngine.ts';
import { engineFile } from '../models/adapters/engineFile.ts';
import { createModelStore } from '../models/modelStore.ts';
import { tandemPaths } from '../paths.ts';
import { callKey } from './calls/callCache.ts';
import { openChainCache } from './chainCache.ts';
import { lastNumber, readGsm8k, type Gsm8kRow } from './gsm8kRows.ts';

/**
 * Compares prompt profiles on GSM8K rows: unaided chains of the local model with the calculator, the same rows for
 * each profile. Prints one line per profile and a paired comparison with the first.
 * `node electron/node/evaluate/compareProfiles.ts --data FILE --model ID --profiles a,b --n 100 --out DIR`
 */
const { values: given } = parseArgs({
  options: {
    data: { type: 'string' }, model: { type: 'string', default: 'qwen2.5-coder-0.5b-instruct-q4_k_m' }, profiles: { type: 'string' },
    n: { type: 'string', default: '100' }, offset: { type: 'string', default: '0' }, out: { type: 'string' }, sequences: { type: 'string', default: '4' },
  },
});
if (given.data === undefined || given.profiles === undefined || given.out === undefined) {
  process.stderr.write('compareProfiles needs --data FILE, --profiles a,b and --out DIR\n');
  process.exit(2);
}

const limits = { maxSteps: 16, maxTokensPerStep: 160, maxUsd: null } as const;
const rows = readGsm8k(given.data, Number(given.offset), Number(given.n));
const file = await createModelStore({ folder: tandemPaths().models, note: () => undefined }).open(given.model);
const sequences = Number(given.sequences);
const engine = await openEngine({ host: forkHost(), ...engineFile(file), gpu: 'cpu', sequences, contextSize: 2048, lease: createComputeLease() });
const cache = openChainCache(path.join(given.out, 'chains.jsonl'));

async function chain(profile: string, row: Gsm8kRow): Promise<readonly RunEvent[]> {
  const key = callKey({ model: file.sha256 ?? file.path, profile: { ...profileById(profile), measured: undefined }, question: row.question, limits });
  const known = cache.get(key);
  if (known) return known;
  const events: RunEvent[] = [];
  const run = runAgent(
    { question: row.question, history: [], documents: [], shape: 'steps', accepted: [], profile, seed: 1 },
    { local: engine.model, expert: null, policy: policyById('localOnly'), dial: () => 1, limits, whenExpertFails: 'stop', now: Date.now },
    new AbortController().signal,
  );
  for await (const event of run) if (event.type !== 'stepDelta') events.push(event);
  cache.put(key, events);
  return events;
}

const rightBy = new Map<string, readonly boolean[]>();
for (const profile of given.profiles.split(',')) {
  const startedAt = Date.now();
  const views = new Array<ReturnType<typeof reduceRunAll>>(rows.length);
  const queue = rows.keys();
  const work = async () => {
    for (const i of queue) {
      const row = rows[i];
      if (row) views[i] = reduceRunAll(emptyRun, (await chain(profile, row)).map((event, at) => ({ seq: at + 1, at: 0, event })));
    }
  };
  await Promise.all(Array.from({ length: sequences }, work));
  const right = rows.map((row, i) => Math.abs(lastNumber(views[i]?.answer ?? '') - row.gold) < 1e-2);
  rightBy.set(profile, right);
  const count = right.filter(Boolean).length;
  const [low, high] = wilson(count, rows.length);
  const average = (of: (view: ReturnType<typeof reduceRunAll>) => number) => (views.reduce((sum, view) => sum + of(view), 0) / rows.length).toFixed(1);
  process.stdout.write(`${profile}: ${count} of ${rows.length} right (${percent(low)}–${percent(high)}), ${average((view) => view.steps.length)} steps, ${average((view) => view.totals.outputTokens)} tokens, ${Math.round((Date.now() - startedAt) / 1000)} s\n`);
}
const [first, ...others] = [...rightBy];
for (const [profile, right] of others) {
  const gained = right.filter((isRight, i) => isRight && first?.[1][i] === false).length;
  const lost = right.filter((isRight, i) => !isRight && first?.[1][i] === true).length;
  process.stdout.write(`${profile} against ${first?.[0]}: ${gained} gained, ${lost} lost (exact McNemar p = ${mcNemar(gained, lost).toFixed(3)})\n`);
}
process.stdout.write(`model ${file.sha256 ?? file.path}, rows ${given.offset} to ${Number(given.offset) + rows.length - 1} of ${path.basename(given.data)}\n`);
await engine.dispose();

/** Two-sided exact test that gains and losses are equally likely. */
function mcNemar(gained: number, lost: number): number {
  const n = gained + lost;
  let tail = 0;
  let term = 0.5 ** n;
  for (let k = 0; k <= Math.min(gained, lost); k += 1) {
    tail += term;
    term *= (n - k) / (k + 1);
  }
  return Math.min(1, 2 * tail);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
