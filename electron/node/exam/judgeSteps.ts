import type { ExpertModel, StepRequest } from '../../../shared/agent/model.ts';
import { TandemError } from '../../../shared/errors.ts';
import { judgeQuestion, readJudgement } from '../../../shared/exam/judgeExaminer.ts';

/** Names the first wrong step of a chain, 1-based; 0 for none, null where its reply cannot be used. */
export type Judge = (question: string, steps: readonly string[], signal: AbortSignal) => Promise<number | null>;

/** A sentence a step and the verdict. */
const replyLength = 400;

/**
 * The expert as a judge of steps. Its word is not gold: its error rate is measured where golds exist.
 * @param profile of the request; a judgement is a plain reply, so that it decides nothing
 */
export function createJudge(expert: ExpertModel, profile: string): Judge {
  return async (question, steps, signal) => {
    const request: StepRequest = {
      question: judgeQuestion(question, steps), history: [], steps: [], shape: 'reply', profile, documents: [], tools: [],
      until: 'finish', maxTokens: replyLength, temperature: 0, seed: 1,
    };
    const prepared = await expert.prepareStep(request);
    for await (const part of prepared.send(signal)) if (part.type === 'finish') return readJudgement(part.text, steps.length);
    throw new TandemError('expertMalformed', 'The judge stopped in the middle of its reply. What was examined before is kept; start again to go on.');
  };
}
