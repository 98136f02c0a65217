import fs from 'node:fs';
import path from 'node:path';
import { TandemError } from '../../../../shared/errors.ts';
import { examChainSchema } from '../../../../shared/exam/chain.ts';
import { correctedMistakes } from '../../../../shared/exam/mistakes/correctedMistakes.ts';
import { createMistakeMemory, type MistakeMemory } from '../../../../shared/exam/mistakes/mistakeMemory.ts';

/** The mistakes in an exam's folder (the `--out` of `exam`, or a model's own in the app's `heads/exam`), for an evaluation. */
export function mistakesIn(folder: string): MistakeMemory {
  const file = path.join(folder, 'chains.jsonl');
  if (!fs.existsSync(file)) throw new TandemError('badInput', `There is no chains.jsonl in ${path.basename(folder)}. Give the folder that "exam" wrote to.`);
  const chains = fs.readFileSync(file, 'utf8').split('\n').flatMap((line) => {
    // A kill may have cut the last line.
    const parsed = examChainSchema.safeParse(parseOrNull(line));
    return parsed.success ? [parsed.data] : [];
  });
  const memory = createMistakeMemory(correctedMistakes(chains));
  if (memory.size === 0) throw new TandemError('badInput', `The ${chains.length} examined chains in ${path.basename(folder)} hold no corrected mistake, so there is nothing to show the model. Examine more problems.`);
  return memory;
}

function parseOrNull(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
