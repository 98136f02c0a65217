import fs from 'node:fs';
import path from 'node:path';
import { TandemError } from '../../../shared/errors.ts';
import { requestHeadSchema, type RequestHead, type RequestOutcome } from '../../../shared/switching/requestLevel/requestHead.ts';
import type { ProfileTree } from '../../../shared/hera/tree.ts';
import type { LoggedAnswer } from './answersFile.ts';

export function readRequestHead(file: string): RequestHead {
  try {
    return requestHeadSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new TandemError('badInput', `${path.basename(file)} holds no head for whole questions. Nothing was run; make one with "fit-request".`, { cause });
  }
}

/** How both models did alone, from an evaluation that has both ends. */
export function outcomesOfAnswers(answers: readonly LoggedAnswer[]): readonly RequestOutcome[] {
  const experts = new Map(answers.filter((answer) => answer.policy === 'expertOnly').map((answer) => [answer.problem, answer.right]));
  return answers.filter((answer) => answer.policy === 'localOnly').flatMap(({ problem, right, view }) => {
    const expert = experts.get(problem);
    return expert === undefined ? [] : [{ problem, question: view.question, local: right, expert }];
  });
}

export function outcomesOfTrees(trees: readonly ProfileTree[]): readonly RequestOutcome[] {
  return trees.map(({ problem, question, allLocal, allExpert }) => ({ problem, question, local: allLocal.right, expert: allExpert.right }));
}
