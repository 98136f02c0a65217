import { assertNever } from '../../errors.ts';
import type { Candidate } from '../policy.ts';
import type { DescribedFeature } from './feature.ts';

interface Presence { readonly known: string; readonly unknown: string }

/**
 * Whether a feature could be known for a step is a sign of its own: a step that states no result is another kind of
 * step. Several features can say the same by it, and then say it in the same words.
 */
export function presenceWords({ id, group }: Pick<DescribedFeature, 'id' | 'group'>, { reason }: Pick<Candidate, 'reason'>): Presence {
  const isEnd = reason === 'answer' || reason === 'stop';
  switch (group) {
    case 'logProbs':
    case 'entropy':
    case 'shape':
      return { known: 'it was measured while it was written', unknown: 'nothing was measured while it was written' };
    case 'numbers':
      return { known: 'it holds a number', unknown: 'it holds no number' };
    case 'calculator':
    case 'arithmetic':
    case 'operands':
      return { known: 'it calculates', unknown: 'it calculates nothing' };
    case 'repetition':
      return { known: 'there are steps before it', unknown: 'nothing before it could be repeated' };
    case 'progress':
      if (id === 'nothingNew') return { known: 'it states a result', unknown: isEnd ? 'it is the answer and no step on the way' : 'it states no result' };
      if (id === 'answerChanges') return { known: 'it is the answer and follows a result', unknown: isEnd ? 'no result stands before it' : 'it is not the final answer' };
      return { known: 'the question holds numbers', unknown: 'the question holds no number' };
    case 'result':
      return { known: 'it states a result', unknown: 'it states no result' };
    case 'judge':
      return { known: 'the model was asked about it', unknown: 'the model was not asked about it' };
    case 'agreement':
      return { known: 'other samples of it were drawn', unknown: 'no other sample of it was drawn' };
    default:
      return assertNever(group);
  }
}
