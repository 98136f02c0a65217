import type { Token } from 'node-llama-cpp';
import type { GivenStep, StepRequest, TokenStat } from '../../../../shared/agent/model.ts';
import { profileById } from '../../../../shared/agent/prompts/profiles.ts';
import { renderPrompt, stepLabel } from '../../../../shared/agent/prompts/renderPrompt.ts';
import { TandemError } from '../../../../shared/errors.ts';
import type { Brain } from './brain.ts';
import { longestNumber } from './calculatorInStep.ts';
import type { Distribution } from './distribution.ts';
import { statOf } from './generation.ts';
import { calculationsIn } from './givenCalculations.ts';
import type { HeldSequence } from './heldSequence.ts';
import { roomFor } from './room.ts';
import { createTextAssembler } from './textAssembler.ts';

/** One step as it stands: its tokens, what the model thought where each stands, and what came before. */
export interface ReadStep {
  /** Prompt and earlier steps. */
  readonly before: readonly Token[];
  readonly tokens: readonly Token[];
  readonly thoughts: readonly Distribution[];
  /** The text that becomes whole with each token. */
  readonly pieces: readonly string[];
}

/**
 * Evaluates steps that somebody else wrote, behind the request's prompt and with its labels, and says of every token
 * what is said of a written one. A step's tokens are evaluated together, on what is held of the steps before.
 */
export async function scoreText(brain: Brain, request: StepRequest, texts: readonly string[], signal: AbortSignal): Promise<readonly GivenStep[]> {
  if (request.shape !== 'steps') throw new TandemError('badInput', 'Only steps can be scored, not a whole reply. Nothing was evaluated.');
  const profile = profileById(request.profile);
  const { tokens: base } = brain.tokenise(renderPrompt(profile, request));
  // Each part begins with a label and ends with a line break, so a tokenizer cuts there in any case.
  const parts = texts.map((text, i) => brain.tokensOf(`${stepLabel(profile, request.steps.length + i)} ${text}\n`));
  const all = [...base, ...parts.flat()];
  roomFor(all.length, longestNumber, brain.contextSize);
  const calculates = request.tools.includes('calculator');

  return brain.sequences.use(all, signal, async (sequence) => {
    const scored: GivenStep[] = [];
    let at = base.length;
    for (const tokens of parts) {
      const step = await readStep(brain, sequence, all.slice(0, at), tokens, signal);
      scored.push({
        tokens: statsOf(step), evaluated: step.fresh,
        tools: calculates ? await calculationsIn(brain.model, sequence, step, signal) : [],
      });
      at += tokens.length;
    }
    return scored;
  });
}

async function readStep(brain: Brain, sequence: HeldSequence, before: readonly Token[], tokens: readonly Token[], signal: AbortSignal): Promise<ReadStep & { readonly fresh: number }> {
  const last = before.at(-1);
  if (last === undefined) throw new Error('an empty prompt cannot be continued');
  const fresh = await sequence.align(before, signal);
  // Whether anything follows the step's last token is not asked.
  const thoughts = await sequence.read([last, ...tokens.slice(0, -1)], signal);
  await sequence.mark();
  const assembler = createTextAssembler(brain.model, before);
  return { before, tokens, thoughts, pieces: tokens.map((token) => assembler.push(token)), fresh: fresh + Math.max(0, tokens.length - 1) };
}

function statsOf({ tokens, thoughts, pieces }: ReadStep): readonly TokenStat[] {
  return tokens.map((token, i) => {
    const thought = thoughts[i];
    if (thought === undefined) throw new Error('a token was not evaluated');
    const stat = statOf(pieces[i] ?? '', token, thought, false);
    // A written token is always one of the 40 most probable. One that is not is at most as probable as the last of
    // them; saying "not measured" would hide the very tokens that surprise the model.
    return stat.logProb === null ? { ...stat, logProb: Math.log(thought.probabilities.at(-1) ?? 1) } : stat;
  });
}
