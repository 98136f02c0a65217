import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { LocalModel, StepPart, StepRequest } from '../../../shared/agent/model.ts';
import { bootstrap } from '../../../shared/learn/resample.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import type { EngineHost, EngineOptions, EngineProcess } from './api.ts';
import { rawAnswerSchema, type BenchAsk } from './benchProtocol.ts';
import { forkHost } from './forkHost.ts';
import { openEngine } from './openEngine.ts';

const never = new AbortController().signal;
const story: StepRequest = {
  question: 'Tell a long story about a lighthouse keeper and a whale.', history: [], steps: [], shape: 'reply', profile: 'zeroShot', documents: [], tools: [],
  until: 'finish', maxTokens: 48, temperature: 0, seed: 1,
};

const rawStory: Extract<BenchAsk, { type: 'rawTurn' }>['request'] = { ...story, history: [], steps: [], documents: [], tools: [], corrections: [] };

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
 * Measures both in many short turns on the same weights in the same process, each first in every second pair, and takes
 * the median of the pairs' ratios. Two processes would not do: the same raw loop in two of them differed by up to 10 %
 * here, for as long as they lived, by where their memory happened to lie.
 */
export async function measureDecoding(options: EngineOptions, pairs = 40): Promise<DecodeFigures> {
  const { host, ask } = hostWithRaw();
  const raw = () => ask({ type: 'rawTurn', request: rawStory });
  const engine = await openEngine({ ...options, host });
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
  await engine.dispose();
  const ratios = rawTurns.map((ms, pair) => ms / (engineTurns[pair] ?? ms));
  return { engineMs: median(engineTurns), rawMs: median(rawTurns), ratio: median(ratios), interval: intervalOf(ratios), pairs };
}

/** 95 % interval of the median, bootstrapped. */
export function intervalOf(values: readonly number[]): readonly [number, number] {
  const { low, high } = bootstrap(values.map((value) => [value]), median, seededRandom(1));
  return [low, high];
}

/** What the statistics of each token cost, as a share of the time with them; both loops by llama.cpp's bindings in one process. */
export interface StatisticsFigures { readonly share: number; readonly interval: readonly [number, number]; readonly rounds: number; readonly blockTokens: number }

/** Tokens of a block, and rounds of two blocks on one text before it begins anew. */
const blockTokens = 16;
const roundsOfText = 4;

/** The two ways take turns on one text, sixteen tokens each, so that both meet the same context and the same moods of the machine. */
export async function measureStatistics(options: EngineOptions, rounds = 120): Promise<StatisticsFigures> {
  const { host, ask } = hostWithRaw();
  const engine = await openEngine({ ...options, host });
  const block = (statistics: boolean, begins: boolean) => ask({ type: 'rawBlock', request: rawStory, statistics, tokens: blockTokens, begins });
  await block(true, true);
  await block(false, false);
  const shares: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const withFirst = round % 2 === 0;
    const first = await block(withFirst, round % roundsOfText === 0);
    const second = await block(!withFirst, false);
    const [having, without] = withFirst ? [first, second] : [second, first];
    shares.push((having - without) / having);
  }
  await engine.dispose();
  return { share: median(shares), interval: intervalOf(shares), rounds, blockTokens };
}

/** An engine process that can also be asked for raw turns; its answers never reach the engine's client. */
export function hostWithRaw(): { readonly host: EngineHost; readonly ask: (what: BenchAsk) => Promise<number> } {
  let child: EngineProcess | null = null;
  let answered: (value: number) => void = () => undefined;
  const host: EngineHost = {
    start: () => {
      const started = forkHost(fileURLToPath(new URL('./benchProcess.ts', import.meta.url))).start();
      child = started;
      return {
        ...started,
        onMessage: (listener) => {
          started.onMessage((message) => {
            const own = rawAnswerSchema.safeParse(message);
            if (own.success) answered(own.data.value);
            else listener(message);
          });
        },
      };
    },
  };
  const ask = (what: BenchAsk): Promise<number> => new Promise((resolve) => {
    answered = resolve;
    child?.post(what);
  });
  return { host, ask };
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
