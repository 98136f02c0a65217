import { z } from 'zod';

/** A head that can be put back with one click. */
export const formerHeadSchema = z.object({
  /** 0 is the one that was in use before the present one. */
  index: z.number().int().nonnegative(),
  /** ISO date of its fit, on what, and how many labelled steps. */
  date: z.string(), words: z.string(), labels: z.number().int(),
  /** Log-loss of the head before it and of itself, on labelled steps that it had not seen; null where it came from an exam or the program. */
  lossBefore: z.number().nullable(), lossAfter: z.number().nullable(),
});
export type FormerHeadInfo = Readonly<z.infer<typeof formerHeadSchema>>;

/** How the chosen local model's head goes on learning from marked steps. */
export const learningInfoSchema = z.object({
  /** Marked steps of this model since its head was fitted. */
  labels: z.number().int(),
  /** Marks until the next challenger is fitted; null: there is no head yet. */
  untilRefit: z.number().int().nullable(),
  isFitting: z.boolean(),
  /** Where learning stands, in one sentence. */
  words: z.string(),
  /** Rolling calibration over the newest labelled steps. */
  drift: z.object({ isDrifting: z.boolean(), n: z.number().int(), value: z.number(), low: z.number(), high: z.number() }).nullable(),
  driftWords: z.string(),
  /** What came of the last challenger. */
  lastTry: z.object({ at: z.number(), isPromoted: z.boolean(), words: z.string() }).nullable(),
  /** The head in use, then the former ones, the newest first. */
  present: formerHeadSchema.omit({ index: true }).nullable(),
  history: z.array(formerHeadSchema).readonly(),
});
export type LearningInfo = Readonly<z.infer<typeof learningInfoSchema>>;

/** Share of the accepted local steps that the user is asked about: none, or 2 to 5 %. */
export const auditShareSchema = z.union([z.literal(0), z.number().min(0.02).max(0.05)]);
