import { defaultProfile } from '../../../shared/agent/prompts/profiles.ts';
import type { UsedState } from '../../../shared/hera/fit/refitHera.ts';
import type { HeraFile } from '../../../shared/hera/heraFile.ts';
import type { RunView } from '../../../shared/trace/view.ts';
import { expertIdentity } from './pairName.ts';

/** The pair of models that a profile belongs to. */
export type HeraPair = Pick<HeraFile['provenance'], 'localSha256' | 'expertId' | 'profile'>;

/**
 * The steps of an answer by this very pair at which the local model had written as well, with all that the policy saw of
 * them. Answers of before tools and ending were kept tell less than that, and teach nothing.
 */
export function usedStates(view: RunView, chat: string, pair: HeraPair): readonly UsedState[] {
  if (view.shape !== 'steps' || view.local?.sha256 !== pair.localSha256 || (view.local.profile ?? defaultProfile) !== pair.profile || !view.expert || expertIdentity(view.expert) !== pair.expertId) return [];
  const accepted = view.steps.filter((step) => step.state === 'accepted');
  return accepted.flatMap((step, i): UsedState[] => {
    const discarded = step.discarded.at(-1);
    if (step.by !== 'expert' || !discarded || discarded.tokens.length === 0 || discarded.tools === undefined || discarded.reason === undefined) return [];
    const steps = accepted.slice(0, i).map(({ by, text }) => ({ by, text }));
    return [{ chat, expertText: step.text, state: { question: view.question, steps, position: i }, candidate: { text: discarded.text, reason: discarded.reason, tokens: discarded.tokens, tools: discarded.tools } }];
  });
}
