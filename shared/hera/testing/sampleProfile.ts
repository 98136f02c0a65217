import type { HeraFile } from '../heraFile.ts';
import type { Embedder } from '../embedder.ts';

/** A head that always says this probability. */
export function constantHead(p: number) {
  const none = { bias: 0, weights: [], mean: [], scale: [] };
  const bias = Math.log(p / (1 - p));
  return { columns: [], model: { ...none, bias }, calibration: { kind: 'platt' as const, model: { bias: 0, weights: [1], mean: [0], scale: [1] } } };
}

/** A bag of letters pairs: near enough to see that like texts are alike. */
export const letterEmbedder: Embedder = {
  id: 'letters',
  embed: (text) => {
    const vector = new Float32Array(64);
    const letters = text.toLowerCase();
    for (let i = 0; i + 1 < letters.length; i += 1) {
      const place = (letters.charCodeAt(i) * 31 + letters.charCodeAt(i + 1)) % 64;
      vector[place] = (vector[place] ?? 0) + 1;
    }
    const length = Math.hypot(...vector) || 1;
    return Promise.resolve(vector.map((value) => value / length));
  },
};

export function sampleProfile(changes: Partial<HeraFile> = {}): HeraFile {
  return {
    version: 1,
    provenance: {
      localSha256: 'a'.repeat(64), localName: 'Small', expertId: 'large', expertName: 'Large', profile: 'stepByStep', domain: 'maths word problems',
      data: 'written for the test', requests: 12, subtasks: 80, date: '2026-01-02T00:00:00Z', embedder: 'letters', seed: 1,
    },
    urc: constantHead(0.3), known: [], distance: [], likeness: constantHead(0.81), transitions: [], alpha: 0.02, partsOn: ['urc', 'sse'], sseBy: 'likeness',
    accuracies: [], auto: { choice: 'both', areas: {}, forks: 0 }, ...changes,
  };
}
