import type { ExpertModel, ModelCard } from '../../../shared/agent/model.ts';
import { agreedState } from '../../../shared/contract/agreement.ts';
import { TandemError } from '../../../shared/errors.ts';
import { budgetOf } from '../dial/dialState.ts';
import type { TandemPaths } from '../paths.ts';
import { notAgreed } from '../runs/agreement.ts';
import { agreementFor } from '../runs/expertSlot.ts';
import { openStore, type Store } from '../runs/store/openStore.ts';
import { withLedger } from '../runs/withLedger.ts';
import { openSettings } from '../settings/settingsFile.ts';

/** The only way to an expert beyond this device, for work that is not an answer in the app: agreed to, capped, in the ledger. */
export interface WayToExpert {
  guard(expert: ExpertModel): ExpertModel;
  close(): void;
}

/**
 * Opens that way before anything else is opened, or refuses it with a sentence. The user's data stays locked until it
 * is closed, because the month's spending is counted there; agreeing (`agreeUsd`) sets the cap as it does in the app.
 */
export function wayToExpert(card: ModelCard, { paths, agreeUsd, work, now = Date.now }: {
  readonly paths: TandemPaths; readonly agreeUsd: number | null;
  /** Whose entries these are in the ledger: "exam", "evaluation", "profile". */
  readonly work: string;
  readonly now?: () => number;
}): WayToExpert {
  if (card.where === 'thisDevice') return { guard: (expert) => expert, close: () => undefined };
  const host = card.host ?? '';
  const store = openOrSay(paths, now, host);
  try {
    const settings = openSettings(paths.settings, now);
    if (agreeUsd !== null) settings.set({ agreements: { ...settings.get().agreements, [host]: { at: now(), capUsd: agreeUsd, ...(card.price === undefined ? {} : { price: card.price }) } } });
    const agreed = agreedState(card, settings.get().agreements);
    if (agreed.state !== 'agreed') throw notAgreed(agreementFor(card, agreed.state === 'dearer' ? agreed.agreement : null, 'The problems, each with the steps written so far'));
    return {
      guard: (expert) => withLedger(expert, {
        runId: work, ledger: store.ledger, agreements: () => settings.get().agreements, budgetUsd: () => budgetOf(settings.get()), now, onChange: () => undefined,
      }),
      close: () => store.close(),
    };
  } catch (error) {
    store.close();
    throw error;
  }
}

function openOrSay(paths: TandemPaths, now: () => number, host: string): Store {
  try {
    return openStore(paths, now);
  } catch (error) {
    if (!(error instanceof TandemError) || error.kind !== 'storeBusy') throw error;
    throw new TandemError('storeBusy', `Nothing was sent. The spending at ${host} is counted in the Tandem that is open on the same data: close it first.`, { cause: error });
  }
}
