import { featureById, type FeatureValues } from '../features/index.ts';
import { presenceWords } from '../features/presence.ts';
import type { Candidate, ScorePart } from '../policy.ts';
import { toInput } from './fitHead.ts';
import type { Column, Head } from './head.ts';

/**
 * What each sign added to the log-odds, heaviest first. That a feature could be known at all is a sign apart from its
 * value; signs with the same words are one ("it states a result"), as heavy as they are together.
 */
export function explain(head: Pick<Head, 'columns' | 'model'>, values: FeatureValues, candidate: Candidate): readonly ScorePart[] {
  const input = toInput(head.columns, values, head.model.mean);
  const parts = new Map<string, ScorePart>();
  for (const [i, column] of head.columns.entries()) {
    const weight = ((head.model.weights[i] ?? 0) * ((input[i] ?? 0) - (head.model.mean[i] ?? 0))) / (head.model.scale[i] ?? 1);
    const value = values[column.feature];
    // An unknown value stands at the mean and says nothing; that it is unknown is the other column's word.
    if (column.kind === 'value' && typeof value !== 'number') continue;
    const words = wordsOf(column, value, candidate);
    const same = parts.get(words);
    parts.set(words, same === undefined ? { id: idOf(column), words, value: value ?? 0, weight } : { ...same, weight: same.weight + weight });
  }
  return [...parts.values()].toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
}

function wordsOf({ feature: id, kind }: Column, value: number | null | undefined, candidate: Candidate): string {
  const feature = featureById(id);
  if (feature === null) return id;
  const isKnown = typeof value === 'number';
  if (kind === 'value') return isKnown ? feature.words(value, candidate) : id;
  return presenceWords(feature, candidate)[isKnown ? 'known' : 'unknown'];
}

const idOf = ({ feature, kind }: Column): string => (kind === 'value' ? feature : `${feature}Known`);
