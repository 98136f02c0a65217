import type { Usage } from '../../../../shared/agent/model.ts';

/** @param fresh prompt tokens that were evaluated now; the others were still held */
export function localUsage(input: number, fresh: number, output: number): Usage {
  return { inputTokens: input, freshInputTokens: fresh, cacheReadTokens: input - fresh, cacheWriteTokens: 0, outputTokens: output };
}
