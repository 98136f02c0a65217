import type { ExamChain } from '../../../shared/exam/chain.ts';
import type { GateKey } from '../../../shared/switching/gate/gateFile.ts';
import { examPlace, openExamFolder } from '../exam/examFolder.ts';

/** What the last exam of this model, asked this way, examined. */
export function chainsOf(heads: string, { modelSha256, profile }: Pick<GateKey, 'modelSha256' | 'profile'>): readonly ExamChain[] {
  const found = openExamFolder(examPlace(heads, { modelSha256, profile })).read();
  return found && found.plan.modelSha256 === modelSha256 && found.plan.profile === profile ? found.chains : [];
}
