import { z } from 'zod';
import { gateInfoSchema } from '../../contract/gate.ts';
import { domainSchema, type QuestionEmbedder } from '../../learn/domain.ts';
import { headSchema, type Head } from './head.ts';

/** What an exam leaves behind for one model: its heads, one per set of features at hand, and what was measured of them. */
export const gateFileSchema = z.object({
  version: z.literal(1),
  /** On what is always at hand. */
  head: headSchema,
  /** On the same and what was asked of the model besides; each fitted and calibrated for itself. */
  further: z.array(headSchema).readonly(),
  /** For the slider and the exam's page. */
  measured: gateInfoSchema.omit({ basis: true, isCalibrated: true, words: true, hasFormer: true, isOtherExpert: true }),
  /** Where the exam's questions lie among all texts; absent for few of them and where no embedding model was here. */
  domain: domainSchema.exactOptional(),
  /** What the labels allowed to fit; absent in older files, whose weights were fitted. */
  fit: z.object({
    kind: z.enum(['weights', 'levelAndSlope', 'prior']),
    /** Labels of the rarer kind. */
    rarer: z.number().int(),
    /** The shipped head that it was shrunk to, by the name of its model; null: none. */
    priorOf: z.string().nullable(),
    /** That head is of this very model file. */
    isOwnPrior: z.boolean(),
    /** Whether its probabilities may be called so. */
    isCalibrated: z.boolean(),
  }).optional(),
  /** Which exam here it comes from: what the same exam finds after a pause takes its place. */
  exam: z.string().optional(),
  /** Set where a challenger fitted to marked steps took the place of another head. */
  refit: z.object({
    kind: z.enum(['levelAndSlope', 'weights']), labels: z.number().int(), chats: z.number().int(),
    lossBefore: z.number(), lossAfter: z.number(), standardError: z.number(),
  }).optional(),
});
export type GateFile = Readonly<z.infer<typeof gateFileSchema>>;

/** The gate of a policy: where its heads come from decides what the trace may call its probabilities. */
export interface Gate {
  readonly file: GateFile; readonly basis: 'exam' | 'shipped';
  /** Tells questions of another kind than the exam's; absent: nothing is known of their kind. */
  readonly embedder?: QuestionEmbedder;
}

/** Which model, how it is asked, and for what: a head is used as measured only where all agree. */
export interface GateKey { readonly modelSha256: string; readonly profile: string; readonly domain: string }

export function isFor(head: Pick<Head, 'provenance'>, key: GateKey): boolean {
  const { modelSha256, profile, domain } = head.provenance;
  return modelSha256 === key.modelSha256 && profile === key.profile && domain === key.domain;
}

/** Word problems with numbers: the one domain that the built-in exam and GSM8K examine. */
export const mathsDomain = 'maths word problems';

/** One sentence for the trace and the slider. */
export function basisWords({ file, basis }: Gate): string {
  const { problems, data, date } = file.measured;
  const day = date.slice(0, 10);
  if (file.refit) return `${isCalibratedGate(file) ? 'Fitted' : 'Uncalibrated: too few labels in the exam; fitted'} anew on ${day} to ${file.refit.labels} steps that you marked in ${file.refit.chats} chats${file.refit.kind === 'weights' ? '' : ', in level and slope only'}. ${file.measured.curve.length > 0 ? 'The curve is that of your last exam’s problems.' : 'An exam brings the slider’s curve back.'}`;
  return basis === 'exam'
    ? examWords(file)
    : `Estimated from the shipped head, which came with Tandem and was fitted on ${problems} problems (${data}, ${day}) for this very model file. An exam of your own fits it to this machine and your problems.`;
}

/** Whether a value of this gate is a probability on questions like its exam's, or only orders steps by doubt. */
export function isCalibratedGate({ fit }: Pick<GateFile, 'fit'>): boolean {
  return fit?.isCalibrated ?? true;
}

function examWords({ measured: { problems, data, date, steps, wrong }, fit }: GateFile): string {
  const exam = `your exam of ${date.slice(0, 10)}`;
  if (fit?.isCalibrated === false) {
    return `Uncalibrated: ${exam} found ${wrong} wrong and ${steps - wrong} right steps, too few to make the doubts probabilities${fit.priorOf === null ? '' : `; they come from the shipped head of ${fit.priorOf}, the nearest there is`}. They order steps; a longer exam makes more of them.`;
  }
  if (fit?.kind === 'prior') return `Estimated from the shipped head as it came: ${exam} (${problems} problems, ${data}) found ${wrong === 0 ? 'no wrong step' : 'no right step'}, so it could move nothing. Take a ${wrong === 0 ? 'harder' : 'easier'} or a longer one.`;
  if (fit?.kind === 'levelAndSlope') return `Calibrated by ${exam}, in level and slope only: ${problems} problems (${data}), ${wrong} of ${steps} steps wrong, were too few for more.`;
  return `Calibrated by ${exam}: ${problems} problems (${data}).`;
}
