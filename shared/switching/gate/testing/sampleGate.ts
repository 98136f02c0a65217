import type { GateFile } from '../gateFile.ts';
import { mathsDomain } from '../gateFile.ts';
import type { Head } from '../head.ts';

/** A gate for tests: P(wrong) grows as the mean log-probability falls. Not fitted on anything. */
export function sampleGate(modelSha256: string, profile: string, problems: number, further: readonly Head[] = []): GateFile {
  return {
    version: 1, head: sampleHead(modelSha256, profile, problems, ['meanLogProb'], [-2]), further,
    measured: {
      data: 'test data', examiner: 'test', date: '2026-11-23T00:00:00.000Z', problems, steps: problems * 4, wrong: problems,
      auroc: { value: 0.8, low: 0.7, high: 0.9 }, debiasedEce: 0.02, brierSkill: 0.2, reliability: [], curve: [], repairs: null, damages: null, recommended: null,
    },
  };
}

export function sampleHead(modelSha256: string, profile: string, problems: number, features: readonly string[], weights: readonly number[]): Head {
  return {
    version: 1, columns: features.map((feature) => ({ feature, kind: 'value' as const })),
    model: { bias: 0, weights, mean: features.map(() => 0), scale: features.map(() => 1) },
    calibration: { kind: 'platt', model: { bias: 0, weights: [1], mean: [0], scale: [1] } },
    provenance: {
      modelSha256, profile, domain: mathsDomain, modelName: 'Sample', data: 'test data', examiner: 'test', problems, steps: problems * 4, wrong: problems, seed: 1, lambda: 0.1,
      command: 'none', date: '2026-11-23T00:00:00.000Z', heldOut: { problems, steps: problems * 4, auroc: 0.8, debiasedEce: 0.02, brierSkill: 0.2 },
    },
  };
}
