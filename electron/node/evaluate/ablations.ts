import type { ExpertModel, LocalModel } from '../../../shared/agent/model.ts';
import { TandemError } from '../../../shared/errors.ts';
import { noStep } from '../expert/noStep.ts';

/** The gate without an expert: where it would ask, the local model writes the step once more, drawing. */
export const noExpertName = 'adaswitch[expert=off]';
/** Asking without looking at the step: at random, at a share of one's own choice (AdaSwitch's). Its dial is that of `random`. */
export const noReflectionName = 'adaswitch[reflection=off]';

export const isAblation = (policy: string): boolean => policy === noExpertName || policy === noReflectionName;

/** As warm as a step that the user asks for anew. */
const temperature = 0.8;

/** The local model in the expert's place. Nothing leaves the device; its compute is the local model's. */
export function retrying(local: LocalModel): ExpertModel {
  return {
    get card() { return local.card; },
    prepareStep: (request) => Promise.resolve({
      payload: '', digest: '', redactions: {}, maxUsd: 0,
      send: async function* (signal) {
        for await (const part of local.writeStep({ ...request, temperature }, signal)) {
          // Then its first step stands.
          if (part.type === 'finish' && part.text === '') throw new TandemError('expertMalformed', 'The second try brought nothing.', { cause: noStep });
          yield part;
        }
      },
    }),
  };
}
