import { probabilityWrong, type ExaminedStep } from '../../switching/gate/fitHead.ts';
import type { HeadKind } from './fitChallenger.ts';
import { linearHeadKind, refitFor, type LinearHead } from './linearHead.ts';

/** A row of an ordinal outcome by cumulative heads: `level` k means "exactly k"; the number of heads means "more than all". */
export interface OrdinalRow { readonly values: ExaminedStep['values']; readonly level: number; readonly problem: string; readonly weight?: number }

/** Heads for P(level ≤ k), k = 0, 1, …: HERA's distance predictor. Each is refitted for itself, judged together. */
export function ordinalHeadsKind(pause?: () => Promise<void>): HeadKind<readonly LinearHead[], OrdinalRow> {
  return {
    fit: async (rows, champion, random) => {
      const heads: LinearHead[] = [];
      for (const [k, head] of champion.entries()) {
        const binary = rows.map((row): ExaminedStep => ({ values: row.values, problem: row.problem, wrong: row.level <= k ? 1 : 0, weight: row.weight ?? 1 }));
        heads.push(await linearHeadKind(refitFor(binary), pause).fit(binary, head, random));
      }
      return heads;
    },
    logLoss: (heads, row) => -Math.log(Math.max(1e-6, chanceOf(heads, row))),
    groupOf: (row) => row.problem,
    weightOf: (row) => row.weight ?? 1,
  };
}

/** P(exactly this level); a later "at most" is never less likely than an earlier one. */
function chanceOf(heads: readonly LinearHead[], { level, values }: OrdinalRow): number {
  let before = 0;
  for (const [k, head] of heads.entries()) {
    const upTo = Math.max(before, probabilityWrong(head, values));
    if (k === level) return upTo - before;
    before = upTo;
  }
  return 1 - before;
}
