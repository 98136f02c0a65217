import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { LocalModel, StepPart, StepRequest } from '../../../shared/agent/model.ts';
import { profileById } from '../../../shared/agent/prompts/profiles.ts';
import { renderPrompt } from '../../../shared/agent/prompts/renderPrompt.ts';
import { bootstrap } from '../../../shared/learn/resample.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import type { EngineOptions } from './api.ts';
import { openEngine } from './openEngine.ts';
import { createBrain } from './process/brain.ts';
import { loadModel, type LoadedModel } from './process/loadModel.ts';

const never = new AbortController().signal;
const story: StepRequest = {
  question: 'Tell a long story about a lighthouse keeper and a whale.', history: [], steps: [], shape: 'reply', profile: 'zeroShot', documents: [], tools: [],
  until: 'finish', maxTokens: 48, temperature: 0, seed: 1,
};

/** Milliseconds per token, the engine's (through its process, with statistics of every token) beside llama.cpp's own `evaluate`. */
export interface DecodeFigures {
  readonly engineMs: number;
  readonly rawMs: number;
  /** Engine's tokens/s ÷ raw tokens/s; ≥ 0.98 is wanted. */
  readonly ratio: number;
  /** 95 % interval of the ratio, bootstrapped over the pairs. */
  readonly interval: readonly [number, number];
  readonly pairs: number;
}

/**
 * Measures both in many short turns, each first in every second pair, and takes the median of the pairs' ratios: on a
 * shared machine a median of seven long turns moved by 8 % from run to run, more than what is measured here.
 */
export async function measureDecoding(options: EngineOptions, pairs = 40): Promise<DecodeFigures> {
  const engine = await openEngine(options);
  const loaded = await loadModel({ modelPath: options.modelPath, gpu: options.gpu, sequences: 1, contextSize: options.contextSize, threads: options.lease.threads });
  const raw = await rawTurn(loaded);
  const through = () => timeStep(engine.model, story);
  // The first turns warm up caches on both sides.
  await through();
  await raw();
  const engineTurns: number[] = [];
  const rawTurns: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    for (const turn of pair % 2 === 0 ? ['engine', 'raw'] : ['raw', 'engine']) {
      if (turn === 'engine') engineTurns.push(await through());
      else rawTurns.push(await raw());
    }
  }
  await Promise.all([engine.dispose(), loaded.dispose()]);
  const ratios = rawTurns.map((ms, pair) => ms / (engineTurns[pair] ?? ms));
  const { value, low, high } = bootstrap(ratios.map((ratio) => [ratio]), median, seededRandom(1));
  return { engineMs: median(engineTurns), rawMs: median(rawTurns), ratio: value, interval: [low, high], pairs };
}

/** Writes the story by nothing but llama.cpp's bindings. */
async function rawTurn(loaded: LoadedModel): Promise<() => Promise<number>> {
  const [sequence] = loaded.sequences;
  if (!sequence) throw new Error('no sequence');
  const prompt = [...createBrain(loaded).tokenise(renderPrompt(profileById(story.profile), story)).tokens];
  return async () => {
    await sequence.clearHistory();
    await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(0, -1));
    let tokens = 0;
    let start = 0;
    for await (const _token of sequence.evaluate(prompt.slice(-1), { temperature: 0 })) {
      if (tokens === 0) start = performance.now();
      tokens += 1;
      if (tokens >= story.maxTokens) break;
    }
    return (performance.now() - start) / (tokens - 1);
  };
}

/** Milliseconds from an abort in the middle of a long prompt until the caller has its answer, and until the process has stopped computing. */
export interface AbortFigures { readonly answeredMs: number; readonly stoppedMs: number }

export async function measureAbort(options: EngineOptions, rounds = 7): Promise<AbortFigures> {
  const engine = await openEngine(options);
  const answered: number[] = [];
  const stopped: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const controller = new AbortController();
    // Each round asks something else, so that there is a prompt to read.
    const question = Array.from({ length: 250 }, (_, index) => `${round} and ${index * 7}`).join(', ');
    const writing = drain(engine.model.writeStep({ ...story, question }, controller.signal)).catch(() => undefined);
    await pause(400 + round * 30);
    const start = performance.now();
    controller.abort();
    await writing;
    answered.push(performance.now() - start);
    (await options.lease.acquire()).release();
    stopped.push(performance.now() - start);
  }
  await engine.dispose();
  return { answeredMs: median(answered), stoppedMs: median(stopped) };
}

async function drain(parts: AsyncIterable<StepPart>): Promise<void> {
  for await (const _part of parts);
}

/** Milliseconds per token from the first visible text to the end of the step, as the caller sees it. */
async function timeStep(model: LocalModel, request: StepRequest): Promise<number> {
  let start = 0;
  for await (const part of model.writeStep(request, never)) {
    if (start === 0) start = performance.now();
    if (part.type === 'finish') return (performance.now() - start) / (part.usage.outputTokens - 1);
  }
  throw new Error('no finish');
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
