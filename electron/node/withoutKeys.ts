/** Where in the environment an expert's key may come from. */
export const keyNames: ReadonlySet<string> = new Set(['ANTHROPIC_API_KEY', 'TANDEM_EXPERT_KEY']);

/** The environment for processes that ask no expert: native code, and programs of others. */
export function withoutKeys(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  // Windows tells names in the case they were set in, and finds them in any.
  return Object.fromEntries(Object.entries(env).filter(([name]) => !keyNames.has(name.toUpperCase())));
}
