import type { LocalModel, StepRequest } from '../../../shared/agent/model.ts';

/** `localOnly` that computes in its head: the other half of a pair, and no curve. */
export const noCalculatorName = 'localOnly[calculator=off]';

/**
 * The local model with every tool but the calculator. Only for measuring: with it the arithmetic of a step is true and
 * what a gate can find is the wrong plan; without it both have to be found.
 */
export function withoutCalculator(model: LocalModel): LocalModel {
  const own = (request: StepRequest): StepRequest => ({ ...request, tools: request.tools.filter((tool) => tool !== 'calculator') });
  return {
    ...model,
    get card() { return model.card; },
    writeStep: (request, signal) => model.writeStep(own(request), signal),
    judge: (request, candidate, questions, signal) => model.judge(own(request), candidate, questions, signal),
    resample: (request, k, signal) => model.resample(own(request), k, signal),
  };
}
