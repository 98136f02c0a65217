import type { AcceptedStep } from '../../../shared/agent/model.ts';
import type { ExamStep } from '../../../shared/exam/chain.ts';
import { examineChain } from '../../../shared/exam/goldExaminer.ts';
import { outlookOf, turningPoint, type Outlook } from '../../../shared/exam/turningPoint.ts';
import type { Candidate } from '../../../shared/switching/policy.ts';
import { ends, type Worker } from './examineProblem.ts';
import { isRightAnswer, type NumericProblem } from './goldWay.ts';

type Label = Pick<ExamStep, 'wrong' | 'reason'>;
export const untold: Label = { wrong: null, reason: 'untold' };
export const afterError: Label = { wrong: null, reason: 'afterError' };

/** Labels of steps where only the answer is known. Made by finishing chains, so each costs several calls. */
export interface OutcomeLabels {
  /** Of the steps behind `accepted`, which came to that end; `stopped`: without any answer. */
  ofChain(accepted: readonly AcceptedStep[], tail: readonly AcceptedStep[], end: 'right' | 'wrong' | 'stopped'): Promise<readonly Label[]>;
  /** Of one step behind a prefix that nothing is wrong with. */
  ofStep(accepted: readonly AcceptedStep[], step: Pick<Candidate, 'text' | 'reason'>, by: AcceptedStep['by']): Promise<Label>;
}

/**
 * The local model finishes, by drawn samples, from each prefix in question. Where it does not even reach the answer from
 * the question alone, the expert finishes instead, once; where nobody does, nothing is told but false arithmetic.
 */
export function outcomeLabels(problem: NumericProblem, worker: Worker): OutcomeLabels {
  let finisher: Promise<'local' | 'expert' | 'nobody'> | null = null;
  const known = new Map<string, Promise<Outlook>>();
  const locally = (prefix: readonly AcceptedStep[]) => outlookOf((sample) => worker.finish(prefix, sample));
  const byExpert = async (prefix: readonly AcceptedStep[]): Promise<Outlook | null> => {
    const rest = await worker.ask(prefix, 'finish');
    return rest && (isRightAnswer(problem, rest.text) ? 'can' : 'cannot');
  };
  const whoFinishes = async () => {
    if (await locally([]) === 'can') return 'local';
    return await byExpert([]) === 'can' ? 'expert' : 'nobody';
  };
  const outlook = (prefix: readonly AcceptedStep[]): Promise<Outlook> => {
    const key = JSON.stringify(prefix.map((step) => step.text));
    const found = known.get(key) ?? (async () => {
      const who = await (finisher ??= whoFinishes());
      if (who === 'nobody') return 'unclear';
      if (prefix.length === 0) return 'can';
      return who === 'local' ? locally(prefix) : await byExpert(prefix) ?? 'unclear';
    })();
    known.set(key, found);
    return found;
  };

  // Yes or no is right by luck every second time, whatever stands before it: that tells of the answer alone.
  const isCoin = problem.gold?.rule === 'yesNo';

  return {
    ofChain: async (accepted, tail, end) => {
      if (isCoin) return tail.map((_, i): Label => (end === 'stopped' || i < tail.length - 1 ? untold : { wrong: end === 'right' ? 0 : 1, reason: end === 'right' ? 'chainEndsRight' : 'wrongAnswer' }));
      const slips = tail.map((step) => isFalseArithmetic(step.text));
      if (end === 'right') return slips.map((isSlip): Label => (isSlip ? { wrong: 1, reason: 'falseArithmetic' } : { wrong: 0, reason: 'chainEndsRight' }));
      const slip = slips.indexOf(true);
      // Without an answer what is wrong may be that nothing came behind the last step.
      const length = slip >= 0 ? slip + 1 : end === 'stopped' ? tail.length + 1 : tail.length;
      const found = await turningPoint(length, (steps) => outlook([...accepted, ...tail.slice(0, steps)]));
      // An expert may mend in silence what it was given; then only the answer itself looks wrong, and that tells nothing.
      const isMended = (found.wrong ?? 0) >= tail.length - 1 && slip < 0 && await finisher === 'expert';
      return tail.map((_, i): Label => {
        if (isMended) return untold;
        if (i < found.right) return { wrong: 0, reason: 'rollOut' };
        if (i === found.wrong) return { wrong: 1, reason: i === slip ? 'falseArithmetic' : 'rollOut' };
        if (i === slip) return { wrong: 1, reason: 'falseArithmetic' };
        return (found.wrong !== null && i > found.wrong) || (slip >= 0 && i > slip) ? afterError : untold;
      });
    },
    ofStep: async (accepted, step, by) => {
      if (ends(step)) return isRightAnswer(problem, step.text) ? { wrong: 0, reason: 'goldValue' } : { wrong: 1, reason: 'wrongAnswer' };
      if (isFalseArithmetic(step.text)) return { wrong: 1, reason: 'falseArithmetic' };
      if (isCoin) return untold;
      const after = await outlook([...accepted, { by, text: step.text }]);
      if (after === 'can') return { wrong: 0, reason: 'rollOut' };
      return after === 'cannot' && await outlook(accepted) === 'can' ? { wrong: 1, reason: 'rollOut' } : untold;
    },
  };
}

/** The one error that a step shows by itself. */
function isFalseArithmetic(text: string): boolean {
  return examineChain({ steps: [], answer: Number.NaN }, [text], false)[0]?.reason === 'falseArithmetic';
}
