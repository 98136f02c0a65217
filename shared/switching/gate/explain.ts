import { absenceWords } from '../features/absence.ts';
import { featureById, type FeatureValues } from '../features/index.ts';
import type { Candidate, ScorePart } from '../policy.ts';
import { toInput } from './fitHead.ts';
import type { Head } from './head.ts';

/** What each feature added to the log-odds, heaviest first; a feature's value and presence columns count together. */
export function explain(head: Pick<Head, 'columns' | 'model'>, values: FeatureValues, candidate: Candidate): readonly ScorePart[] {
  const input = toInput(head.columns, values, head.model.mean);
  const weights = new Map<string, number>();
  for (const [i, column] of head.columns.entries()) {
    const weight = ((head.model.weights[i] ?? 0) * ((input[i] ?? 0) - (head.model.mean[i] ?? 0))) / (head.model.scale[i] ?? 1);
    weights.set(column.feature, (weights.get(column.feature) ?? 0) + weight);
  }
  return [...weights].map(([id, weight]): ScorePart => {
    const value = values[id];
    const feature = featureById(id);
    const words = feature === null ? id : typeof value === 'number' ? feature.words(value, candidate) : absenceWords(feature, candidate);
    return { id, words, value: typeof value === 'number' ? value : 0, weight };
  }).toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
}
