import { z } from 'zod';
import { errorInfoSchema } from '../errors.ts';

const interval = z.object({ value: z.number(), low: z.number(), high: z.number() });
const share = z.number().min(0).max(1);
const tried = interval.extend({ n: z.number().int() });

/** What is to be expected at one value of p, on problems like those it was measured on. */
export const curvePointSchema = z.object({
  p: share,
  /** Share of the steps that the expert would write, with its 95 % interval (here and below: bootstrap by problem). */
  share: interval,
  /** Share of the problems answered right. */
  accuracy: interval,
  /** Mean price of a question in US dollars; null where the expert's price is not known. */
  usdPerQuestion: z.number().nonnegative().nullable(),
  /** The accuracy that nine of ten redrawn exams exceed: what may be promised. Absent in older files. */
  floor: z.number().exactOptional(),
});
export type CurvePoint = Readonly<z.infer<typeof curvePointSchema>>;

export const reliabilityBinSchema = z.object({
  from: z.number(), to: z.number(), n: z.number().int(), said: z.number(), happened: z.number(), low: z.number(), high: z.number(),
});

/** What is known about the gate of one local model, and from where. */
export const gateInfoSchema = z.object({
  /** `exam`: from this user's own exam. `shipped`: came with the program. `none`: doubts are uncalibrated. */
  basis: z.enum(['exam', 'shipped', 'none']),
  /** Whether its doubts may be called probabilities: an exam with too few labels leaves a head whose doubts only order steps. */
  isCalibrated: z.boolean(),
  /** One sentence for the slider: on what it was measured, or that it was not. */
  words: z.string(),
  /** Name of the data, examiner and date; empty without a head. */
  data: z.string(), examiner: z.string(), date: z.string(),
  problems: z.number().int(), steps: z.number().int(), wrong: z.number().int(),
  auroc: interval.nullable(),
  /** Expected calibration error less what a perfect gate would show at the same n. */
  debiasedEce: z.number().nullable(),
  brierSkill: z.number().nullable(),
  reliability: z.array(reliabilityBinSchema).readonly(),
  /** Price of one asked step at the expert that is chosen now, in US dollars; null: not known. */
  usdPerStep: z.number().nonnegative().nullish(),
  /** From p = 0 upwards; empty where nothing was measured. */
  curve: z.array(curvePointSchema).readonly(),
  /** Problems and their steps that the curve was drawn on, where these are not the ones that the head was fitted to. */
  curveOf: z.object({ problems: z.number().int(), steps: z.number().int() }).optional(),
  /** How often the expert's step was right where the local one was wrong; here and below with the number of tries, null if never tried. */
  repairs: tried.nullable(),
  /** r = P(right after asking | wrong before) and d = P(wrong after asking | right before), of whole answers: both branches finished by the local model. */
  rescues: tried.nullish(),
  damages: tried.nullable(),
  /** Right answers where the expert wrote everything. */
  expertAlone: tried.nullish(),
  /** The expert that took part, whom repairs, damages and the curve belong to. Null: none did; absent: an older exam, not known. */
  expert: z.object({ id: z.string(), name: z.string() }).nullish(),
  /** Another one is chosen now. */
  isOtherExpert: z.boolean().exactOptional(),
  /** How the gate did that ran the exam's second round, where its own mistakes stay in the prefixes; absent without such a round. */
  secondRound: z.object({
    problems: z.number().int(), steps: z.number().int(), wrong: z.number().int(),
    /** Steps without a label: behind a missed error, or untold. */
    unjudged: z.number().int(),
    auroc: interval.nullable(), debiasedEce: interval,
  }).optional(),
  /** The p to start from, and why, in words. */
  recommended: z.object({ p: share, words: z.string() }).nullable(),
  /** A head that was in use before and can be put back. */
  hasFormer: z.boolean(),
});
export type GateInfo = Readonly<z.infer<typeof gateInfoSchema>>;

/** Where an exam's problems come from. */
export const examSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('builtIn') }),
  /** The user's own examples, JSONL or CSV, as text. */
  z.object({ kind: z.literal('examples'), name: z.string().max(200), text: z.string().max(20_000_000) }),
]);
export type ExamSource = Readonly<z.infer<typeof examSourceSchema>>;

export const examProgressSchema = z.object({
  source: z.string(),
  problems: z.number().int(), plannedProblems: z.number().int().nullable(),
  steps: z.number().int(), wrong: z.number().int(),
  /** Problems that the local model answered right by itself. */
  rightUnaided: z.number().int(),
  /** Null until there are right and wrong steps. */
  auroc: interval.nullable(),
  elapsedMs: z.number(), remainingMs: z.number().nullable(),
  /** 2: the gate fitted on the first round decides now; absent: the first. */
  round: z.literal(2).optional(),
});
export type ExamProgress = Readonly<z.infer<typeof examProgressSchema>>;

export const examStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('idle') }),
  z.object({ state: z.literal('running'), progress: examProgressSchema }),
  /** Stopped by the user, or because the expert or the cap gave out; everything examined is kept. */
  z.object({ state: z.literal('paused'), progress: examProgressSchema, words: z.string() }),
  z.object({ state: z.literal('finished'), progress: examProgressSchema, words: z.string() }),
  z.object({ state: z.literal('failed'), error: errorInfoSchema }),
]);
export type ExamState = Readonly<z.infer<typeof examStateSchema>>;

export const stepMarkSchema = z.enum(['right', 'wrong']);
export type StepMark = z.infer<typeof stepMarkSchema>;
