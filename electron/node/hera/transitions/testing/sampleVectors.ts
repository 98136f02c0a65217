import { seededRandom } from '../../../../../shared/switching/random.ts';

/**
 * Vectors that lie as those of sentences do, instead of evenly in space: a direction that all share, topics of uneven
 * size, problems of a topic, subtasks of a problem, and most of the spread in a few directions.
 */
export interface SampleVectors {
  /** The state before subtask `k` of a problem; the same numbers, the same vector. Of length 1. */
  at(problem: number, k: number): Float32Array;
}

/** Share of the variance that each level brings: pairs have about cosine .1 overall, .35 in a topic, .75 in a problem. */
const shares = { all: 0.1, topic: 0.25, problem: 0.4, subtask: 0.25 };
/** The variance of direction i falls as i^-decay; at 384 dimensions about 60 directions count. */
const decay = 0.8;
const tableLength = 2 ** 20;

export function sampleVectors({ dimensions, topics, seed }: { readonly dimensions: number; readonly topics: number; readonly seed: number }): SampleVectors {
  const spread = Array.from({ length: dimensions }, (_, i) => (i + 1) ** (-decay / 2));
  const norm = Math.hypot(...spread);
  // One table of normal numbers, read from a seeded place on: a million vectors in seconds instead of minutes.
  const normal = normalTable(seededRandom(seed));
  const addTo = (vector: Float32Array, share: number, ...seeds: readonly number[]) => {
    const from = Math.floor(seededRandom(seed, ...seeds)() * (tableLength - dimensions));
    const size = Math.sqrt(share) / norm;
    for (let i = 0; i < dimensions; i += 1) vector[i] = (vector[i] ?? 0) + size * (spread[i] ?? 0) * (normal[from + i] ?? 0);
  };
  return {
    at: (problem, k) => {
      const vector = new Float32Array(dimensions);
      addTo(vector, shares.all, 1);
      addTo(vector, shares.topic, 2, topicOf(problem, topics, seed));
      addTo(vector, shares.problem, 3, problem);
      addTo(vector, shares.subtask, 4, problem, k);
      let square = 0;
      for (let i = 0; i < dimensions; i += 1) square += (vector[i] ?? 0) ** 2;
      for (let i = 0; i < dimensions; i += 1) vector[i] = (vector[i] ?? 0) / Math.sqrt(square);
      return vector;
    },
  };
}

/** Few topics are asked about often, many seldom. */
function topicOf(problem: number, topics: number, seed: number): number {
  return Math.min(topics - 1, Math.floor(topics ** seededRandom(seed, 5, problem)()) - 1);
}

function normalTable(random: () => number): Float32Array {
  const table = new Float32Array(tableLength);
  for (let i = 0; i < tableLength; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    table[i] = radius * Math.cos(angle);
    table[i + 1] = radius * Math.sin(angle);
  }
  return table;
}
