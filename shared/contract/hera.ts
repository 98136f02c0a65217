import { z } from 'zod';
import { writerSchema } from '../agent/model.ts';
import { autoChoices, partAccuracySchema, partIds } from '../hera/heraFile.ts';

/** What HERA was fitted on for one pair of models, and how right it was on requests it had not seen. */
export const heraProfileSchema = z.object({
  requests: z.number().int(), subtasks: z.number().int(),
  /** ISO date of profiling, and what the requests were. */
  date: z.string(), data: z.string(),
  /** ISO date at which the likeness head was fitted anew from use; its accuracy is not among `accuracies` then. Absent: it is the profiled one. */
  refitted: z.string().exactOptional(),
  embedder: z.string(),
  alpha: z.number(), partsOn: z.array(z.enum(partIds)).readonly(), sseBy: z.enum(['prediction', 'likeness']),
  accuracies: z.array(partAccuracySchema).readonly(),
  auto: z.enum(autoChoices),
});
export type HeraProfile = Readonly<z.infer<typeof heraProfileSchema>>;

/** A profile that was in use before: which it is (0: the newest), and when it was made, or last learnt from use. */
export const formerProfileSchema = z.object({ index: z.number().int().nonnegative(), date: z.string(), data: z.string(), requests: z.number().int(), isRefitted: z.boolean() });
export type FormerProfile = Readonly<z.infer<typeof formerProfileSchema>>;

/** What HERA knows about the two models that are chosen now. */
export const heraInfoSchema = z.object({
  /** Names; null: not open yet, or none chosen. */
  local: z.string().nullable(), expert: z.string().nullable(),
  /** Null: this pair has none that may be used, `why` says the reason as the second half of a sentence. */
  profile: heraProfileSchema.nullable(),
  why: z.string(),
  /** Earlier profiles of the pair that can be gone back to, the newest first. */
  formers: z.array(formerProfileSchema).readonly(),
  /** Requests whose trees lie here and can be looked at. */
  trees: z.number().int(),
  /** Steps that this expert wrote in answers that HERA decided: kept for its prediction. */
  used: z.number().int(),
  /** Parts that can say nothing for this pair, and ways of SSE that cannot be taken, each with the reason as the second half of a sentence. */
  lacks: z.partialRecord(z.enum([...partIds, 'prediction', 'likeness']), z.string()).exactOptional(),
  /** Refits from use; null where there is no profile. Absent: an older service. */
  refit: z.object({
    /** New answers of this pair, and how many make a refit due. */
    requests: z.number().int(), every: z.number().int(),
    /** Unix time in ms, and what came of it in a sentence. */
    last: z.object({ at: z.number(), words: z.string() }).nullable(),
    /** Why one that was due could not be made, in a sentence. */
    waits: z.string().nullable(),
  }).nullable().exactOptional(),
  /** What to type in a terminal to profile this pair; empty where it cannot be profiled. */
  commands: z.array(z.string()).readonly(),
});
export type HeraInfo = Readonly<z.infer<typeof heraInfoSchema>>;

const end = z.number().min(0).max(1);
const alone = z.object({ answer: z.string(), right: end, steps: z.number().int() });

/** One profiled request in a list. */
export const treeSummarySchema = z.object({ problem: z.string(), question: z.string(), steps: z.number().int(), localRight: end, expertRight: end });
export type TreeSummary = Readonly<z.infer<typeof treeSummarySchema>>;

/** One subtask of a tree as it is drawn. */
export const pictureNodeSchema = z.object({
  /** The writers from the root to here, for example "LEL". */
  path: z.string(), by: writerSchema, text: z.string(),
  /** With which probability this way was sampled; 1 where both models always wrote. */
  propensity: z.number(),
  /** Where a way ends: whether its answer is right. */
  right: end.nullable(), answer: z.string().nullable(),
  /** Ways of the same length that say the same here have the same number: they meet. Null: this one meets none. */
  meets: z.number().int().positive().nullable(),
});
export type PictureNode = Readonly<z.infer<typeof pictureNodeSchema>>;

/** The tree of one profiled request: who wrote which subtask, and what came of it. */
export const treePictureSchema = z.object({
  problem: z.string(), data: z.string(), question: z.string(),
  allLocal: alone, allExpert: alone,
  /** Parents before children. */
  nodes: z.array(pictureNodeSchema).readonly(),
  /** How it was told that two ways meet: by their meaning, or, without the embedding model, by their numbers and words. */
  meetsBy: z.enum(['meaning', 'words']),
});
export type TreePicture = Readonly<z.infer<typeof treePictureSchema>>;
