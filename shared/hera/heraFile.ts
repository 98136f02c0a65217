import { z } from 'zod';
import { domainSchema } from '../learn/domain.ts';
import { linearHeadSchema } from '../switching/gate/head.ts';

/** What the expert wrote after a state, logged in profiling or in use: the examples that predictions of it are made from. */
export const transitionSchema = z.object({
  /** What the state was embedded from. */
  question: z.string(),
  /** The subtask before, or '' at the start. */
  last: z.string(),
  /** What the expert wrote next. */
  next: z.string(),
  position: z.number().int().nonnegative(),
  /** Embedding of question and last subtask. */
  vector: z.array(z.number()).readonly(),
  problem: z.string(),
});
export type Transition = Readonly<z.infer<typeof transitionSchema>>;

/** A request that was answered by both models, for the request classifier's nearest neighbours. */
export const knownRequestSchema = z.object({ problem: z.string(), vector: z.array(z.number()).readonly(), similar: z.union([z.literal(0), z.literal(1)]) });
export type KnownRequest = Readonly<z.infer<typeof knownRequestSchema>>;

export const partIds = ['urc', 'sse', 'sle', 'cd', 'sd'] as const;
export type PartId = (typeof partIds)[number];

/** Accuracy of one part on requests that it was not fitted on, and what it costs. */
export const partAccuracySchema = z.object({
  part: z.enum(['urc', 'spLlm', 'dp', 'likeness']),
  right: z.number().int(), of: z.number().int(), low: z.number(), high: z.number(),
  /** What always saying the commoner class would have. */
  majority: z.number(),
  meanMs: z.number().nullable(),
});
export type PartAccuracy = Readonly<z.infer<typeof partAccuracySchema>>;

/** What `auto` does for this pair: HERA, AdaSwitch, ask where either would, or only where both would. */
export const autoChoices = ['hera', 'adaswitch', 'either', 'both'] as const;
export type AutoChoice = (typeof autoChoices)[number];

/** What profiling leaves behind for one pair of models: everything that HERA decides with. */
export const heraFileSchema = z.object({
  version: z.literal(1),
  provenance: z.object({
    localSha256: z.string(), localName: z.string(), expertId: z.string(), expertName: z.string(), profile: z.string(), domain: z.string(),
    data: z.string(), requests: z.number().int(), subtasks: z.number().int(), date: z.string(), embedder: z.string(), seed: z.number().int(),
    /** ISO date of the likeness head, where it was fitted anew from use; all else is of `date`. */
    refitted: z.string().exactOptional(),
  }),
  /** Where the profiled requests lie among all texts; absent in older profiles and for few requests, and then no request counts as foreign. */
  domain: domainSchema.exactOptional(),
  /** URC: P(the two would answer alike) as a head over question features and the nearest known requests. Null: all labels equal, or too few. */
  urc: linearHeadSchema.nullable(),
  known: z.array(knownRequestSchema).readonly(),
  /** DP: P(distance ≤ k) for k = 0, 1, 2, 3: an ordinal regression by cumulative heads. */
  distance: z.array(linearHeadSchema).readonly(),
  /** Ours, besides the paper's predictor: P(the expert would write the same) read off what the local model measured while writing. */
  likeness: linearHeadSchema.nullable(),
  transitions: z.array(transitionSchema).readonly(),
  /** α of θ_t = β + α·t, chosen on the profiled requests. */
  alpha: z.number().min(0).max(0.5),
  /** Parts that pay on this machine; the others are off unless asked for. */
  partsOn: z.array(z.enum(partIds)).readonly(),
  /** How similarity is estimated: the paper's prediction of the expert's subtask, or our head. */
  sseBy: z.enum(['prediction', 'likeness']),
  accuracies: z.array(partAccuracySchema).readonly(),
  /** What `auto` does, and the figures that decided it: the area of each choice's uplift curve over the forks of the trees. */
  auto: z.object({ choice: z.enum(autoChoices), areas: z.partialRecord(z.enum(autoChoices), z.number()), forks: z.number().int() }),
});
export type HeraFile = Readonly<z.infer<typeof heraFileSchema>>;

/** Three digits are more than a neighbour needs, and a file of a thousand transitions stays small. */
export function toStored(vector: Float32Array): number[] {
  return Array.from(vector, (value) => Number(value.toPrecision(3)));
}
