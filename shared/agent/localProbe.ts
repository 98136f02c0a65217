import { TandemError } from '../errors.ts';
import type { Dial } from '../switching/policy.ts';
import type { Probe } from '../switching/probe.ts';
import type { AcceptedStep, LocalModel, StepPart, StepRequest } from './model.ts';

/**
 * What a policy may ask the local model while it decides about one step. A process that dies over such a question costs
 * the question, not the answer: it is asked once more of the engine that was started again.
 * @param candidate the step in question, or '' before there is one
 */
export function localProbe(
  local: LocalModel, request: StepRequest, candidate: string, from: { readonly dial: () => Dial; readonly now: () => number; readonly undecided?: (() => void) | undefined }, signal: AbortSignal,
): Probe {
  return {
    get dial() { return from.dial(); },
    undecided: () => from.undecided?.(),
    judge: (questions) => onceMore(() => local.judge(request, candidate, questions, signal)),
    resample: (k) => onceMore(() => local.resample(request, k, signal)),
    continueFrom: (steps, count) => continueFrom(local, request, steps, count, signal),
    complete: (text) => onceMore(() => local.complete(text, signal)),
    embed: (text) => onceMore(() => local.embed(text, signal)),
    now: from.now,
  };
}

async function onceMore<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof TandemError) || error.kind !== 'engineCrashed') throw error;
    return ask();
  }
}

async function continueFrom(local: LocalModel, request: StepRequest, from: readonly AcceptedStep[], count: number, signal: AbortSignal): Promise<readonly string[]> {
  const written: string[] = [];
  while (written.length < count) {
    const steps: AcceptedStep[] = [...from, ...written.map((text): AcceptedStep => ({ by: 'local', text }))];
    const next = await onceMore(() => finishOf(local.writeStep({ ...request, steps }, signal)));
    if (next.text === '' || next.text === steps.at(-1)?.text) break;
    written.push(next.text);
    if (next.reason === 'answer' || next.reason === 'stop') break;
  }
  return written;
}

async function finishOf(parts: AsyncIterable<StepPart>): Promise<Pick<Extract<StepPart, { type: 'finish' }>, 'text' | 'reason'>> {
  for await (const part of parts) if (part.type === 'finish') return part;
  return { text: '', reason: 'stop' };
}
