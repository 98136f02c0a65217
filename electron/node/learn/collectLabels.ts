import type { ModelCard } from '../../../shared/agent/model.ts';
import { defaultProfile } from '../../../shared/agent/prompts/profiles.ts';
import type { StepLabel } from '../../../shared/learn/challenger/labels.ts';
import { alwaysOn, computeFeatures, type FeatureValues } from '../../../shared/switching/features/index.ts';
import type { GateKey } from '../../../shared/switching/gate/gateFile.ts';
import { emptyRun, reduceRunAll } from '../../../shared/trace/reduceRun.ts';
import type { RunView } from '../../../shared/trace/view.ts';
import type { MarkedStep } from '../runs/store/learningRows.ts';
import type { Store } from '../runs/store/openStore.ts';

/** Labels that are looked at; older ones tell of older habits. */
export const mostLabels = 2000;

/**
 * The user's marks as labels of the local model's accepted steps. What the expert wrote, or wrote instead, is no label
 * of anything; nor is a step without measured tokens, for example one that a branch took over.
 */
export function collectLabels(store: Pick<Store, 'learning' | 'runs'>, key: GateKey, since: number): readonly StepLabel[] {
  const views = new Map<string, RunView>();
  const viewOf = (runId: string) => {
    const view = views.get(runId) ?? reduceRunAll(emptyRun, store.runs.eventsWithoutText(runId));
    views.set(runId, view);
    return view;
  };
  return store.learning.marked(since, mostLabels).flatMap((marked): StepLabel[] => {
    const values = localValues(viewOf(marked.runId), marked.step, key);
    if (values === null) return [];
    return [{ values, problem: marked.chatId, at: marked.at, saysWrong: marked.mark === 'wrong', source: sourceOf(marked) }];
  });
}

function sourceOf({ share, isDrawn }: MarkedStep): StepLabel['source'] {
  return isDrawn && share !== null ? { kind: 'audit', propensity: share } : { kind: 'mark' };
}

/** What is always at hand about a step that this very model wrote and that was accepted; null for any other. */
function localValues(view: RunView, index: number, key: GateKey): FeatureValues | null {
  const accepted = view.steps.filter((one) => one.state === 'accepted');
  const step = accepted.find((one) => one.index === index);
  if (!step || view.shape !== 'steps' || !isLocalOf(view.local, key) || step.by !== 'local' || step.model !== view.local?.name || step.kind === 'lookup' || step.tokens.length === 0) return null;
  const before = accepted.filter((one) => one.index < index).map(({ by, text }) => ({ by, text }));
  const candidate = { text: step.text, reason: step.kind === 'answer' ? 'answer' as const : 'step' as const, tokens: step.tokens, tools: step.tools };
  return computeFeatures(alwaysOn, { question: view.question, steps: before, position: index }, candidate);
}

function isLocalOf(local: Pick<ModelCard, 'sha256' | 'profile'> | null, key: GateKey): boolean {
  return local !== null && local.sha256 === key.modelSha256 && (local.profile ?? defaultProfile) === key.profile;
}
