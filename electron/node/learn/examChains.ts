import path from 'node:path';
import type { ExamChain } from '../../../shared/exam/chain.ts';
import type { GateKey } from '../../../shared/switching/gate/gateFile.ts';
import { openExamFolder } from '../exam/examFolder.ts';

/** What the last exam examined, if it was this model's, asked this way. */
export function chainsOf(heads: string, { modelSha256, profile }: Pick<GateKey, 'modelSha256' | 'profile'>): readonly ExamChain[] {
  const found = openExamFolder(path.join(heads, 'exam')).read();
  return found && found.plan.modelSha256 === modelSha256 && found.plan.profile === profile ? found.chains : [];
}
