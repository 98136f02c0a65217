import path from 'node:path';
import { byProblem } from '../../../shared/learn/byProblem.ts';
import { TandemError } from '../../../shared/errors.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import { fitRequestHead } from '../../../shared/switching/requestLevel/requestHead.ts';
import { readAnswers } from '../evaluate/answersFile.ts';
import { outcomesOfAnswers, outcomesOfTrees } from '../evaluate/requestHeadFile.ts';
import { readTrees } from '../hera/treeFile.ts';
import type { Surroundings } from './ask.ts';
import { wholeNumber } from './askPlan.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';
import { writeOut } from './writeOut.ts';

export interface FitRequestOptions { readonly answers?: string; readonly trees?: string; readonly data: string; readonly seed: string; readonly out: string }

/** Fits what `requestLevel` decides with, from how both models did alone on training questions. */
export function fitRequest(options: FitRequestOptions, { out }: Surroundings): ExitCode {
  const seed = wholeNumber('--seed', options.seed);
  const outcomes = [
    ...(options.answers === undefined ? [] : outcomesOfAnswers(readAnswers(path.join(options.answers, 'answers.jsonl')))),
    ...(options.trees === undefined ? [] : outcomesOfTrees(readTrees(path.join(options.trees, 'trees.jsonl')).trees)),
  ].toSorted(byProblem);
  if (outcomes.length === 0) throw new TandemError('badInput', 'There is no question there that both models answered alone. Name an evaluation of localOnly and expertOnly with --answers, or the trees of "profile" with --trees.');
  const head = fitRequestHead(outcomes, { data: options.data, seed, command: `npm run tandem -- ${process.argv.slice(2).join(' ')}` }, seededRandom(seed, 0x4e9));
  writeOut(options.out, `${JSON.stringify(head, null, 1)}\n`);
  out.write(`${head.provenance.questions} questions, at ${head.provenance.expertBetter} of them the expert does better; written to ${path.basename(options.out)}\n`);
  return exitCodes.answered;
}
