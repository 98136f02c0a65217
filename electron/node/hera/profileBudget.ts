import { metered } from '../../../shared/agent/callPrice.ts';
import type { ExpertModel, LocalModel, PreparedStep, StepPart } from '../../../shared/agent/model.ts';
import { TandemError } from '../../../shared/errors.ts';

/** What one call of `profile` may cost; null: not limited. */
export interface ProfileBudget { readonly maxCalls: number | null; readonly maxUsd: number | null; readonly maxMinutes: number | null }

/** Two models of which no step is asked for beyond the budget; what is under way comes to its end and is kept. */
export interface Budgeted {
  readonly local: LocalModel;
  readonly expert: ExpertModel;
  /** Steps written by both, and what the expert's came to; a failed one counts as its most. */
  spent(): { readonly calls: number; readonly usd: number };
  /** The limit that ended it, as its option; null while there is room. */
  endedBy(): string | null;
}

/**
 * Lies under the cache of calls: a step that is known costs nothing. The most that a step may cost is set aside before
 * it is sent, so that several at once do not pass the sum either.
 */
export function underBudget(models: { readonly local: LocalModel; readonly expert: ExpertModel }, { maxCalls, maxUsd, maxMinutes }: ProfileBudget, now: () => number): Budgeted {
  const startedAt = now();
  let [calls, usd, setAside] = [0, 0, 0];
  let ended: string | null = null;

  const enter = (mayCost: number) => {
    ended ??= maxCalls !== null && calls >= maxCalls ? `--max-calls ${maxCalls}`
      : maxMinutes !== null && now() - startedAt >= maxMinutes * 60_000 ? `--minutes ${maxMinutes}`
        : maxUsd !== null && mayCost > 0 && usd + setAside + mayCost > maxUsd ? `--max-usd ${maxUsd}` : null;
    if (ended !== null) throw new TandemError('cancelled', `Stopped at the limit of ${ended}. What was written before is kept.`);
    calls += 1;
    setAside += mayCost;
  };
  async function* send(prepared: PreparedStep, signal: AbortSignal): AsyncGenerator<StepPart> {
    enter(prepared.maxUsd);
    yield* metered(prepared, models.expert.card.price, signal, (paid) => {
      setAside -= prepared.maxUsd;
      usd += paid.usd;
    });
  }
  async function* write(...[request, signal]: Parameters<LocalModel['writeStep']>): AsyncGenerator<StepPart> {
    enter(0);
    yield* models.local.writeStep(request, signal);
  }
  return {
    local: { ...models.local, writeStep: write },
    expert: {
      ...models.expert,
      prepareStep: async (request) => {
        const prepared = await models.expert.prepareStep(request);
        return { ...prepared, send: (signal) => send(prepared, signal) };
      },
    },
    spent: () => ({ calls, usd }), endedBy: () => ended,
  };
}
