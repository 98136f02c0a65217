import { z } from 'zod';

/** What the slider sets. All three end in one threshold p for AdaSwitch's calibrated score. */
export const dialModeSchema = z.discriminatedUnion('kind', [
  /** p itself: `Settings.dial`. */
  z.object({ kind: z.literal('threshold') }),
  /** The least asking that reaches this accuracy on problems like those of the exam. */
  z.object({ kind: z.literal('accuracy'), target: z.number().min(0.01).max(0.99) }),
  /** As much asking as this pays for, in US dollars a month; never more. */
  z.object({ kind: z.literal('budget'), usdPerMonth: z.number().min(0.01).max(100_000) }),
]);
export type DialMode = Readonly<z.infer<typeof dialModeSchema>>;

/** What the mode comes to for the next question. */
export const dialInfoSchema = z.object({
  p: z.number().min(0).max(1),
  /** One sentence: what p was set to and why, or why the mode cannot be had. */
  words: z.string(),
  /** Whether the mode decides; otherwise `Settings.dial` does. */
  holds: z.boolean(),
  /** The highest accuracy that can be promised; null where nothing was measured. */
  mostAccuracy: z.number().nullable(),
  /** Null outside of the mode `budget`, and where nothing can be counted against it. */
  budget: z.object({ levelUsd: z.number(), capacityUsd: z.number(), spentUsd: z.number() }).nullable(),
});
export type DialInfo = Readonly<z.infer<typeof dialInfoSchema>>;
