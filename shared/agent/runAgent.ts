import { isAbort, TandemError, toErrorInfo } from '../errors.ts';
import { decide } from '../switching/decide.ts';
import type { Decision, Score, StepContext } from '../switching/policy.ts';
import type { Probe } from '../switching/probe.ts';
import { seededRandom } from '../switching/random.ts';
import type { RunEvent } from '../trace/events.ts';
import { askExpert } from './askExpert.ts';
import { localProbe } from './localProbe.ts';
import { noUsage, type AcceptedStep, type StepRequest } from './model.ts';
import type { KeptStep, RunDeps, RunInput } from './runTypes.ts';
import { createSpeculation, type Speculation } from './speculation.ts';
import { untilStopped } from './untilStopped.ts';
import { writeLocally, type WrittenStep } from './writeLocally.ts';
import { acceptedEvents, isLookup, type Acceptance } from './accept.ts';

/**
 * Makes one answer, step by step, and tells what happens. Pure of transport and store: it only reads `deps` and
 * yields events. Each turn: the policy may decide beforehand → the local model writes a candidate → the policy scores
 * it → the dial decides → the candidate is accepted, or the expert writes the step → tools run → next turn.
 *
 * Ends with exactly one of `runFinished`, `runFailed`, `runCancelled`; never throws.
 */
export async function* runAgent(input: RunInput, deps: RunDeps, signal: AbortSignal): AsyncGenerator<RunEvent, void, undefined> {
  const startedAt = deps.now();
  const ahead = createSpeculation(deps, signal);
  try {
    if (input.accepted.length > 0) yield { type: 'runContinued', fromStep: input.accepted.length, dial: deps.dial(), expert: deps.expert?.card ?? null };
    else yield started(input, deps);
    yield* keptSteps(input);
    const answer = yield* writeSteps(input, deps, ahead, signal);
    yield { type: 'runFinished', answer, ms: deps.now() - startedAt };
  } catch (error) {
    yield* ahead.discard('the answer ended before it was needed');
    if (isAbort(error) || signal.aborted) yield { type: 'runCancelled' };
    else yield { type: 'runFailed', error: toErrorInfo(error) };
  } finally {
    ahead.close();
  }
}

function started(input: RunInput, deps: RunDeps): RunEvent {
  return {
    type: 'runStarted', question: input.question, shape: input.shape, local: deps.local.card, expert: deps.expert?.card ?? null,
    policy: deps.policy.id, dial: deps.dial(), profile: input.profile, seed: input.seed, limits: deps.limits,
    ...(input.branch ? { branch: input.branch.from } : {}),
  };
}

/** Steps that a branch takes over and that are not in its own trace yet. They cost nothing again. */
function stillKept({ branch, accepted }: RunInput): readonly KeptStep[] {
  return branch?.kept.slice(accepted.length) ?? [];
}

function* keptSteps(input: RunInput): Generator<RunEvent> {
  for (const [i, { by, text, kind, model, where }] of stillKept(input).entries()) {
    yield { type: 'stepAccepted', step: input.accepted.length + i, by, kind, model, ...(where === null ? {} : { where }), text, usage: noUsage, ms: 0, usd: 0, tokens: [], tools: [], why: 'kept from the answer that this one branches from' };
  }
}

async function* writeSteps(input: RunInput, deps: RunDeps, ahead: Speculation, signal: AbortSignal): AsyncGenerator<RunEvent, string, undefined> {
  const steps: AcceptedStep[] = [...input.accepted, ...stillKept(input)];
  let spent = 0;
  let expertFailures = 0;
  let lastDial = deps.dial();
  let localUntil = 0;
  while (true) {
    signal.throwIfAborted();
    const position = steps.length;
    const stopped = position >= deps.limits.maxSteps ? `Stopped after ${position} steps, the limit for one answer.` : goesInCircles(steps) ? 'Stopped because the steps began to repeat.' : null;
    if (stopped !== null) {
      const answer = lastReasoning(steps, input);
      yield { type: 'budgetReached', step: position, limit: 'steps', message: `${stopped} ${standing(answer, steps)}` };
      return answer ?? noAnswer;
    }
    const dial = deps.dial();
    if (dial !== lastDial) yield { type: 'dialChanged', dial };
    lastDial = dial;

    const context: StepContext = {
      question: input.question, history: input.history, steps, shape: input.shape, position, random: seededRandom(input.seed, position),
    };
    const hasExpert = deps.expert !== null && expertFailures < maxExpertFailures;
    const request = varied(stepRequest(input, deps, steps), input, position);

    const forced = forcedDecision(input, position, dial);
    if (forced?.writer === 'expert' && !hasExpert) throw new TandemError('expertNotConfigured', 'There is no expert to write this step. The answer above is kept; set up an expert in the settings, or let this device write the step.');
    let decision = forced ?? (position < localUntil ? settled(dial) : yield* decideBefore(context, deps, dial, hasExpert, probeFor(deps, request, signal), signal));
    let candidate: WrittenStep | null = null;
    if (decision?.writer !== 'expert' || !hasExpert) {
      candidate = yield* writeLocally(request, deps, position, signal);
      if (candidate.text === '') return endOf(steps, input, candidate);
      if (decision === null && deps.policy.afterCandidate) {
        const begin = hasExpert ? ahead.offer({ request: forExpert(request, deps, false), position, spentUsd: spent }) : undefined;
        const score = await untilStopped(deps.policy.afterCandidate(context, candidate, probeFor(deps, request, signal, candidate.text, begin)), signal);
        // The dial is read again: it may have been moved while the candidate was written.
        decision = decide(score, deps.dial(), position);
        if (decision.writer === 'local') spent += yield* ahead.discard('not needed: the step stays here');
        if (decision.writer === 'local' && decision.localUntil !== undefined) localUntil = decision.localUntil;
        yield scored(position, 'after', score, decision, hasExpert);
      }
    }

    let acceptance: Acceptance | null = null;
    if (decision?.writer === 'expert' && hasExpert && deps.expert) {
      const early = await ahead.take();
      const asked = yield* askExpert({ request: forExpert(request, deps, forced !== null), expert: deps.expert, position, why: decision.why, spentUsd: spent, deps, candidate, early }, signal);
      if (asked.ok) acceptance = { by: 'expert', step: asked.step, usd: asked.usd, why: decision.why };
      else spent += asked.usd;
      if (!asked.ok && forced) throw new TandemError('expertUnreachable', 'The expert could not write this step, for the reason given above. The answer that this one branches from is kept; try again later.');
      if (!asked.ok && asked.counts) expertFailures += 1;
    }
    if (acceptance === null) {
      candidate ??= yield* writeLocally(request, deps, position, signal);
      if (candidate.text === '') return endOf(steps, input, candidate);
      acceptance = { by: 'local', step: candidate, usd: 0, why: decision?.why ?? 'nobody else was asked' };
    }
    spent += acceptance.usd;
    const accepted = acceptedEvents(acceptance, position, input, deps, forced !== null);
    for (const event of accepted.events) yield event;
    steps.push(...accepted.steps);
    if (accepted.answer !== null) return accepted.answer;
  }
}

/** A model with nothing more to say has answered with its last step; one that said nothing at all, or only thought, has failed. */
function endOf(steps: readonly AcceptedStep[], input: RunInput, { reason }: WrittenStep): string {
  if (reason === 'length' || reason === 'repetition') throw new TandemError('engineFailed', 'The local model used up its room without writing a step, perhaps by thinking aloud first. What was accepted before is kept; ask again, reword the question, or choose another model.');
  if (steps.length === 0) throw new TandemError('engineFailed', 'The local model wrote nothing. Your question is kept; ask again, reword it, or choose another model.');
  return lastReasoning(steps, input) ?? noAnswer;
}

const noAnswer = 'No answer was found.';

function standing(answer: string | null, steps: readonly AcceptedStep[]): string {
  if (answer === null) return 'There is no answer: passages were looked up, but nothing was concluded from them.';
  return answer === steps.at(-1)?.text ? 'The last step stands as the answer.' : 'The last step before what was looked up stands as the answer.';
}

/** A passage that was looked up answers nothing by itself. */
function lastReasoning(steps: readonly AcceptedStep[], { documents }: RunInput): string | null {
  return steps.findLast(({ text }) => documents.length === 0 || !isLookup(text))?.text ?? null;
}

/** After that many failures in one run the expert is left alone; each was told. */
const maxExpertFailures = 2;

/** Steps up to a point where the two models are predicted to meet. */
function settled(dial: number): Decision {
  return { writer: 'local', threshold: dial, why: 'stays here up to the point where the two are predicted to meet' };
}

async function* decideBefore(context: StepContext, deps: RunDeps, dial: number, hasExpert: boolean, probe: Probe | undefined, signal: AbortSignal): AsyncGenerator<RunEvent, Decision | null, undefined> {
  const score = deps.policy.beforeStep && await untilStopped(deps.policy.beforeStep(context, probe), signal);
  if (score) {
    const decision = decide(score, dial, context.position);
    yield scored(context.position, 'before', score, decision, hasExpert);
    return decision;
  }
  // At the dial's accurate end the candidate would be thrown away whatever it says: do not write it.
  if (dial <= 0 && hasExpert) return { writer: 'expert', threshold: 0, why: 'the dial stands at "accurate": every step is asked' };
  return null;
}

function scored(step: number, stage: 'before' | 'after', score: Score, decision: Decision, hasExpert: boolean): RunEvent {
  const asks = decision.writer === 'expert' ? (hasExpert ? 'ask' : 'wouldAsk') : 'keep';
  return { type: 'candidateScored', step, stage, score, threshold: decision.threshold, decision: asks, why: decision.why };
}

function stepRequest(input: RunInput, deps: RunDeps, steps: readonly AcceptedStep[]): StepRequest {
  const finishes = deps.policy.id === 'expertOnly' || input.shape === 'reply';
  return {
    question: input.question, history: input.history, steps: [...steps], shape: input.shape, profile: input.profile, documents: input.documents,
    tools: input.shape === 'reply' ? [] : input.documents.length > 0 ? ['calculator', 'lookup'] : ['calculator'],
    until: finishes ? 'finish' : 'step', maxTokens: finishes ? Math.max(1024, deps.limits.maxTokensPerStep) : deps.limits.maxTokensPerStep,
    temperature: 0, seed: input.seed,
  };
}

function forcedDecision({ branch }: RunInput, position: number, dial: number): Decision | null {
  if (branch?.from.step !== position) return null;
  return { writer: branch.from.by, threshold: dial, why: branch.from.by === 'expert' ? 'you asked the expert for this step' : 'you asked for this step to be written anew here' };
}

/** The local model would write the same step again: where a step is asked for anew, it draws. */
function varied(request: StepRequest, { branch }: RunInput, position: number): StepRequest {
  return branch?.from.step === position && branch.from.by === 'local' ? { ...request, temperature: 0.8 } : request;
}

/** A model that can only write is never asked about what it wrote; a reply is not examined. */
function probeFor(deps: RunDeps, request: StepRequest, signal: AbortSignal, candidate = '', undecided?: () => void): Probe | undefined {
  const { local } = deps;
  if (!('judge' in local) || request.shape === 'reply') return undefined;
  return localProbe(local, { ...request, until: 'step' }, candidate, { dial: deps.dial, now: deps.now, undecided }, signal);
}

/** A policy that hands over asks for all that is left; a step that the user asked for is one step. */
function forExpert(request: StepRequest, { policy, limits }: RunDeps, isForced: boolean): StepRequest {
  return policy.asksForRest === true && !isForced && request.shape === 'steps' ? { ...request, until: 'finish', maxTokens: Math.max(1024, limits.maxTokensPerStep) } : request;
}

/** The same step twice in a row, or the last two steps repeating the two before. */
function goesInCircles(steps: readonly AcceptedStep[]): boolean {
  const texts = steps.map((step) => step.text.toLowerCase().replace(/\s+/g, ' '));
  const [a, b, c, d] = texts.slice(-4).reverse();
  return (a !== undefined && a === b) || (a !== undefined && b !== undefined && a === c && b === d);
}

