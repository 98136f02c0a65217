import type { Results } from './report/results.ts';

/** How fast whole problems went, all points of each together. */
export function throughputOf({ atOnce, sequences, problems, ms, counts }: {
  readonly atOnce: number; readonly sequences: number; readonly problems: number; readonly ms: number; readonly counts: { readonly made: number; readonly known: number };
}): Results['throughput'][number] {
  const seconds = ms / 1000;
  return { atOnce, sequences, problems, seconds, perHour: seconds > 0 ? (3600 * problems) / seconds : 0, callsMade: counts.made, callsKnown: counts.known };
}
