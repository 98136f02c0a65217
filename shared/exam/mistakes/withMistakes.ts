import type { Correction, LocalModel, StepRequest } from '../../agent/model.ts';
import type { MistakeMemory } from './mistakeMemory.ts';

/**
 * A local model that is shown its nearest corrected mistakes before each question: learning without training. Only
 * the local model's own prompt changes; what the expert is sent is built from the request without them.
 */
export function withMistakes(model: LocalModel, memory: MistakeMemory, k: number): LocalModel {
  if (k === 0 || memory.size === 0) return model;
  const found = new Map<string, readonly Correction[]>();
  const taught = async (request: StepRequest, signal: AbortSignal): Promise<StepRequest> => {
    if (request.shape !== 'steps') return request;
    // The same ones for every step of a question: else no step could go on from the prefix of the one before.
    const corrections = found.get(request.question) ?? (await memory.nearest(request.question, k, signal)).map(asCorrection);
    if (found.size > 100) found.clear();
    found.set(request.question, corrections);
    return corrections.length === 0 ? request : { ...request, corrections };
  };
  return {
    ...model,
    get card() { return model.card; },
    writeStep: async function* (request, signal) { yield* model.writeStep(await taught(request, signal), signal); },
    judge: async (request, candidate, questions, signal) => model.judge(await taught(request, signal), candidate, questions, signal),
    resample: async (request, count, signal) => model.resample(await taught(request, signal), count, signal),
  };
}

function asCorrection({ question, wrong, why, steps, answer }: Correction): Correction {
  return { question, wrong, why, steps, answer };
}
