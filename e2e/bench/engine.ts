import { performance } from 'node:perf_hooks';
import type { StepPart, StepRequest } from '../../shared/agent/model.ts';
import { alwaysOn, computeFeatures } from '../../shared/switching/features/index.ts';
import { measureAbort, measureDecoding, median } from '../../electron/node/engine/bench.ts';
import type { EngineOptions } from '../../electron/node/engine/api.ts';
import { openEngine } from '../../electron/node/engine/openEngine.ts';
import type { Figure } from './figure.ts';

const never = new AbortController().signal;
const request: StepRequest = {
  question: 'Carolyn has 20 boxes of 12 pencils and gives 3 boxes away. How many pencils are left?', history: [], steps: [], shape: 'steps', profile: 'threeExamples',
  documents: [], tools: ['calculator'], until: 'step', maxTokens: 100, temperature: 0, seed: 1,
};

/** Everything that is measured on the local model. */
export async function benchEngine(options: EngineOptions): Promise<readonly Figure[]> {
  const decoding = await measureDecoding(options);
  const abort = await measureAbort(options);
  return [
    { what: 'tokens/s through the engine ÷ raw `evaluate`', value: decoding.ratio.toFixed(3), target: '≥ 0.98', detail: `95 % interval ${decoding.interval.map((bound) => bound.toFixed(3)).join(' to ')}; ${decoding.engineMs.toFixed(2)} ms against ${decoding.rawMs.toFixed(2)} ms a token; medians of ${decoding.pairs} pairs of turns, each first in every second pair` },
    { what: 'abort during prefill, until the caller is answered', value: `${abort.answeredMs.toFixed(1)} ms`, target: '≤ 300 ms', detail: `the process has stopped computing after ${abort.stoppedMs.toFixed(0)} ms` },
    ...(await benchSteps(options)),
  ];
}

async function benchSteps(options: EngineOptions): Promise<readonly Figure[]> {
  const engine = await openEngine(options);
  try {
    const write = async (of: StepRequest) => {
      const startedAt = performance.now();
      let finish: Extract<StepPart, { type: 'finish' }> | null = null;
      for await (const part of engine.model.writeStep(of, never)) if (part.type === 'finish') finish = part;
      if (!finish) throw new Error('the step has no end');
      return { ...finish, ms: performance.now() - startedAt };
    };
    const steps: { readonly by: 'local'; readonly text: string }[] = [];
    const shares: number[] = [];
    let reEvaluated = 0;
    for (let position = 0; position < 7; position += 1) {
      const step = await write({ ...request, steps });
      const rounds = 200;
      const startedAt = performance.now();
      for (let round = 0; round < rounds; round += 1) computeFeatures(alwaysOn, { question: request.question, steps, position }, step);
      shares.push((performance.now() - startedAt) / rounds / step.ms);
      if (position > 0) reEvaluated += Math.max(0, step.usage.freshInputTokens - 1);
      if (step.reason !== 'step') break;
      steps.push({ by: 'local', text: step.text });
    }
    const answered = `${steps.map((step, k) => `Step ${k + 1}: ${step.text}\n`).join('')}Answer: 204`;
    const second = 'And if she had given 5 boxes away?';
    const turn = await write({ ...request, question: second, history: [{ role: 'user', text: request.question }, { role: 'assistant', text: answered }] });
    return [
      { what: 'share of a step’s time for the always-on features', value: `${(100 * median(shares)).toFixed(2)} %`, target: '≤ 2 %', detail: `median of ${shares.length} steps, all ${alwaysOn.length} features` },
      { what: 'prompt tokens evaluated again within an answer', value: String(reEvaluated), target: '0', detail: `beyond the one token that each step needs to begin; ${steps.length} steps` },
      { what: 'prompt tokens evaluated on the second turn', value: `${turn.usage.freshInputTokens} of ${turn.usage.inputTokens}`, target: 'the new ones only', detail: 'the new question with its markers and the answer line, about 30 tokens' },
    ];
  } finally {
    await engine.dispose();
  }
}
