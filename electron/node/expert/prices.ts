import fs from 'node:fs';
import { z } from 'zod';
import pricesJson from '../../../models/prices.json' with { type: 'json' };
import { priceSchema } from '../../../shared/agent/model.ts';
import { TandemError } from '../../../shared/errors.ts';

const claudeModelSchema = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  price: priceSchema,
  /** The model answers 400 when `temperature` and its kin are sent. */
  refusesSampling: z.boolean(),
  /** Room for what it thinks before it writes; counts as output. 0: it does not think unasked. */
  thinkingTokens: z.number().int().nonnegative(),
  /** Figures of `price` that are derived, not read. */
  unverified: z.array(z.string()).readonly(),
});
export type ClaudeModel = Readonly<z.infer<typeof claudeModelSchema>>;

export const pricesSchema = z.object({
  /** The day on which the figures were read. */
  asOf: z.iso.date(),
  currency: z.literal('USD'),
  /** Tokens that a price is for. */
  per: z.literal(1_000_000),
  note: z.string(),
  models: z.array(claudeModelSchema).readonly(),
});
export type Prices = Readonly<z.infer<typeof pricesSchema>>;

/** What Claude costs, from `models/prices.json`. */
export const shippedPrices: Prices = pricesSchema.parse(pricesJson);

/** The shipped prices with the user's own entries in front. No file is no error; a wrong one is, for money hangs on it. */
export function readPrices(file: string): Prices {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    return shippedPrices;
  }
  try {
    const own = pricesSchema.partial({ currency: true, per: true, note: true }).parse(JSON.parse(text));
    return { ...shippedPrices, asOf: own.asOf, models: [...own.models, ...shippedPrices.models.filter((model) => own.models.every((mine) => mine.id !== model.id))] };
  } catch (cause) {
    throw new TandemError('badInput', 'The file prices.json in Tandem\'s data folder cannot be read, so nothing was sent. Correct it after the pattern of models/prices.json, or delete it to use the shipped prices.', { cause });
  }
}

/** A dated id (`claude-haiku-5-5-20261001`) costs what its family costs. */
export function findClaude(prices: Prices, id: string): ClaudeModel {
  const family = id.replace(/-\d{8}$/, '');
  const found = prices.models.find((model) => model.id === id) ?? prices.models.find((model) => model.id === family);
  if (found) return { ...found, id };
  throw new TandemError('notFound', `What "${id}" costs is not known, so it cannot be kept under a spending cap. Choose ${prices.models.map((model) => model.id).join(', ')}, or add it to prices.json in Tandem's data folder.`);
}
