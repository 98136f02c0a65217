import { assertNever } from '../../../shared/errors.ts';
import { scoreDrop } from '../../../shared/learn/scoring/drop.ts';
import { sameMathAnswer, statedMath } from '../../../shared/learn/scoring/latexMath.ts';
import { numericMatch } from '../../../shared/learn/scoring/numeric.ts';
import { scoreQa, scoreYesNo } from '../../../shared/learn/scoring/qa.ts';
import type { Gold } from './data/evalProblem.ts';

/** Whether an answer counts as right under its data set's own rule (exact match, where a rule also knows a share). */
export function isRight(answer: string | null, gold: Gold): 0 | 1 {
  if (answer === null || answer.trim() === '') return 0;
  switch (gold.rule) {
    case 'number': return numericMatch(answer, gold.value, gold.tolerance) ? 1 : 0;
    case 'math': return sameMathAnswer(statedMath(answer) ?? answer, gold.latex) ? 1 : 0;
    case 'words': return scoreQa(answer, gold.accepted).em;
    case 'drop': return scoreDrop(answer, gold.accepted).em;
    case 'yesNo': return scoreYesNo(answer, gold.value);
    default: return assertNever(gold);
  }
}

/** What an answer is worth, 0 to 1: the share that a rule knows (F1 for reading, as its data set reports it), otherwise right or not. */
export function worthOf(answer: string | null, gold: Gold): number {
  if (answer === null || answer.trim() === '') return 0;
  if (gold.rule === 'words') return scoreQa(answer, gold.accepted).f1;
  if (gold.rule === 'drop') return scoreDrop(answer, gold.accepted).f1;
  return isRight(answer, gold);
}
