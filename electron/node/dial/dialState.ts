import type { ModelCard } from '../../../shared/agent/model.ts';
import type { Settings } from '../../../shared/contract/entities.ts';
import type { DialHistory, DialState } from '../../../shared/learn/dial/dialInfo.ts';
import type { Store } from '../runs/store/openStore.ts';
import { monthStart } from '../runs/withLedger.ts';

/** What may be spent a month at all hosts together; null: no budget was set. */
export function budgetOf({ dialMode }: Pick<Settings, 'dialMode'>): number | null {
  return dialMode.kind === 'budget' ? dialMode.usdPerMonth : null;
}

/** Whose price the budget is about. */
export function expertPrice(card: ModelCard | null): DialState['expert'] {
  return card && { name: card.name, isFree: card.where === 'thisDevice', hasPrice: card.where === 'thisDevice' || card.price !== undefined };
}

const dayMs = 86_400_000;
const daysKept = 60;
/** Steps whose scores make the quantile, and days over which their number is counted. */
const scoresKept = 200;
const daysCounted = 7;

/** What was spent and scored of late, from the store. */
export function dialHistory(store: Pick<Store, 'ledger' | 'scores'>, now: number): DialHistory {
  return {
    spends: store.ledger.spends(now - daysKept * dayMs), spentThisMonthUsd: store.ledger.spentSince(monthStart(now)),
    scores: store.scores.recent(now - daysKept * dayMs, scoresKept).map(({ value }) => value), stepsPerDay: store.scores.countSince(now - daysCounted * dayMs) / daysCounted,
  };
}
