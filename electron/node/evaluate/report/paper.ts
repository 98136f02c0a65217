/** Figures as the two papers print them, in percent; only those that our sources give. */

export interface PaperDial { readonly dial: number; readonly accuracy: number; readonly flops: number; readonly table: string }

/** AdaSwitch (arXiv 2410.13181), local agent DeepSeek-Coder-1.3B. Table 2's FLOPs come without a unit. */
export const adaSwitch: Readonly<Record<'GSM8K' | 'G_Hard', { readonly alone: number; readonly together: number; readonly dials: readonly PaperDial[] }>> = {
  GSM8K: { alone: 29.3, together: 53.9, dials: [{ dial: 0.1, accuracy: 57.6, flops: 121.8, table: 'Table 2' }, { dial: 0.9, accuracy: 48.5, flops: 37.9, table: 'Table 2' }] },
  G_Hard: { alone: 25.2, together: 47.1, dials: [] },
};

export interface PaperCpt { readonly method: 'HERA' | 'HybridLLM' | 'Random'; readonly cpt: readonly [number, number, number] }

/** HERA, Table 2: share of calls to the large model for 50, 70 and 90 % of the gap. */
export const hera: Readonly<Record<string, readonly PaperCpt[]>> = {
  HotpotQA: [{ method: 'HERA', cpt: [38.8, 55.3, 81.6] }, { method: 'HybridLLM', cpt: [54.3, 62.5, 83.8] }, { method: 'Random', cpt: [59.9, 78.8, 95.7] }],
  GSM8K: [{ method: 'HERA', cpt: [46.7, 59.2, 84.6] }, { method: 'HybridLLM', cpt: [57.7, 65.3, 84.6] }, { method: 'Random', cpt: [54.1, 77.2, 96.1] }],
  DROP: [{ method: 'HERA', cpt: [40.3, 57.9, 82.5] }, { method: 'HybridLLM', cpt: [55.4, 63.7, 84.2] }, { method: 'Random', cpt: [59.8, 78.9, 96] }],
  HumanEval: [{ method: 'HERA', cpt: [44.3, 62.5, 86.8] }, { method: 'HybridLLM', cpt: [59.8, 67.9, 85.7] }, { method: 'Random', cpt: [56.9, 77, 92.2] }],
  MATH: [{ method: 'HERA', cpt: [46.1, 62.2, 88.1] }, { method: 'HybridLLM', cpt: [68.4, 77.6, 93.6] }, { method: 'Random', cpt: [68.1, 82.1, 95.2] }],
};

/** The papers' name of a data set, from the name of our file. */
export function paperDataset(name: string): string | null {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (plain.includes('processbench')) return null;
  if (/ghard|gsmhard|gsm8khard/.test(plain)) return 'G_Hard';
  const known = [['gsm8k', 'GSM8K'], ['hotpot', 'HotpotQA'], ['humaneval', 'HumanEval'], ['drop', 'DROP'], ['math', 'MATH']] as const;
  return known.find(([part]) => plain.startsWith(part))?.[1] ?? null;
}
