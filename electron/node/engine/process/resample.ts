import type { StepRequest } from '../../../../shared/agent/model.ts';
import type { Brain } from './brain.ts';
import { writeStep } from './writeStep.ts';

const agreementTemperature = 0.8;

/** Writes the step k times at temperature 0.8, as many at once as there are sequences. */
export async function resample(brain: Brain, request: StepRequest, k: number, signal: AbortSignal): Promise<readonly string[]> {
  const samples = Array.from({ length: k }, () => '');
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < k; index = next++) {
      await writeStep(brain, { ...request, temperature: agreementTemperature, seed: request.seed + index + 1 }, signal, (part) => {
        if (part.type === 'finish') samples[index] = part.text;
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(k, brain.sequenceCount) }, worker));
  return samples;
}
