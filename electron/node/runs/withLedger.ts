import { metered } from '../../../shared/agent/callPrice.ts';
import type { ExpertModel, PreparedStep, StepPart } from '../../../shared/agent/model.ts';
import { agreedState } from '../../../shared/contract/agreement.ts';
import type { Settings } from '../../../shared/contract/entities.ts';
import { TandemError } from '../../../shared/errors.ts';
import type { LedgerRows } from './store/ledgerRows.ts';

/** The first moment of the month that `at` lies in, in local time: when a spending cap begins anew. */
export function monthStart(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), 1).getTime();
}

/**
 * The only way to an expert: nothing is sent remotely without the user's agreement, over the cap, or without an entry
 * in the ledger that was written before.
 */
export function withLedger(expert: ExpertModel, options: {
  readonly runId: string; readonly ledger: LedgerRows; readonly agreements: () => Settings['agreements']; readonly now: () => number;
  /** At all hosts together, a month; null: none was set. */
  readonly budgetUsd?: () => number | null;
  readonly onChange: () => void;
}): ExpertModel {
  const { ledger, now, onChange } = options;
  const { card } = expert;
  const host = card.host ?? 'this device';

  const capNow = (): number | null => {
    if (card.where === 'thisDevice') return null;
    const agreed = agreedState(card, options.agreements());
    if (agreed.state === 'missing') {
      throw new TandemError('expertNotAgreed', `Nothing was sent: you have not yet agreed that steps may go to ${card.name} at ${host}. Agree in the settings, or choose another expert.`);
    }
    if (agreed.state === 'dearer') {
      throw new TandemError('expertNotAgreed', `Nothing was sent: ${card.name} costs more than the price you agreed to for ${host}. Agree to it in the settings, or choose another expert.`);
    }
    return agreed.agreement.capUsd;
  };

  /** Where no price is known nothing is counted, so no amount is a limit. */
  const budgetNow = (): number | null => (card.where === 'thisDevice' || card.price === undefined ? null : options.budgetUsd?.() ?? null);

  async function* send(prepared: PreparedStep, step: number, signal: AbortSignal): AsyncGenerator<StepPart> {
    signal.throwIfAborted();
    const at = now();
    const capUsd = capNow();
    const id = ledger.reserve({
      runId: options.runId, step, at, to: card.name, where: card.where, host, payload: prepared.payload, payloadDigest: prepared.digest, maxUsd: prepared.maxUsd,
    }, { capUsd, budgetUsd: budgetNow(), monthStart: monthStart(at) });
    onChange();
    if (id === 'overBudget') {
      throw new TandemError('spendingCapReached', `Nothing was sent: this step could cost up to ${dollars(prepared.maxUsd)} and would pass your monthly budget. Raise the budget beside the slider, or go on with the local model.`);
    }
    if (id === 'overCap') {
      throw new TandemError('spendingCapReached', `Nothing was sent: this step could cost up to ${dollars(prepared.maxUsd)} and would pass your monthly cap of ${dollars(capUsd ?? 0)} for ${host}. Raise the cap in the settings, or go on with the local model.`);
    }
    yield* metered(prepared, card.price, signal, ({ outcome, reason, usd, atMost, usage: { inputTokens, outputTokens } }) => {
      ledger.settle(id, outcome === 'answered' ? 'answered' : 'failed', { usd, atMost, reason, inputTokens, outputTokens });
      onChange();
    });
  }

  return {
    card,
    prepareStep: async (request) => {
      // An expert that cannot be had has its own reason; nothing is sent here.
      const prepared = await expert.prepareStep(request);
      capNow();
      return { ...prepared, send: (signal) => send(prepared, request.steps.length, signal) };
    },
    leftUsd: () => (card.where === 'thisDevice' ? null : ledger.left(host, { capUsd: capNow(), budgetUsd: budgetNow(), monthStart: monthStart(now()) })),
  };
}

const dollars = (usd: number) => `$${usd < 0.01 && usd > 0 ? usd.toFixed(4) : usd.toFixed(2)}`;
