import { profileById } from '../../../shared/agent/prompts/profiles.ts';
import { TandemError } from '../../../shared/errors.ts';
import { trainingExamples } from '../../../shared/exam/trajectories.ts';
import type { Surroundings } from './ask.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';
import { readChains } from './fitCommand.ts';
import { writeOut } from './writeOut.ts';

export interface TrajectoriesOptions { readonly chains: string; readonly stage: string; readonly profile: string; readonly out: string }

/** Writes examined chains as chat JSONL for fine-tuning, one example a line. */
export function trajectories(options: TrajectoriesOptions, { out }: Surroundings): ExitCode {
  if (options.stage !== '1' && options.stage !== '3') throw new TandemError('badInput', `There are training examples for stage 1 (right chains) and stage 3 (mistakes and corrections), not for "${options.stage.slice(0, 20)}".`);
  const examples = trainingExamples(options.chains.split(',').flatMap(readChains), profileById(options.profile), options.stage === '1' ? 1 : 3);
  writeOut(options.out, examples.map((example) => `${JSON.stringify(example)}\n`).join(''));
  out.write(`${examples.length} examples for stage ${options.stage} written to ${options.out}\n`);
  return exitCodes.answered;
}
