/** Order by the name of the problem, numbers in it as numbers: what a fit draws must not hang on which was finished first. */
export function byProblem(a: { readonly problem: string }, b: { readonly problem: string }): number {
  return a.problem.localeCompare(b.problem, 'en', { numeric: true });
}
