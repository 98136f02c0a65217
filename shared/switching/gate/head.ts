import { z } from 'zod';

/** A column of the regression: the feature's value (absent: its training mean), or whether it is there at all. */
const columnSchema = z.object({ feature: z.string(), kind: z.enum(['value', 'present']) });
export type Column = Readonly<z.infer<typeof columnSchema>>;

const logisticSchema = z.object({
  bias: z.number(), weights: z.array(z.number()).readonly(), mean: z.array(z.number()).readonly(), scale: z.array(z.number()).readonly(),
});

const baseCalibrationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('platt'), model: logisticSchema }),
  z.object({ kind: z.literal('isotonic'), thresholds: z.array(z.number()).readonly(), values: z.array(z.number()).readonly() }),
]);
const calibrationSchema = z.union([baseCalibrationSchema, z.object({ kind: z.literal('adjusted'), of: baseCalibrationSchema, model: logisticSchema })]);

/** Where a head comes from: enough to say honestly on what it was measured, and to fit it again. */
export const provenanceSchema = z.object({
  /** Key of the head: these three must agree before it is used as measured. */
  modelSha256: z.string(), profile: z.string(), domain: z.string(),
  modelName: z.string(),
  /** Data by name, and how labels were made. */
  data: z.string(), examiner: z.string(),
  problems: z.number().int(), steps: z.number().int(), wrong: z.number().int(),
  seed: z.number().int(), lambda: z.number(), command: z.string(), date: z.string(),
  /** On problems that neither the weights nor the calibration have seen. */
  heldOut: z.object({ problems: z.number().int(), steps: z.number().int(), auroc: z.number(), debiasedEce: z.number(), brierSkill: z.number() }),
});
export type Provenance = Readonly<z.infer<typeof provenanceSchema>>;

const linear = { columns: z.array(columnSchema).readonly(), model: logisticSchema, calibration: calibrationSchema };
const oneWeightEach = (head: { readonly columns: readonly unknown[]; readonly model: { readonly weights: readonly number[] } }) => head.columns.length === head.model.weights.length;

/** Weights with their calibration, for heads whose provenance is told elsewhere. */
export const linearHeadSchema = z.object(linear).refine(oneWeightEach, 'one weight for each column');

export const headSchema = z.object({ version: z.literal(1), ...linear, provenance: provenanceSchema }).refine(oneWeightEach, 'one weight for each column');
/** Small fitted weights with their calibration, stored as JSON. */
export type Head = Readonly<z.infer<typeof headSchema>>;
