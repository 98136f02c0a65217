import { defaultProfile } from '../../../shared/agent/prompts/profiles.ts';
import type { KeptState, UsedState } from '../../../shared/hera/fit/refitHera.ts';
import type { HeraFile } from '../../../shared/hera/heraFile.ts';
import type { RunView } from '../../../shared/trace/view.ts';
import { expertIdentity } from './pairName.ts';

/** The pair of models that a profile belongs to. */
export type HeraPair = Pick<HeraFile['provenance'], 'localSha256' | 'expertId' | 'profile'>;

/** Whether an answer in steps was made by this very pair. */
export function isOfPair({ shape, local, expert }: Pick<RunView, 'shape' | 'local' | 'expert'>, pair: HeraPair): boolean {
  return shape === 'steps' && local?.sha256 === pair.localSha256 && (local.profile ?? defaultProfile) === pair.profile && expert !== null && expertIdentity(expert) === pair.expertId;
}

/**
 * The steps of an answer by this very pair at which the local model had written as well, with all that the policy saw of
 * them. Answers of before tools and ending were kept tell less than that, and teach nothing.
 */
export function usedStates(view: RunView, chat: string, pair: HeraPair): readonly UsedState[] {
  if (!isOfPair(view, pair)) return [];
  const accepted = view.steps.filter((step) => step.state === 'accepted');
  return accepted.flatMap((step, i): UsedState[] => {
    const discarded = step.discarded.at(-1);
    // An answer may be gone on with by another expert: each step is its own writer's.
    if (step.by !== 'expert' || step.model !== view.expert?.name || !discarded || discarded.tokens.length === 0 || discarded.tools === undefined || discarded.reason === undefined) return [];
    return [{ chat, expertText: step.text, state: stateAt(view, accepted, i), candidate: { text: discarded.text, reason: discarded.reason, tokens: discarded.tokens, tools: discarded.tools } }];
  });
}

/** The steps that stayed here because of what they looked like; one that was drawn says nothing about where the dial lay. */
export function keptStates(view: RunView, chat: string, pair: HeraPair): readonly KeptState[] {
  if (!isOfPair(view, pair)) return [];
  const accepted = view.steps.filter((step) => step.state === 'accepted');
  return accepted.flatMap((step, i): KeptState[] => {
    const last = step.scores.at(-1);
    const isKept = last?.stage === 'after' && last.decision === 'keep' && last.score.meaning !== 'chance' && last.score.meaning !== 'fixed';
    if (step.by !== 'local' || step.kind === 'lookup' || step.tokens.length === 0 || !isKept) return [];
    return [{ chat, state: stateAt(view, accepted, i), candidate: { text: step.text, reason: step.kind === 'answer' ? 'answer' : 'step', tokens: step.tokens, tools: step.tools } }];
  });
}

function stateAt(view: RunView, accepted: RunView['steps'], position: number): KeptState['state'] {
  return { question: view.question, steps: accepted.slice(0, position).map(({ by, text }) => ({ by, text })), position };
}
