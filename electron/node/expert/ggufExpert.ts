import { createHash } from 'node:crypto';
import type { ExpertModel, StepRequest } from '../../../shared/agent/model.ts';
import type { Engine } from '../engine/api.ts';

/**
 * A larger GGUF on this machine. Nothing leaves it, so nothing is redacted; it continues the steps as its own, with the
 * calculator, which suits local models better than being told about them.
 */
export function createGgufExpert(engine: Engine): ExpertModel {
  return {
    get card() {
      return engine.card;
    },
    prepareStep: (request) => {
      const own: StepRequest = { ...request, profile: engine.card.profile ?? request.profile };
      const payload = JSON.stringify(own);
      return Promise.resolve({
        payload, digest: createHash('sha256').update(payload).digest('hex'), redactions: {}, maxUsd: 0,
        send: (signal) => engine.model.writeStep(own, signal),
      });
    },
  };
}
