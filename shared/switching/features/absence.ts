import { assertNever } from '../../errors.ts';
import type { Candidate } from '../policy.ts';
import type { DescribedFeature } from './feature.ts';

/** Why a feature could not be known for a step, as a sign of its own: several features can have the same. */
export function absenceWords({ id, group }: Pick<DescribedFeature, 'id' | 'group'>, { reason }: Pick<Candidate, 'reason'>): string {
  const isEnd = reason === 'answer' || reason === 'stop';
  switch (group) {
    case 'logProbs':
    case 'entropy':
    case 'shape':
      return 'nothing was measured while it was written';
    case 'numbers':
      return 'it holds no number';
    case 'calculator':
    case 'arithmetic':
    case 'operands':
      return 'it calculates nothing';
    case 'repetition':
      return 'nothing before it could be repeated';
    case 'progress':
      if (id === 'nothingNew') return isEnd ? 'it is the answer and no step on the way' : 'it states no result';
      if (id === 'answerChanges') return isEnd ? 'no result stands before it' : 'it is not the final answer';
      return 'the question holds no number';
    case 'result':
      return 'it states no result';
    case 'judge':
      return 'the model was not asked about it';
    case 'agreement':
      return 'no other sample of it was drawn';
    default:
      return assertNever(group);
  }
}
