import fs from 'node:fs';
import path from 'node:path';
import type { ModelCard } from '../../../../shared/agent/model.ts';
import { correctedMistakes } from '../../../../shared/exam/mistakes/correctedMistakes.ts';
import { createMistakeMemory, type MistakeMemory } from '../../../../shared/exam/mistakes/mistakeMemory.ts';
import { examPlaces, openExamFolder } from '../examFolder.ts';

/** The corrected mistakes of the app's latest exam of each model. */
export interface MistakeSource {
  /** Null: this model has taken no exam here. */
  forModel(card: Pick<ModelCard, 'sha256'>): MistakeMemory | null;
}

/** @param heads `tandemPaths().heads`, where the exam lies */
export function createMistakeSource(heads: string): MistakeSource {
  const held = new Map<string, { readonly stamp: string; readonly modelSha256: string; readonly memory: MistakeMemory }>();
  const examined = (place: string) => {
    const stamp = stampOf(path.join(place, 'chains.jsonl'));
    if (stamp === null) return null;
    const known = held.get(place);
    if (known?.stamp === stamp) return known;
    const exam = openExamFolder(place).read();
    if (exam === null) return null;
    const read = { stamp, modelSha256: exam.plan.modelSha256, memory: createMistakeMemory(correctedMistakes(exam.chains)) };
    held.set(place, read);
    return read;
  };
  return {
    forModel: ({ sha256 }) => (sha256 === undefined ? null : examPlaces(heads).map(examined).find((exam) => exam?.modelSha256 === sha256)?.memory ?? null),
  };
}

/** Changes whenever the exam writes another chain or begins anew: only then are the chains read again. */
function stampOf(file: string): string | null {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.ino} ${stat.mtimeMs} ${stat.size}` : null;
}
