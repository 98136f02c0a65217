import { fitChallenger, type Verdict } from '../../learn/challenger/fitChallenger.ts';
import { linearHeadKind, refitFor, type LinearHead, type Refit } from '../../learn/challenger/linearHead.ts';
import type { Candidate } from '../../switching/policy.ts';
import { probabilityWrong, type ExaminedStep } from '../../switching/gate/fitHead.ts';
import type { Embedder } from '../embedder.ts';
import type { HeraFile } from '../heraFile.ts';
import type { State } from '../parts/state.ts';
import { likenessValues } from '../parts/subtaskSimilarity.ts';
import { paperThreshold, similarity } from '../similarity.ts';

/** A step in use that stayed here: what the expert would have written is not known. */
export interface KeptState { readonly state: State; readonly candidate: Candidate; /** Never on both sides of a split. */ readonly chat: string }
/** A step in use at which both models wrote: the local candidate was put aside for the expert's. */
export interface UsedState extends KeptState { readonly expertText: string }

/** What use tells the likeness head. `wrong` stands for "alike". */
export async function likenessInUse(used: readonly UsedState[], embedder: Embedder, threshold: number = paperThreshold): Promise<readonly ExaminedStep[]> {
  const rows: ExaminedStep[] = [];
  for (const { state, candidate, expertText, chat } of used) {
    const alike = similarity({ text: candidate.text, vector: await embedder.embed(candidate.text) }, { text: expertText, vector: await embedder.embed(expertText) });
    rows.push({ values: likenessValues(state, candidate), wrong: alike >= threshold ? 1 : 0, problem: chat });
  }
  return rows;
}

/**
 * Steps that stayed here, each with what the head in use says of it as both labels, weighted: where nothing was learnt,
 * the fit is held to what it knew. Of more than `most` an even choice stands for all.
 */
export function heldTo(head: LinearHead, kept: readonly KeptState[], most = 4000): readonly ExaminedStep[] {
  const share = Math.max(1, kept.length / most);
  return Array.from({ length: Math.floor(kept.length / share) }, (_, i) => kept[Math.floor(i * share)]).flatMap((one): ExaminedStep[] => {
    if (!one) return [];
    const values = likenessValues(one.state, one.candidate);
    const p = probabilityWrong(head, values);
    return [{ values, wrong: 1, problem: one.chat, weight: share * p }, { values, wrong: 0, problem: one.chat, weight: share * (1 - p) }];
  });
}

export interface HeraRefit { readonly file: HeraFile; readonly verdict: Verdict<LinearHead, ExaminedStep>; readonly refit: Refit }

/** Fewer chats with a real label make no comparison, whatever the held ones are. */
const fewestChats = 10;

/**
 * A continual refit (HERA, section 3.4): the likeness head as a challenger, in use only if it is better on held-out
 * chats. Departure: use shows what the expert writes only where it was asked. The steps that stayed here are therefore in
 * the fit with what the head in use says of them (learning without forgetting: Li and Hoiem 2016, arXiv 1606.09282), and
 * never among those that the two heads are judged on. The request classifier and the distances need both models' whole
 * ways and are fitted by profiling alone. Null: there is no head to challenge.
 * @param held `heldTo`
 */
export async function refitHera(file: HeraFile, rows: readonly ExaminedStep[], random: () => number, pause?: () => Promise<void>, held: readonly ExaminedStep[] = []): Promise<HeraRefit | null> {
  if (file.likeness === null) return null;
  const refit = refitFor(rows);
  const isEnough = new Set(rows.map((row) => row.problem)).size >= fewestChats;
  const judged = new Set(rows);
  const verdict = await fitChallenger({
    champion: file.likeness, rows: isEnough ? [...rows, ...held] : rows, random, ...linearHeadKind(refit, pause), weightOf: (row) => (judged.has(row) ? row.weight ?? 1 : 0),
  });
  return { verdict, refit, file: verdict.isPromoted ? { ...file, likeness: verdict.challenger } : file };
}
