/** Percentile interval (95 %) of a statistic over resamples of whole groups (problems), so that steps of one chain stay together. */
export function bootstrap<T>(groups: readonly (readonly T[])[], statistic: (rows: readonly T[]) => number, random: () => number, draws = 2000): { readonly value: number; readonly low: number; readonly high: number } {
  const values: number[] = [];
  for (let i = 0; i < draws; i += 1) {
    const rows: T[] = [];
    for (let k = 0; k < groups.length; k += 1) rows.push(...(groups[Math.floor(random() * groups.length)] ?? []));
    const value = statistic(rows);
    if (Number.isFinite(value)) values.push(value);
  }
  values.sort((a, b) => a - b);
  const at = (q: number) => values[Math.min(values.length - 1, Math.floor(q * values.length))] ?? Number.NaN;
  return { value: statistic(groups.flat()), low: at(0.025), high: at(0.975) };
}

/** Splits groups into k folds, shuffled by the given randomness; each group whole in one fold. */
export function groupedFolds(groups: readonly string[], k: number, random: () => number): ReadonlyMap<string, number> {
  const distinct = [...new Set(groups)];
  for (let i = distinct.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [distinct[i], distinct[j]];
    if (a !== undefined && b !== undefined) [distinct[i], distinct[j]] = [b, a];
  }
  return new Map(distinct.map((group, index) => [group, index % k]));
}
