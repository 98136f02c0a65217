import { bootstrap } from '../../../shared/learn/resample.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import { isAblation } from './ablations.ts';
import { pointOf, type LoggedAnswer } from './answersFile.ts';
import type { ResultsInput } from './report/results.ts';
import type { SummaryInput } from './summarise.ts';
import { wrongAssignments, wrongShare } from './wrongAssignments.ts';

export const oracleName = 'oracle';

/** How many expert steps the oracle needs. */
export function oracleOfAnswers({ answers, dataset }: SummaryInput): NonNullable<ResultsInput['oracle']> {
  const own = answers.filter((answer) => answer.policy === oracleName);
  if (own.length === 0) return [];
  const found = own.filter((answer) => answer.right === 1);
  const most = Math.max(0, ...found.map((answer) => answer.expertSteps));
  return [{
    dataset, n: own.length, found: Array.from({ length: most + 1 }, (_, size) => found.filter((answer) => answer.expertSteps === size).length),
    branches: own.reduce((sum, answer) => sum + (answer.oracle?.branches ?? 0), 0), outOfBudget: own.filter((answer) => answer.oracle?.end === 'budget').length,
  }];
}

/** Each policy's wrong assignments, with an interval by problem. */
export function wrongAssignmentsOf({ answers, dataset, seed, draws }: SummaryInput): NonNullable<ResultsInput['wrongAssignments']> {
  const oracle = new Map(answers.filter((answer) => answer.policy === oracleName && answer.right === 1).map((answer) => [answer.problem, writersOf(answer)]));
  if (oracle.size === 0) return [];
  return [...Map.groupBy(answers.filter((answer) => answer.policy !== oracleName && !isAblation(answer.policy)), pointOf).values()].map((own) => {
    const counts = wrongAssignments(own.map((answer) => ({ problem: answer.problem, writers: writersOf(answer) })), oracle);
    return {
      policy: own[0]?.policy ?? '', dial: own[0]?.dial ?? null, dataset, problems: counts.length, steps: counts.reduce((sum, { steps }) => sum + steps, 0),
      share: bootstrap(counts.map((count) => [count]), wrongShare, seededRandom(seed, 0x09ac), draws),
    };
  });
}

const writersOf = ({ view }: LoggedAnswer) => view.steps.map((step) => step.by);
