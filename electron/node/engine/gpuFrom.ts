import { TandemError } from '../../../shared/errors.ts';
import type { GpuChoice } from './api.ts';

const choices: readonly GpuChoice[] = ['auto', 'cpu', 'cuda', 'vulkan', 'metal'];

/** `TANDEM_GPU`, for machines whose driver misbehaves: for the app, `serve`, the exam and the evaluation alike. */
export function gpuFrom(env: NodeJS.ProcessEnv): GpuChoice {
  const wanted = env['TANDEM_GPU']?.trim().toLowerCase() ?? '';
  if (wanted === '') return 'auto';
  const choice = choices.find((one) => one === wanted);
  if (choice === undefined) throw new TandemError('badInput', `TANDEM_GPU is set to "${wanted.slice(0, 40)}". It may be ${choices.slice(0, -1).join(', ')} or ${choices.at(-1) ?? ''}; leave it out for auto.`);
  return choice;
}
