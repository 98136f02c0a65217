import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { Spend } from '../../../../shared/learn/dial/budget.ts';
import { connectionTest, ledgerEntrySchema, type LedgerEntry } from '../../../../shared/contract/entities.ts';

export type NewLedgerEntry = Omit<LedgerEntry, 'id' | LedgerResultKey | 'outcome'> & {
  /** The most it may cost; held back from the cap until the outcome is known. */
  readonly maxUsd: number;
};

type LedgerResultKey = 'usd' | 'atMost' | 'reason' | 'inputTokens' | 'outputTokens';
/** What a call came to. */
export type LedgerResult = Pick<LedgerEntry, LedgerResultKey>;

/** Null: no limit. Both count from the beginning of the month. */
export interface SpendingLimits { readonly capUsd: number | null; readonly budgetUsd: number | null; readonly monthStart: number }

export interface LedgerRows {
  /**
   * Writes the entry as `sent`, unless it could take the month's spending at this host over the cap, or that at all
   * hosts over the budget. Looking and writing are one transaction, so that runs side by side cannot pass them together.
   * @returns the entry's id, or what does not allow it
   */
  reserve(entry: NewLedgerEntry, limits: SpendingLimits): number | 'overCap' | 'overBudget';
  /** What the limits leave for this host, by what is counted now; null: there is no limit. */
  left(host: string, limits: SpendingLimits): number | null;
  settle(id: number, outcome: 'answered' | 'failed', result: LedgerResult): void;
  /** Entries that were on their way when the process died: what they may have cost stays counted. */
  settleLost(): void;
  spentSince(at: number): number;
  /** Mean price of the latest answered calls at a host that cost something; null before the first. */
  meanUsd(host: string): number | null;
  /** Every price since then, the oldest first; of calls on their way the most they may cost. */
  spends(since: number): readonly Spend[];
  list(runId: string | null, limit: number): readonly LedgerEntry[];
}

const spendRows = z.array(z.object({ at: z.number(), usd: z.number() }));
const columns = `id, run_id AS runId, step, at, to_whom AS "to", place AS "where", host, payload, payload_digest AS payloadDigest,
  input_tokens AS inputTokens, output_tokens AS outputTokens, usd, at_most AS atMost, outcome, reason`;
const entryRows = z.array(ledgerEntrySchema.extend({ atMost: z.number().transform((flag) => flag === 1) }));

export function ledgerRows(db: Database.Database): LedgerRows {
  const spentAt = db.prepare('SELECT coalesce(sum(usd), 0) FROM ledger WHERE at >= ? AND host = ?').pluck();
  const spent = db.prepare('SELECT coalesce(sum(usd), 0) FROM ledger WHERE at >= ?').pluck();
  const mean = db.prepare(`SELECT avg(usd) FROM (SELECT usd FROM ledger WHERE host = ? AND outcome = 'answered' AND usd > 0 AND run_id <> '${connectionTest}' ORDER BY id DESC LIMIT 50)`).pluck();
  const insert = db.prepare(`
    INSERT INTO ledger (run_id, step, at, to_whom, place, host, payload, payload_digest, usd, outcome)
    VALUES (@runId, @step, @at, @to, @where, @host, @payload, @payloadDigest, @maxUsd, 'sent')`);
  const settle = db.prepare('UPDATE ledger SET outcome = @outcome, usd = @usd, at_most = @atMost, reason = @reason, input_tokens = @inputTokens, output_tokens = @outputTokens WHERE id = @id');
  const settleLost = db.prepare("UPDATE ledger SET outcome = 'failed', reason = 'failed', at_most = (usd > 0) WHERE outcome = 'sent'");
  const all = db.prepare(`SELECT ${columns} FROM ledger ORDER BY id DESC LIMIT ?`);
  const ofRun = db.prepare(`SELECT ${columns} FROM ledger WHERE run_id = ? ORDER BY id DESC LIMIT ?`);

  const spends = db.prepare('SELECT at, usd FROM ledger WHERE at >= ? ORDER BY at');

  const reserve = db.transaction((entry: NewLedgerEntry, { capUsd, budgetUsd, monthStart }: SpendingLimits) => {
    if (capUsd !== null && Number(spentAt.get(monthStart, entry.host)) + entry.maxUsd > capUsd) return 'overCap';
    if (budgetUsd !== null && Number(spent.get(monthStart)) + entry.maxUsd > budgetUsd) return 'overBudget';
    return Number(insert.run(entry).lastInsertRowid);
  });

  return {
    left: (host, { capUsd, budgetUsd, monthStart }) => {
      const left = Math.min(capUsd === null ? Infinity : capUsd - Number(spentAt.get(monthStart, host)), budgetUsd === null ? Infinity : budgetUsd - Number(spent.get(monthStart)));
      return left === Infinity ? null : left;
    },
    reserve: (entry, limits) => reserve.immediate(entry, limits),
    settle: (id, outcome, result) => { settle.run({ ...result, id, outcome, atMost: result.atMost ? 1 : 0 }); },
    settleLost: () => { settleLost.run(); },
    meanUsd: (host) => z.number().nullable().parse(mean.get(host)),
    spentSince: (at) => Number(spent.get(at)),
    spends: (since) => spendRows.parse(spends.all(since)),
    list: (runId, limit) => entryRows.parse(runId === null ? all.all(limit) : ofRun.all(runId, limit)),
  };
}
