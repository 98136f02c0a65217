import type { ExaminedStep } from '../switching/gate/fitHead.ts';
import type { ExamChain, ExamStep } from './chain.ts';

/** The steps that were judged, as the fit wants them; those behind a missed error have no label. */
export function examinedSteps(chains: readonly ExamChain[]): ExaminedStep[] {
  return chains.flatMap((chain) => chain.steps.flatMap((step) => (step.wrong === null ? [] : [{ values: step.values, wrong: step.wrong, problem: chain.problem }])));
}

/** A share with its number of trials and Wilson's interval; null if it was never tried. */
export interface Trials { readonly hits: number; readonly n: number }

/**
 * How often the expert repairs a wrong step: its steps were examined like the local ones.
 * Null without an expert in the exam.
 */
export function repairTrials(chains: readonly ExamChain[]): Trials {
  const asked = chains.filter((chain) => chain.round === 1).flatMap((chain) => chain.steps).filter((step) => step.wrong === 1 && wasAsked(step));
  return { hits: asked.filter((step) => step.correction?.by === 'expert').length, n: asked.length };
}

/** d = P(wrong after asking | right before), from the final answers of both branches (issue: "r and d"). */
export function damageTrials(chains: readonly ExamChain[]): Trials {
  const tried = chains.flatMap((chain) => chain.branches).filter((branch) => !branch.stepWrong && branch.keptEndsRight);
  return { hits: tried.filter((branch) => !branch.askedEndsRight).length, n: tried.length };
}

/** r = P(right after asking | wrong before), likewise: one call, and the local model alone after it. */
export function rescueTrials(chains: readonly ExamChain[]): Trials {
  const tried = chains.flatMap((chain) => chain.branches).filter((branch) => branch.stepWrong && !branch.keptEndsRight);
  return { hits: tried.filter((branch) => branch.askedEndsRight).length, n: tried.length };
}

/** The expert asked for whole answers: the curve's other end. */
export function expertAloneTrials(chains: readonly ExamChain[]): Trials {
  const tried = chains.flatMap((chain) => chain.expertAlone ?? []);
  return { hits: tried.filter(Boolean).length, n: tried.length };
}

function wasAsked(step: ExamStep): boolean {
  return step.correction !== null && (step.correction.by === 'expert' || step.correction.refused !== undefined);
}
