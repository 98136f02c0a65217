/** One measured figure as the results page shows it. */
export interface Figure { readonly what: string; readonly value: string; readonly target: string; readonly detail: string }

export function asTable(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, value, target, detail }) => `| ${what} | ${value} | ${target} | ${detail} |`);
  return ['| what | measured | target | how |', '|---|---|---|---|', ...rows].join('\n');
}
