import { z } from 'zod';
import { priceSchema, type ModelCard, type Price } from '../agent/model.ts';

/** The user's word that steps may be sent to one host, up to a cap in US dollars a month. */
export const agreementSchema = z.object({
  at: z.number(), capUsd: z.number().nonnegative(),
  /** The price that was shown. Absent: it was not known, or nobody kept it. */
  price: priceSchema.optional(),
});
export type Agreement = Readonly<z.infer<typeof agreementSchema>>;
export type Agreements = Readonly<Record<string, Agreement>>;

/** Whether steps may go to this model: agreed to its host, and it costs no more than was agreed to. */
export function agreedState({ host = '', price }: Pick<ModelCard, 'host' | 'price'>, agreements: Agreements): { readonly state: 'missing' } | { readonly state: 'agreed' | 'dearer'; readonly agreement: Agreement } {
  const agreement = Object.hasOwn(agreements, host) ? agreements[host] : undefined;
  if (agreement === undefined) return { state: 'missing' };
  return { state: agreement.price !== undefined && price !== undefined && isDearer(price, agreement.price) ? 'dearer' : 'agreed', agreement };
}

const rates = ['input', 'output', 'cacheRead', 'cacheWrite'] as const;

/** Any single rate above the agreed one counts: which of them will weigh most is not known beforehand. */
function isDearer(price: Price, agreed: Price): boolean {
  return rates.some((rate) => price[rate] > agreed[rate] || (price.longPrompt ?? price)[rate] > (agreed.longPrompt ?? agreed)[rate]);
}
