import { TandemError } from '../../../shared/errors.ts';
import { noHera } from '../../../shared/switching/policies/heraSetup.ts';
import { readSets } from '../evaluate/data/readSets.ts';
import type { ExpertSpec } from '../evaluate/openPair.ts';
import { gridAndOracle } from '../evaluate/oracleGrid.ts';
import { policyGrid, type GridPoint } from '../evaluate/policyGrid.ts';
import { readRequestHead } from '../evaluate/requestHeadFile.ts';
import { mistakesIn } from '../exam/mistakes/mistakesIn.ts';
import { findClaude, shippedPrices } from '../expert/prices.ts';
import { agreedUsd, modelRef, wholeNumber } from './askPlan.ts';
import { expertSpec } from './examCommand.ts';
import { readChains } from './fitCommand.ts';
import type { ReportOptions } from './reportCommand.ts';

/** `evaluate`'s options as commander gives them. */
export interface EvaluateOptions {
  readonly data: readonly string[]; readonly n: string; readonly skip: string; readonly local: string; readonly expert: string; readonly policies: string;
  readonly seed: string; readonly sequences?: string; readonly atOnce?: string; readonly requestHead?: string; readonly context: string; readonly out: string; readonly priceAs?: string; readonly replay?: string; readonly heads?: string; readonly chains?: string; readonly transfer?: string; readonly draws: string; readonly mistakes?: string; readonly mistakesShown: string; readonly agree?: string; readonly examSeconds?: string; readonly note?: readonly string[];
}

export type EvaluatePlan = Awaited<ReturnType<typeof evaluatePlan>>;

/**
 * All that is asked for, checked before a model is loaded, a file written or an old one replaced: a slip of the pen
 * must not cost hours, nor what was worked out in hours before.
 */
export async function evaluatePlan(options: EvaluateOptions) {
  const atOnce = wholeNumber('--at-once', options.atOnce ?? options.sequences ?? '4', 64, 1);
  const rows = { skip: wholeNumber('--skip', options.skip), n: wholeNumber('--n', options.n, 100_000, 1) };
  const pair = {
    local: modelRef(options.local), expert: expertSpec(options.expert), agreeUsd: agreedUsd(options.agree),
    sequences: wholeNumber('--sequences', options.sequences ?? String(atOnce), 64, 1), contextSize: wholeNumber('--context', options.context, 131_072, 512),
  };
  const { policies, oracle } = gridAndOracle(options.policies);
  const requestHead = options.requestHead === undefined ? null : readRequestHead(options.requestHead);
  // Gate and profile are the pair's and come later; what can be wrong with the words is found without them.
  refuseWithoutExpert(policyGrid(policies, null, noHera, requestHead), pair.expert);
  const checked = {
    seed: wholeNumber('--seed', options.seed), atOnce, rows, pair, policies, oracle, requestHead,
    shown: wholeNumber('--mistakes-shown', options.mistakesShown, 2, 1), memory: options.mistakes === undefined ? null : mistakesIn(options.mistakes),
    price: options.priceAs === undefined ? null : findClaude(shippedPrices, options.priceAs).price, report: reportPlan(options),
  };
  for (const file of [options.chains, options.transfer].flatMap((files) => files?.split(',') ?? [])) readChains(file);
  const sets = await readSets(options.data, rows.skip, rows.n);
  const problems = sets.flatMap((set) => set.problems);
  if (problems.length === 0) throw new TandemError('badInput', `Behind the first ${rows.skip} rows there is none left to answer. Nothing was run; give a smaller --skip.`);
  return { ...checked, sets, problems };
}

/** What the report at the end is made with. */
export function reportPlan(options: Pick<EvaluateOptions, 'out' | 'data' | 'chains' | 'transfer' | 'draws' | 'note' | 'examSeconds'>): ReportOptions {
  return {
    folder: options.out, data: options.data, chains: options.chains, transfer: options.transfer, draws: wholeNumber('--draws', options.draws, 100_000, 1), notes: options.note ?? [],
    examSeconds: options.examSeconds === undefined ? undefined : wholeNumber('--exam-seconds', options.examSeconds, 100_000, 1),
  };
}

function refuseWithoutExpert(grid: readonly GridPoint[], expert: ExpertSpec): void {
  if (expert.kind !== 'choice' || expert.choice.kind !== 'none') return;
  const asking = grid.find(({ policy, asksItself }) => policy.id !== 'localOnly' && asksItself !== true);
  if (asking) throw new TandemError('expertNotConfigured', `${asking.name} asks an expert, and none is named: what the local model wrote would be counted as its own. Nothing was run; name one with --expert, or leave it out of --policies.`);
}
