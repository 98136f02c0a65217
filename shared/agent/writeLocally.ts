import { TandemError } from '../errors.ts';
import type { RunEvent } from '../trace/events.ts';
import type { StepPart, StepRequest, Usage, Writer } from './model.ts';
import type { RunDeps } from './runTypes.ts';
import type { Candidate } from '../switching/policy.ts';

/** A step that somebody wrote and nobody has accepted yet. */
export interface WrittenStep extends Candidate { readonly usage: Usage; readonly ms: number }

/**
 * Lets the local model write the next step, streamed. If its process dies, the step is written once more on the
 * restarted engine; a second death fails the run.
 */
export async function* writeLocally(request: StepRequest, deps: RunDeps, step: number, signal: AbortSignal): AsyncGenerator<RunEvent, WrittenStep, undefined> {
  // `finish` is how the expert is asked for everything that is left; the local model always writes single steps.
  const own: StepRequest = request.shape === 'steps' ? { ...request, until: 'step', maxTokens: Math.min(request.maxTokens, deps.limits.maxTokensPerStep) } : request;
  try {
    return yield* collectStep(() => deps.local.writeStep(own, signal), step, 'local', deps.now);
  } catch (error) {
    if (!(error instanceof TandemError) || error.kind !== 'engineCrashed') throw error;
    yield { type: 'engineRestarted', step, message: error.message };
    return yield* collectStep(() => deps.local.writeStep(own, signal), step, 'local', deps.now);
  }
}

/** Streams one step as events and returns it whole. A stream that ends without `finish` is an error, never half a step. */
export async function* collectStep(
  open: () => AsyncIterable<StepPart>, step: number, by: Writer, now: () => number,
): AsyncGenerator<RunEvent, WrittenStep, undefined> {
  const startedAt = now();
  yield { type: 'stepStarted', step, by };
  for await (const part of open()) {
    switch (part.type) {
      case 'delta':
        yield { type: 'stepDelta', step, by, text: part.text };
        break;
      case 'tool':
        yield { type: 'toolCalled', step, by, call: part.call };
        break;
      case 'usage':
        break;
      case 'finish':
        return { text: part.text, reason: part.reason, usage: part.usage, tokens: part.tokens, tools: part.tools, ms: now() - startedAt };
    }
  }
  throw new TandemError(by === 'local' ? 'engineFailed' : 'expertMalformed', 'The model stopped in the middle of a step. The half step was dropped; everything accepted before is kept.');
}
