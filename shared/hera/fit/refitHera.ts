import { fitChallenger, type Verdict } from '../../learn/challenger/fitChallenger.ts';
import { linearHeadKind, refitFor, type LinearHead, type Refit } from '../../learn/challenger/linearHead.ts';
import type { Candidate } from '../../switching/policy.ts';
import type { ExaminedStep } from '../../switching/gate/fitHead.ts';
import type { Embedder } from '../embedder.ts';
import type { HeraFile } from '../heraFile.ts';
import type { State } from '../parts/state.ts';
import { likenessValues } from '../parts/subtaskSimilarity.ts';
import { paperThreshold, similarity } from '../similarity.ts';

/** A step in use at which both models wrote: the local candidate was put aside for the expert's. */
export interface UsedState { readonly state: State; readonly candidate: Candidate; readonly expertText: string; /** Never on both sides of a split. */ readonly chat: string }

/** What use tells the likeness head. `wrong` stands for "alike". */
export async function likenessInUse(used: readonly UsedState[], embedder: Embedder, threshold: number = paperThreshold): Promise<readonly ExaminedStep[]> {
  const rows: ExaminedStep[] = [];
  for (const { state, candidate, expertText, chat } of used) {
    const alike = similarity({ text: candidate.text, vector: await embedder.embed(candidate.text) }, { text: expertText, vector: await embedder.embed(expertText) });
    rows.push({ values: likenessValues(state, candidate), wrong: alike >= threshold ? 1 : 0, problem: chat });
  }
  return rows;
}

export interface HeraRefit { readonly file: HeraFile; readonly verdict: Verdict<LinearHead, ExaminedStep>; readonly refit: Refit }

/**
 * A continual refit (HERA, section 3.4): the likeness head as a challenger, in use only if it is better on held-out
 * chats. Departure: what use shows is only where the expert was asked, so the region below the dial keeps what profiling
 * found; the request classifier and the distances need both models' whole ways and are fitted by profiling alone.
 * Null: there is no head to challenge.
 */
export async function refitHera(file: HeraFile, rows: readonly ExaminedStep[], random: () => number, pause?: () => Promise<void>): Promise<HeraRefit | null> {
  if (file.likeness === null) return null;
  const refit = refitFor(rows);
  const verdict = await fitChallenger({ champion: file.likeness, rows, random, ...linearHeadKind(refit, pause) });
  return { verdict, refit, file: verdict.isPromoted ? { ...file, likeness: verdict.challenger } : file };
}
