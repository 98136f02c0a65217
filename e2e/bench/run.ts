import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type { LocalModel, StepPart, StepRequest } from '../../shared/agent/model.ts';
import { runAgent } from '../../shared/agent/runAgent.ts';
import { builtInExam } from '../../shared/exam/builtIn/builtInExam.ts';
import { policyById } from '../../shared/switching/policies/index.ts';
import type { BenchAsk } from '../../electron/node/engine/benchProtocol.ts';
import type { EngineOptions } from '../../electron/node/engine/api.ts';
import { hostWithRaw, intervalOf, median } from '../../electron/node/engine/bench.ts';
import { openEngine } from '../../electron/node/engine/openEngine.ts';
import { tandemPaths } from '../../electron/node/paths.ts';
import { createEventLog } from '../../electron/node/runs/eventLog.ts';
import { openStore, type Store } from '../../electron/node/runs/store/openStore.ts';
import type { Figure } from './figure.ts';

const profile = 'threeExamples';
type Steps = Extract<BenchAsk, { type: 'rawSteps' }>['steps'];
interface WholeRun { readonly ms: number; readonly steps: Steps; readonly first: StepRequest }

/**
 * A whole answer as the app makes it with `localOnly`: the step loop, the splitter, the calculator, every event stored.
 * Beside it, in the same process on the same weights, llama.cpp's bindings read the same prompt and, step for step, read
 * and write as many tokens; what the run evaluated beyond them (guesses that the calculator replaced, the token that ends
 * an answer) they evaluate behind the last step, so that both do the same work. Both find the prompt evaluated, each is
 * first in every second pair.
 */
export async function benchRun(options: EngineOptions, problems = 7, pairs = 4): Promise<Figure> {
  const { host, ask } = hostWithRaw();
  const engine = await openEngine({ ...options, host });
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-bench-'));
  const store = openStore(tandemPaths({ TANDEM_HOME: home }), Date.now);
  store.chats.create({ id: 'c', title: 'bench', isTitled: true, at: 0 });
  try {
    const ratios: number[] = [];
    const runMs: number[] = [];
    const rawMs: number[] = [];
    let steps = 0;
    let tokens = 0;
    let more = 0;
    for (const { question } of builtInExam({ seed: 20261128, count: problems })) {
      const before = await ask({ type: 'evaluated' });
      const { first, steps: shape } = await wholeRun(engine.model, store, question);
      const written = shape.reduce((sum, step) => sum + step.written, 0);
      // A step's last token is evaluated with what the next one reads.
      const beyond = await ask({ type: 'evaluated' }) - before - shape.reduce((sum, step) => sum + step.read + step.written - 1, 0);
      steps += shape.length;
      tokens += written;
      more += beyond;
      const raw: BenchAsk = { type: 'rawSteps', steps: withMore(shape, beyond), request: { ...first, history: [], steps: [], documents: [], tools: [...first.tools] } };
      await ask(raw);
      for (let pair = 0; pair < pairs; pair += 1) {
        const both = { run: 0, raw: 0 };
        for (const side of pair % 2 === 0 ? ['run', 'raw'] as const : ['raw', 'run'] as const) {
          both[side] = side === 'raw' ? await ask(raw) : (await wholeRun(engine.model, store, question)).ms;
        }
        ratios.push(both.raw / both.run);
        runMs.push(both.run / written);
        rawMs.push(both.raw / written);
      }
    }
    return {
      what: 'tokens/s inside a `localOnly` answer ÷ raw `evaluate`', value: median(ratios).toFixed(3), target: '≥ 0.98',
      detail: `95 % interval ${intervalOf(ratios).map((bound) => bound.toFixed(3)).join(' to ')}; ${median(runMs).toFixed(2)} ms against ${median(rawMs).toFixed(2)} ms a token; medians of ${ratios.length} pairs of whole answers to ${problems} problems, ${steps} steps, \`${profile}\`, events stored; ${more} tokens (${(100 * more / tokens).toFixed(1)} % of those written) were evaluated beyond them by both: guesses that the calculator replaced, the ends of answers`,
    };
  } finally {
    await engine.dispose();
    store.close();
    fs.rmSync(home, { recursive: true, force: true });
  }
}

/** The last step is longer by what was evaluated beyond the steps. */
function withMore(steps: Steps, beyond: number): Steps {
  return steps.map((step, at) => (at === steps.length - 1 ? { ...step, written: Math.max(1, step.written + beyond) } : step));
}

let runs = 0;

async function wholeRun(model: LocalModel, store: Store, question: string): Promise<WholeRun> {
  const runId = `r${runs++}`;
  store.runs.create({ id: runId, chatId: 'c', request: { question, shape: 'steps', policy: 'localOnly', dial: 1, seed: 1, documents: [] } });
  const log = createEventLog({ store, runId, now: Date.now, onFailure: (error) => { throw error instanceof Error ? error : new Error(String(error)); } });
  const requests: StepRequest[] = [];
  const steps: Steps = [];
  const seen: LocalModel = {
    ...model,
    writeStep: (request, signal) => {
      requests.push(request);
      return counted(model.writeStep(request, signal), steps);
    },
  };
  const startedAt = performance.now();
  const deps = { local: seen, expert: null, policy: policyById('localOnly'), dial: () => 1, limits: { maxSteps: 16, maxTokensPerStep: 160, maxUsd: null }, whenExpertFails: 'continue', now: Date.now } as const;
  for await (const event of runAgent({ question, history: [], documents: [], shape: 'steps', accepted: [], profile, seed: 1 }, deps, new AbortController().signal)) {
    log.append(event);
    if (event.type === 'runFailed') throw new Error(event.error.message);
  }
  const ms = performance.now() - startedAt;
  const [first] = requests;
  if (!first || steps.length === 0) throw new Error('the answer has no step');
  return { ms, steps, first };
}

async function* counted(parts: AsyncIterable<StepPart>, steps: Steps): AsyncGenerator<StepPart> {
  for await (const part of parts) {
    if (part.type === 'finish' && part.usage.outputTokens > 0) steps.push({ read: Math.max(1, part.usage.freshInputTokens), written: part.usage.outputTokens });
    yield part;
  }
}
