import fs from 'node:fs/promises';
import { z } from 'zod';
import { TandemError } from '../../../../shared/errors.ts';

const finite = z.number();
const count = z.int().nonnegative();
const share = z.number().min(0).max(1);

/** A figure with its 95 % interval, bootstrapped by problem. Shares and accuracies are fractions from 0 to 1. */
export const intervalSchema = z.object({ value: finite, low: finite, high: finite }).readonly()
  .refine(({ low, high }) => low <= high, 'The low end of an interval lies above its high end.');
export type Interval = z.infer<typeof intervalSchema>;
/** Of a fraction: percent written by mistake fail here. */
const fractionSchema = intervalSchema.refine(({ value, low, high }) => [value, low, high].every((one) => one >= 0 && one <= 1), 'A fraction lies between 0 and 1.');

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'A SHA-256 is 64 hexadecimal digits.');

const modelSchema = z.object({
  id: z.string(), name: z.string(),
  /** Null where the weights cannot be read, as behind an API. */
  sha256: sha256.nullable(),
  parameters: z.number().positive().nullable(),
  profile: z.string(),
}).readonly();

const perProblemSchema = z.object({
  id: z.string(),
  /** What the answer is worth, 0 to 1; older files say right or wrong. */
  right: z.union([z.boolean(), z.number().min(0).max(1)]), steps: count, expertSteps: count, usd: z.number().nonnegative().nullable(), flops: z.number().nonnegative().nullable(), ms: z.number().nonnegative(),
}).readonly();
export type PerProblem = z.infer<typeof perProblemSchema>;
export const worth = (row: Pick<PerProblem, 'right'> | undefined): number => Number(row?.right ?? 0);

/** One policy at one dial over one data set. */
const pointSchema = z.object({
  policy: z.string().min(1), dial: finite.nullable(), dataset: z.string().min(1),
  /** Shown apart from the policies, beside the paper's ablation. */
  isAblation: z.boolean().default(false),
  n: count,
  /** Wholly right; `accuracy` is the mean of what answers are worth. */
  right: count, accuracy: fractionSchema,
  /** Of expert steps among all steps. */
  share: fractionSchema, steps: count, expertSteps: count,
  /** Asked steps that the expert did not bring (too long, empty, refused); the local model wrote them. */
  noSteps: count.optional(),
  usdPerQuestion: intervalSchema.nullable(), flopsPerQuestion: intervalSchema.nullable(), secondsPerQuestion: intervalSchema.nullable(),
  /** Share of the time that went into scoring steps. */
  controllerShare: share.nullable(),
  perProblem: z.array(perProblemSchema).readonly(),
}).readonly().refine(({ right, n }) => right <= n, 'More right answers than questions.');
export type Point = z.infer<typeof pointSchema>;

/** What a policy buys between local and expert alone; `why` says why a figure is null. */
const figureSchema = z.object({
  policy: z.string(), dataset: z.string(), cpt50: fractionSchema.nullable(), cpt70: fractionSchema.nullable(), cpt90: fractionSchema.nullable(), apgr: intervalSchema.nullable(), why: z.string().nullable(),
}).readonly();
export type Figure = z.infer<typeof figureSchema>;

/** Accuracy of `a` less that of `b` on the same problems at the same share of expert steps. */
const pairedSchema = z.object({ a: z.string(), b: z.string(), dataset: z.string(), atShare: share, difference: intervalSchema }).readonly();

const binSchema = z.object({ from: finite, to: finite, n: count, said: finite, happened: finite, low: finite, high: finite }).readonly();
export type Bin = z.infer<typeof binSchema>;

/** How well one score (a policy, a feature group, an ablation) finds wrong steps. Null: not defined without both kinds of steps. */
const scoreSchema = z.object({
  name: z.string(), dataset: z.string(), steps: count, wrong: count,
  auroc: fractionSchema.nullable(), aurocWithin: fractionSchema.nullable(), auprc: fractionSchema.nullable(),
  debiasedEce: finite.nullable(), perfectEce: finite.nullable(), brierSkill: finite.nullable(),
  /** The same figures with their intervals; absent in older files. */
  debiasedEceSpan: intervalSchema.nullable().optional(), brierSkillSpan: intervalSchema.nullable().optional(),
  reliability: z.array(binSchema).readonly(),
}).readonly();
export type StepScore = z.infer<typeof scoreSchema>;

/** r (right after asking, of those wrong before) or d (wrong after asking, of those right before). */
const rateSchema = z.object({ dataset: z.string(), rate: fractionSchema, n: count }).readonly();
export type Rate = z.infer<typeof rateSchema>;

/** Share of steps that may stay here while no more than `loss` (a fraction) of the accuracy is lost against the expert alone. */
const localShareSchema = z.object({ policy: z.string(), dataset: z.string(), loss: share, share: fractionSchema }).readonly();

export const throughputSchema = z.object({ atOnce: count, sequences: count, problems: count, seconds: z.number().nonnegative(), perHour: z.number().nonnegative(), callsMade: count, callsKnown: count }).readonly();
/** `found`: problems with an assignment that gives a right answer, by its number of expert steps (0 first). */
const oracleSchema = z.object({ dataset: z.string(), n: count, found: z.array(count).readonly(), branches: count, outOfBudget: count }).readonly();
/** Share of a policy's steps whose writer is not the oracle's, over problems for which the oracle found an assignment. */
const wrongAssignmentSchema = z.object({ policy: z.string(), dial: finite.nullable(), dataset: z.string(), problems: count, steps: count, share: fractionSchema }).readonly();

/** Compute with which a policy has the accuracy of the expert alone (level 1), or so large a part of the gap; null where no setting has it. */
const equalComputeSchema = z.object({
  policy: z.string(), dataset: z.string(), level: share, accuracy: share, flops: z.number().nonnegative().nullable(), expertFlops: z.number().nonnegative(),
  /** The expert's compute by the policy's at the same accuracy; 0 in its interval: not reached on so many resamples. */
  timesLess: intervalSchema.nullable(),
  best: z.object({ accuracy: share, flops: z.number().nonnegative() }).readonly(),
}).readonly();

/** AdaSwitch at one p: what the exam's curve said beforehand, and what came. */
const atDialSchema = z.object({ share: fractionSchema, accuracy: fractionSchema }).readonly();
const foretoldSchema = z.object({ dataset: z.string(), p: share, foretold: atDialSchema, measured: atDialSchema }).readonly();

/** Everything an evaluation found, as `results.json` holds it. A section that was not measured is an empty array. */
export const resultsSchema = z.object({
  version: z.literal(1),
  /** Exactly as typed. */
  command: z.string(), date: z.iso.datetime({ offset: true }), seed: z.int(),
  program: z.object({ version: z.string(), commit: z.string().nullable() }).readonly(),
  data: z.array(z.object({ name: z.string(), sha256, problems: count, skipped: count }).readonly()).readonly(),
  models: z.object({ local: modelSchema, expert: modelSchema.unwrap().extend({ via: z.string() }).readonly().nullable() }).readonly(),
  head: z.object({ key: z.string(), data: z.string(), examiner: z.string(), problems: count, steps: count }).readonly().nullable(),
  /** The machine in words. */
  machine: z.string(),
  callLog: z.object({ file: z.string(), sha256, calls: count }).readonly().nullable(),
  points: z.array(pointSchema).readonly(),
  figures: z.array(figureSchema).readonly(),
  localShares: z.array(localShareSchema).readonly().default([]),
  foretold: z.array(foretoldSchema).readonly().default([]),
  equalCompute: z.array(equalComputeSchema).readonly().default([]),
  paired: z.array(pairedSchema).readonly(),
  scores: z.array(scoreSchema).readonly(),
  repairs: z.array(rateSchema).readonly(),
  damages: z.array(rateSchema).readonly(),
  /** How fast whole problems went; calls found in the cache take no time, so only fresh ones tell a model's speed. */
  throughput: z.array(throughputSchema).readonly().default([]),
  /** The oracle's smallest assignments that give a right answer, and how they were found. */
  oracle: z.array(oracleSchema).readonly().default([]),
  wrongAssignments: z.array(wrongAssignmentSchema).readonly().default([]),
  examSizes: z.array(z.object({ label: z.string(), problems: count, steps: count, auroc: finite.nullable(), debiasedEce: finite.nullable(),
    /** As the app fits so few labels (`app`), or all weights anew (`fresh`); absent in older files: `fresh`. */
    fit: z.enum(['fresh', 'app']).optional(), aurocSpan: fractionSchema.nullable().optional(), debiasedEceSpan: intervalSchema.nullable().optional(),
  }).readonly()).readonly(),
  transfer: z.array(z.object({ trainedOn: z.string(), testedOn: z.string(), auroc: fractionSchema.nullable(), ece: finite.nullable(), eceSpan: intervalSchema.nullable().optional() }).readonly()).readonly(),
  /** Misses and their reasons, in words. */
  notes: z.array(z.string()).readonly(),
}).readonly();
export type Results = z.infer<typeof resultsSchema>;
/** As the evaluation fills it: `isAblation` may be left out. */
export type ResultsInput = z.input<typeof resultsSchema>;

/** Reads a `results.json`, to draw its report again. */
export async function readResults(file: string): Promise<Results> {
  const text = await fs.readFile(file, 'utf8').catch((cause: unknown) => {
    throw new TandemError('notFound', 'The results could not be read. Nothing was changed; check that the file is there.', { cause });
  });
  try {
    return resultsSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new TandemError('badInput', 'That file does not hold results of an evaluation (version 1). Nothing was changed; run `evaluate` again to make new ones.', { cause });
  }
}
