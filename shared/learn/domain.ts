import { z } from 'zod';

/** Where the questions that something was fitted on lie among all texts: nobody's words, so it may be passed on where they may not. */
export const domainSchema = z.object({
  /** What made the vectors; those of two embedders are never compared. */
  embedder: z.string(),
  /** The middle of the questions' embeddings, of length 1. */
  centre: z.array(z.number()).readonly(),
  /** The cosine to it from which a question counts as one of them. */
  least: z.number(),
});
export type Domain = Readonly<z.infer<typeof domainSchema>>;

/** What makes a question's vector. */
export interface QuestionEmbedder { readonly id: string; embed(text: string): Promise<Float32Array> }

/** With fewer questions their spread is a guess. */
const fewest = 20;
/** Standard deviations below the mean: nearly every question of the same kind is nearer. */
const spread = 3;

/** @returns undefined for too few questions, or for those that have no middle */
export function domainOf(embedder: string, vectors: readonly ArrayLike<number>[]): Domain | undefined {
  const [first] = vectors;
  if (vectors.length < fewest || first === undefined) return undefined;
  const sum = Array.from(first, (_, i) => vectors.reduce((total, vector) => total + (vector[i] ?? 0), 0));
  const length = Math.hypot(...sum);
  if (length === 0) return undefined;
  // Three digits are more than a cosine needs.
  const centre = sum.map((value) => Number((value / length).toPrecision(3)));
  const cosines = vectors.map((vector) => nearness(centre, vector));
  const mean = cosines.reduce((total, value) => total + value, 0) / cosines.length;
  const deviation = Math.sqrt(cosines.reduce((total, value) => total + (value - mean) ** 2, 0) / cosines.length);
  return { embedder, centre, least: Number((mean - spread * deviation).toFixed(3)) };
}

/** Says how near a question is, and only where it is too far off to be one of them; null for the others, and where it cannot be told. */
export type Foreign = (question: string) => Promise<string | null>;

/**
 * Asked before each step of a question, which is embedded once. An embedding model that is not here, is another one or
 * fails says nothing.
 */
export function foreignTo(domain: Domain | undefined, embedder: QuestionEmbedder | null): Foreign {
  if (domain === undefined || embedder?.id !== domain.embedder) return () => Promise.resolve(null);
  let last: { readonly question: string; readonly answer: Promise<string | null> } | null = null;
  return (question) => {
    if (last?.question !== question) last = { question, answer: embedder.embed(question).then((vector) => tooFar(domain, vector), () => null) };
    return last.answer;
  };
}

function tooFar({ centre, least }: Domain, vector: Float32Array): string | null {
  if (vector.length !== centre.length) return null;
  const near = nearness(centre, vector);
  return near >= least ? null : `likeness ${near.toFixed(2)}, theirs ${least.toFixed(2)} and more`;
}

function nearness(centre: readonly number[], vector: ArrayLike<number>): number {
  return centre.reduce((sum, value, i) => sum + value * (vector[i] ?? 0), 0);
}
