import type Anthropic from '@anthropic-ai/sdk';
import type { Engine } from '../engine/api.ts';
import { ApiError } from './apiError.ts';

/** The engine that a request names, by the card's id or name; "default" where there is one alone, for clients that have to name something. */
export function findEngine(engines: readonly Engine[], model: string): Engine {
  const [only, ...others] = engines;
  if (only && others.length === 0 && model === 'default') return only;
  const found = engines.find(({ card }) => card.id === model) ?? engines.find(({ card }) => card.name === model);
  if (found) return found;
  throw new ApiError(404, 'not_found_error', `model: there is no "${model.slice(0, 200)}" here. Served: ${engines.map(({ card }) => card.id).join(', ')}.`);
}

export function modelInfo({ card }: Engine): Anthropic.ModelInfo {
  return {
    type: 'model', id: card.id, display_name: card.name, created_at: '1970-01-01T00:00:00Z', deprecated_at: null, retires_at: null, lifecycle: 'active', line: null,
    capabilities: null, max_input_tokens: card.contextSize ?? null, max_tokens: card.contextSize ?? null,
  };
}

export function modelList(engines: readonly Engine[]): { readonly data: readonly Anthropic.ModelInfo[]; readonly has_more: false; readonly first_id: string | null; readonly last_id: string | null } {
  const data = engines.map(modelInfo);
  return { data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
}
