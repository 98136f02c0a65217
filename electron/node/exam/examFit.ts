import type { ModelCard } from '../../../shared/agent/model.ts';
import type { ExamChain } from '../../../shared/exam/chain.ts';
import { fitExam } from '../../../shared/exam/fitExam.ts';
import type { QuestionEmbedder } from '../../../shared/learn/domain.ts';
import { mathsDomain, type GateFile } from '../../../shared/switching/gate/gateFile.ts';
import { questionsDomain } from '../hera/questionEmbedder.ts';
import { sourceName } from './examProblems.ts';
import type { ExamPlan } from './examFolder.ts';
import type { GateStore } from './gateStore.ts';

/** A head of the same exam takes the place of its earlier ones. */
export const examId = (plan: Pick<ExamPlan, 'seed'>): string => `${plan.seed}`;

export interface ExamFitDeps { readonly gates: GateStore; readonly embedder?: QuestionEmbedder | undefined; readonly now: () => number }

/** Null where every label is of one kind and there is no head to fall back on: doubts stay uncalibrated then. */
export async function fitOfExam(plan: ExamPlan, card: ModelCard, chains: readonly ExamChain[], { gates, embedder, now }: ExamFitDeps, draws = 1000): Promise<GateFile | null> {
  const prior = gates.priorFor({ ...card, profile: plan.profile });
  const domain = await questionsDomain(chains.map((chain) => chain.question), embedder ?? null) ?? prior?.domain;
  const fitted = fitExam(chains, {
    key: { modelSha256: plan.modelSha256, profile: plan.profile, domain: mathsDomain }, modelName: plan.modelName, data: sourceName(plan.source),
    examiner: plan.source.kind === 'builtIn' ? 'gold intermediate values, else the chain’s end' : 'gold values where given, else finishing the chain from its steps',
    seed: plan.seed, command: 'the exam in the app', date: new Date(now()).toISOString(), usdPerStep: null, draws, prior: prior?.head ?? null,
  });
  if (fitted.fit?.rarer === 0 && prior === null) return null;
  return { ...fitted, ...(domain ? { domain } : {}), exam: examId(plan) };
}
