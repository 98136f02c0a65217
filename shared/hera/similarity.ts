/** What is compared of two subtasks: the texts, and their sentence embeddings of length 1. */
export interface Embedded { readonly text: string; readonly vector: Float32Array }

/**
 * How alike two subtasks are, in [0, 1]: cosine of their embeddings (HERA, section 2.1) times the share of numbers and
 * names that both have. Departure: the paper's cosine alone takes "60 + 60" for "20 + 60". Where each has n facts and one
 * differs the share is (n − 1)/(n + 1): up to five facts that is below the paper's threshold, whatever the cosine.
 *
 * Known limits, kept because the labels of the profile that comes with the program and the published figures were made
 * with this very function: facts are a set, so that what is calculated with them and how often one occurs is left to the
 * cosine; a minus sign is no part of a number; a name that opens a sentence is not told from any other first word.
 */
export function similarity(a: Embedded, b: Embedded): number {
  return Math.max(0, cosine(a.vector, b.vector)) * shared(factsIn(a.text), factsIn(b.text));
}

export function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (const [i, value] of a.entries()) sum += value * (b[i] ?? 0);
  return sum;
}

/** Numbers in one spelling, and capitalised words that do not begin a sentence. */
export function factsIn(text: string): ReadonlySet<string> {
  const numbers = (text.match(/\d+(?:,\d{3})*(?:\.\d+)?/g) ?? []).map((number) => String(Number(number.replaceAll(',', ''))));
  const names = (text.match(/(?<=[\p{Ll},;:)]\s)\p{Lu}\p{L}+/gu) ?? []).map((name) => name.toLowerCase());
  return new Set([...numbers, ...names]);
}

/** Jaccard's index; two texts without any facts share all of them. */
function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = [...a].filter((fact) => b.has(fact)).length;
  const all = a.size + b.size - both;
  return all === 0 ? 1 : both / all;
}

/**
 * θ_t = β + α·t (section 3.3.3), t the 0-based position: later subtasks have to be more alike. On the dial β = 1 − p,
 * so that its ends are all-local and all-expert. @returns 1 − similarity + α·t, in [0, 1]: the subtask stays here iff
 * this does not exceed p
 */
export function unlikeness(similar: number, position: number, alpha: number): number {
  return Math.min(1, Math.max(0, 1 - similar + alpha * position));
}

/** The similarity from which subtasks count as the same where no dial is asked, as in the paper (section 2.1). */
export const paperThreshold = 0.7;
