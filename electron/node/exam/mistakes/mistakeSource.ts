import fs from 'node:fs';
import path from 'node:path';
import type { ModelCard } from '../../../../shared/agent/model.ts';
import { correctedMistakes } from '../../../../shared/exam/mistakes/correctedMistakes.ts';
import { createMistakeMemory, type MistakeMemory } from '../../../../shared/exam/mistakes/mistakeMemory.ts';
import { openExamFolder } from '../examFolder.ts';

/** The corrected mistakes of the app's exam, for the model that made them. */
export interface MistakeSource {
  /** Null: this model has taken no exam here. */
  forModel(card: Pick<ModelCard, 'sha256'>): MistakeMemory | null;
}

/** @param heads `tandemPaths().heads`, where the exam lies */
export function createMistakeSource(heads: string): MistakeSource {
  const folder = path.join(heads, 'exam');
  let held: { readonly stamp: string; readonly modelSha256: string; readonly memory: MistakeMemory } | null = null;
  return {
    forModel: ({ sha256 }) => {
      const stamp = stampOf(path.join(folder, 'chains.jsonl'));
      if (sha256 === undefined || stamp === null) return null;
      if (held?.stamp !== stamp) {
        const exam = openExamFolder(folder).read();
        held = exam && { stamp, modelSha256: exam.plan.modelSha256, memory: createMistakeMemory(correctedMistakes(exam.chains)) };
      }
      return held?.modelSha256 === sha256 ? held.memory : null;
    },
  };
}

/** Changes whenever the exam writes another chain or begins anew: only then are the chains read again. */
function stampOf(file: string): string | null {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.ino} ${stat.mtimeMs} ${stat.size}` : null;
}
