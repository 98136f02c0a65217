import { alwaysOn, computeFeatures } from '../switching/features/index.ts';
import type { ExamChain } from './chain.ts';

/** The chain with its features computed anew: a head can use features that were not there when the exam was taken. */
export function withFeatures(chain: ExamChain): ExamChain {
  const accepted = chain.steps.map((step) => ({ by: step.correction ? 'expert' as const : 'local' as const, text: step.correction?.text ?? step.candidate.text }));
  return { ...chain, steps: chain.steps.map((step, i) => ({ ...step, values: { ...step.values, ...computeFeatures(alwaysOn, { question: chain.question, steps: accepted.slice(0, i), position: step.position }, step.candidate) } })) };
}
