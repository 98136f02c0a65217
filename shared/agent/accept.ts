import type { RunEvent } from '../trace/events.ts';
import { noUsage, type AcceptedStep, type ToolCall, type Writer } from './model.ts';
import { profileById } from './prompts/profiles.ts';
import type { RunDeps, RunInput } from './runTypes.ts';
import { splitChain } from './splitter.ts';
import { lookup, lookupRequest } from './tools/lookup.ts';
import type { WrittenStep } from './writeLocally.ts';

/** Who wrote what is now accepted, at which price and why. */
export interface Acceptance { readonly by: Writer; readonly step: WrittenStep; readonly usd: number; readonly why: string }

export interface Accepted { readonly events: readonly RunEvent[]; readonly steps: readonly AcceptedStep[]; /** Set once the answer is there. */ readonly answer: string | null }

/** Runs the tools that work between steps, then says what was accepted. A chain finished in one go becomes its steps. */
export function acceptedEvents(acceptance: Acceptance, position: number, input: RunInput, deps: RunDeps, isForced = false): Accepted {
  const { by, step, usd, why } = acceptance;
  const card = by === 'local' ? deps.local.card : deps.expert?.card;
  const writer = card === undefined ? { model: 'expert' } : { model: card.name, where: card.where };
  if (input.shape === 'reply') {
    const event: RunEvent = { type: 'stepAccepted', step: position, by, kind: 'reply', ...writer, text: step.text, usage: step.usage, ms: step.ms, usd, tokens: step.tokens, tools: step.tools, why };
    return { events: [event], steps: [{ by, text: step.text }], answer: step.text };
  }
  const finishedChain = by === 'expert' && (deps.policy.id === 'expertOnly' || (deps.policy.asksForRest === true && !isForced));
  const chain = finishedChain ? splitChain(step.text, profileById(input.profile)) : [];
  const pieces = chain.length > 0 ? chain : [{ text: step.text, isAnswer: finishedChain || endsRun(step) }];
  const events: RunEvent[] = [];
  const steps: AcceptedStep[] = [];
  let answer: string | null = null;
  for (const [index, piece] of pieces.entries()) {
    const at = position + index;
    const query = input.documents.length > 0 && !finishedChain ? lookupRequest(piece.text) : null;
    const found = query === null ? null : lookup(query, input.documents);
    if (found) events.push({ type: 'toolCalled', step: at, by, call: found });
    const text = found ? `Lookup: ${found.input} → ${found.output}` : piece.text;
    const isAnswer = found === null && (piece.isAnswer || (finishedChain && index === pieces.length - 1));
    const first = index === 0;
    const tools: readonly ToolCall[] = found ? [...step.tools, found] : first ? step.tools : [];
    events.push({
      type: 'stepAccepted', step: at, by, kind: found ? 'lookup' : isAnswer ? 'answer' : 'reasoning', ...writer, text,
      usage: first ? step.usage : noUsage, ms: first ? step.ms : 0, usd: first ? usd : 0, tokens: first ? step.tokens : [], tools, why,
    });
    steps.push({ by, text });
    if (isAnswer) answer = piece.text;
  }
  return { events, steps, answer };
}

/** A step that shows what was looked up, as written above. */
export function isLookup(step: string): boolean {
  return /^Lookup: [^→]+ → /.test(step);
}

function endsRun(step: WrittenStep): boolean {
  return step.reason === 'answer' || step.reason === 'stop';
}
