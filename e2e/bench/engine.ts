import { performance } from 'node:perf_hooks';
import type { AcceptedStep, StepPart, StepRequest } from '../../shared/agent/model.ts';
import { builtInExam } from '../../shared/exam/builtIn/builtInExam.ts';
import { alwaysOn, computeFeatures } from '../../shared/switching/features/index.ts';
import { measureAbort, measureDecoding, measureStatistics, median } from '../../electron/node/engine/bench.ts';
import type { Engine, EngineOptions } from '../../electron/node/engine/api.ts';
import { openEngine } from '../../electron/node/engine/openEngine.ts';
import type { Figure } from './figure.ts';
import { benchRun } from './run.ts';

const never = new AbortController().signal;
const request: StepRequest = {
  question: 'Carolyn has 20 boxes of 12 pencils and gives 3 boxes away. How many pencils are left?', history: [], steps: [], shape: 'steps', profile: 'threeExamples',
  documents: [], tools: ['calculator'], until: 'step', maxTokens: 100, temperature: 0, seed: 1,
};
/** Steps of which the time for scores is measured, at least. */
const scoredSteps = 12;

/** Everything that is measured on the local model. */
export async function benchEngine(options: EngineOptions): Promise<readonly Figure[]> {
  const decoding = await measureDecoding(options);
  const abort = await measureAbort(options);
  return [
    await benchRun(options),
    { what: 'tokens/s of one long step through the engine ÷ raw `evaluate`', value: decoding.ratio.toFixed(3), target: '≥ 0.98', detail: `95 % interval ${range(decoding.interval, 3)}; ${decoding.engineMs.toFixed(2)} ms against ${decoding.rawMs.toFixed(2)} ms a token; medians of ${decoding.pairs} pairs of turns, each first in every second pair` },
    { what: 'abort during prefill, until the caller is answered', value: `${abort.answeredMs.toFixed(1)} ms`, target: '≤ 300 ms', detail: `the process has stopped computing after ${abort.stoppedMs.toFixed(0)} ms` },
    await benchScores(options),
    ...(await benchPrompts(options)),
  ];
}

/** What a step costs because it is scored: statistics of every token while it is written, features of the whole afterwards. */
export async function benchScores(options: EngineOptions, statisticsRounds?: number): Promise<Figure> {
  const statistics = await measureStatistics(options, statisticsRounds);
  const engine = await openEngine(options);
  const shares: number[] = [];
  let problems = 0;
  try {
    for (const { question } of builtInExam({ seed: 20261128, count: 20 })) {
      if (shares.length >= scoredSteps) break;
      problems += 1;
      await writeAll(engine, { ...request, question }, (step, steps) => {
        const rounds = 200;
        const startedAt = performance.now();
        for (let round = 0; round < rounds; round += 1) computeFeatures(alwaysOn, { question, steps, position: steps.length }, step);
        shares.push((performance.now() - startedAt) / rounds / step.ms);
      });
    }
  } finally {
    await engine.dispose();
  }
  const features = median(shares);
  return {
    what: 'share of a step’s time for scores', value: `${(100 * (statistics.share + features)).toFixed(2)} %`, target: '≤ 2 %',
    detail: `statistics of each token's top 40: ${(100 * statistics.share).toFixed(2)} % (95 % interval ${range([100 * statistics.interval[0], 100 * statistics.interval[1]], 2)} %; ${statistics.rounds} rounds of ${statistics.blockTokens} tokens with and without, in turn on one text); all ${alwaysOn.length} always-on features: ${(100 * features).toFixed(2)} % (median of ${shares.length} steps of ${problems} problems)`,
  };
}

async function benchPrompts(options: EngineOptions): Promise<readonly Figure[]> {
  const engine = await openEngine(options);
  try {
    let reEvaluated = 0;
    const steps = await writeAll(engine, request, (step, before) => {
      if (before.length > 0) reEvaluated += Math.max(0, step.usage.freshInputTokens - 1);
    });
    const answered = `${steps.map((step, k) => `Step ${k + 1}: ${step.text}\n`).join('')}Answer: 204`;
    const second = 'And if she had given 5 boxes away?';
    const turn = await write(engine, { ...request, question: second, history: [{ role: 'user', text: request.question }, { role: 'assistant', text: answered }] });
    return [
      { what: 'prompt tokens evaluated again within an answer', value: String(reEvaluated), target: '0', detail: `beyond the one token that each step needs to begin; ${steps.length} steps` },
      { what: 'prompt tokens evaluated on the second turn', value: `${turn.usage.freshInputTokens} of ${turn.usage.inputTokens}`, target: 'the new ones only', detail: 'the new question with its markers and the answer line, about 30 tokens' },
    ];
  } finally {
    await engine.dispose();
  }
}

type Written = Extract<StepPart, { type: 'finish' }> & { readonly ms: number };

async function write(engine: Engine, of: StepRequest): Promise<Written> {
  const startedAt = performance.now();
  let finish: Extract<StepPart, { type: 'finish' }> | null = null;
  for await (const part of engine.model.writeStep(of, never)) if (part.type === 'finish') finish = part;
  if (!finish) throw new Error('the step has no end');
  return { ...finish, ms: performance.now() - startedAt };
}

/** Up to seven steps of an answer; the last one is seen and not among those given back. */
async function writeAll(engine: Engine, of: StepRequest, see: (step: Written, before: readonly AcceptedStep[]) => void): Promise<readonly AcceptedStep[]> {
  const steps: AcceptedStep[] = [];
  for (let position = 0; position < 7; position += 1) {
    const step = await write(engine, { ...of, steps: [...steps] });
    see(step, steps);
    if (step.reason !== 'step') break;
    steps.push({ by: 'local', text: step.text });
  }
  return steps;
}

function range([low, high]: readonly [number, number], digits: number): string {
  return `${low.toFixed(digits)} to ${high.toFixed(digits)}`;
}
