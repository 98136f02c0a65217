import { z } from 'zod';
import type { SwitchedOnce } from '../../../shared/hera/figures/switchesByPart.ts';
import { addJsonLine, readJsonLines } from '../jsonLines.ts';

/** One line a request: what came of leaving each step to the other. */
const lineSchema = z.array(z.object({
  problem: z.string(), base: z.enum(['local', 'expert']), position: z.number().int().nonnegative(), of: z.number().int().positive(),
  right: z.number().min(0).max(1), rightUnswitched: z.number().min(0).max(1),
}));

/** `done` names the requests whose line is whole; one that a kill cut short is left out, and its request is worked again. */
export function readSwitches(file: string): { readonly switched: readonly SwitchedOnce[]; readonly done: ReadonlySet<string>; readonly damaged: number } {
  const { rows, damaged } = readJsonLines(file, lineSchema);
  const switched = rows.flat();
  return { switched, done: new Set(switched.map((one) => one.problem)), damaged };
}

export function addSwitches(file: string, switched: readonly SwitchedOnce[]): void {
  addJsonLine(file, switched);
}
