import type { ExpertSource } from '../runs/deps.ts';
import type { ExpertDeps } from './api.ts';
import { createExpert, expertCard } from './createExpert.ts';
import { readPrices } from './prices.ts';
import { testExpert } from './testExpert.ts';

/**
 * All experts, as the run service wants them.
 * @param options.pricesFile the user's own prices; read anew each time, so that an edit counts at once
 */
export function createExpertSource(options: Omit<ExpertDeps, 'key' | 'prices'> & { readonly pricesFile: string }): ExpertSource {
  const depsFor = (key: string | null): ExpertDeps => ({ ...options, key, prices: readPrices(options.pricesFile) });
  return {
    cardOf: (choice) => expertCard(choice, depsFor(null)),
    open: (choice, key, signal) => createExpert(choice, depsFor(key), signal),
    test: (choice, key, through) => testExpert(choice, depsFor(key), through),
  };
}
