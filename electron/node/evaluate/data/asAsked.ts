import type { Paragraph } from '../../../../shared/agent/model.ts';
import { assertNever } from '../../../../shared/errors.ts';
import type { EvalProblem } from './evalProblem.ts';

/** What the models read of a problem. The row's own question stays what its tests are put behind. */
export interface Asked { readonly question: string; readonly documents: readonly Paragraph[] }

/**
 * The question with what its data set's rule expects of an answer. DROP is a task with the passage in view; HotpotQA's
 * and MuSiQue's paragraphs are to be looked up, so the models see their titles only.
 */
export function asAsked(problem: EvalProblem): Asked {
  const { question, documents } = problem;
  if (problem.kind === 'code') return { question: `${codeWish}\n\n${question}`, documents };
  if (problem.kind === 'stepLabels') return { question, documents };
  const { gold } = problem;
  switch (gold.rule) {
    case 'number': case 'math': return { question, documents };
    case 'words': return { question: problem.dataset === 'own' ? question : `${question}\n(Answer with a name or a few words.)`, documents };
    case 'yesNo': return { question: `${question}\n(Answer yes or no.)`, documents };
    case 'drop': return { question: `${[...documents.map(({ text }) => text), question].join('\n\n')}\n(Answer with a number, a date or a few words of the text.)`, documents: [] };
    default: return assertNever(gold);
  }
}

/** The steps stay plain sentences; the program is the answer, so that a step can be written by either model. */
const codeWish = 'Complete this Python function. Say in one or two short steps how, then write "Answer:" and the whole function in a ```python block.';
