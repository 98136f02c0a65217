import fs from 'node:fs';
import type { ExpertModel, ModelCard, Price } from '../../../shared/agent/model.ts';
import { untilStopped } from '../../../shared/agent/untilStopped.ts';
import { agreedState, type Agreement } from '../../../shared/contract/agreement.ts';
import type { AgreementNeeded, AppInfo, ExpertChoice, Settings } from '../../../shared/contract/entities.ts';
import { TandemError, toErrorInfo } from '../../../shared/errors.ts';
import type { ModelStore } from '../models/modelStore.ts';
import type { RealChoice } from '../expert/api.ts';
import { readBaseUrl } from '../expert/baseUrl.ts';
import { catalogCard } from '../expert/createExpert.ts';
import { claudePlace } from '../settings/secrets.ts';
import type { ServiceDeps } from './deps.ts';
import { holdExperts, type HeldExpert } from './heldExperts.ts';

/** The expert that the settings name, opened when its first step is asked: a large model takes seconds and much memory. */
export interface ExpertSlot {
  state(settings: Settings): AppInfo['expert'];
  /** What the settings name, without reaching it; null: none, or nothing usable. */
  card(settings: Settings): ModelCard | null;
  /** The settings name this one now: what was open for another is closed once nobody uses it. */
  choose(choice: ExpertChoice): void;
  /** For one run, which must release it; null: none is chosen. A chosen one that cannot be had refuses at each step, with its reason. */
  forRun(settings: Settings, signal: AbortSignal): Promise<UsedExpert | null>;
  close(): Promise<void>;
}

/** An expert in use. It stays open until it is released, whatever is chosen meanwhile. */
export interface UsedExpert { readonly model: ExpertModel; release(): void }

/** Where a choice's key belongs: at Claude, or at one server's whole address. */
export function keyPlace(choice: ExpertChoice): string {
  if (choice.kind !== 'server') return claudePlace;
  try {
    return readBaseUrl(choice.baseUrl, choice.allowPlainHttp).href;
  } catch {
    return 'no usable address';
  }
}

/** @param tell hears, in words for the person, what befell the process of an expert on this machine */
export function createExpertSlot(deps: Pick<ServiceDeps, 'experts' | 'models' | 'secrets' | 'log'>, tell: (words: string) => void): ExpertSlot {
  const held = holdExperts(async (choice, key, signal) => {
    try {
      const fresh = await deps.experts.open(choice, key, signal);
      fresh.onRestart?.(tell);
      return fresh;
    } catch (error) {
      if (!signal.aborted) deps.log.error('opening the expert', error);
      throw error;
    }
  });

  return {
    state: (settings) => {
      const choice = settings.expert;
      if (choice.kind === 'none') return { state: 'none' };
      try {
        const card = deps.experts.cardOf(choice);
        if (choice.kind === 'gguf' && !isHere(deps.models, choice.model)) return { state: 'needsModel', model: choice.model };
        if (choice.kind === 'claude' && deps.secrets.state(keyPlace(choice)).state === 'missing') return { state: 'needsKey', card };
        if (card.where === 'remote') {
          const agreed = agreedState(card, settings.agreements);
          if (agreed.state !== 'agreed') return { state: 'needsAgreement', card, agreement: agreementFor(card, agreed.state === 'dearer' ? agreed.agreement : null) };
        }
        return { state: 'ready', card };
      } catch (error) {
        return { state: 'failed', error: toErrorInfo(error) };
      }
    },
    choose: (choice) => held.choose(choice),
    card: ({ expert: choice }) => {
      const found = choice.kind === 'none' ? null : cardOr(deps, choice);
      return found?.ok ? found.card : null;
    },
    forRun: async (settings, signal) => {
      const choice = settings.expert;
      held.choose(choice);
      if (choice.kind === 'none') return null;
      const found = cardOr(deps, choice);
      if (!found.ok) return { model: { card: unknownCard(choice), prepareStep: () => Promise.reject(found.error) }, release: () => undefined };
      const { card } = found;
      const key = choice.kind === 'gguf' ? null : await deps.secrets.read(keyPlace(choice));
      let own: HeldExpert | null = null;
      return {
        model: {
          card,
          prepareStep: async (request) => {
            if (own?.hasFailed !== false) own = held.hold(choice, key);
            return (await untilStopped(own.expert, signal, 'Stopped before the expert was ready.')).model.prepareStep(request);
          },
        },
        release: () => own?.release(),
      };
    },
    close: () => held.close(),
  };
}

function cardOr(deps: Pick<ServiceDeps, 'experts' | 'log'>, choice: RealChoice): { readonly ok: true; readonly card: ModelCard } | { readonly ok: false; readonly error: TandemError } {
  try {
    return { ok: true, card: deps.experts.cardOf(choice) };
  } catch (error) {
    deps.log.error('the expert in the settings', error);
    const { kind, message } = toErrorInfo(error);
    return { ok: false, error: new TandemError(kind, message, { cause: error }) };
  }
}

/** Of a choice that names nothing usable: what it says, and nothing that is not known. */
function unknownCard(choice: RealChoice): ModelCard {
  if (choice.kind === 'gguf') return catalogCard(choice.model);
  return { id: choice.model, name: choice.model === '' ? 'The chosen expert' : choice.model, kind: choice.kind, where: 'remote' };
}

function isHere(models: ModelStore, ref: string): boolean {
  const info = models.list().find((model) => model.id === ref);
  return info ? info.state.state === 'ready' : fs.existsSync(ref);
}

/**
 * What is agreed to before a first step goes to this expert.
 * @param former at this host, to a lower price
 * @param leaving what would leave this device
 */
export function agreementFor(card: ModelCard, former: Agreement | null = null, leaving = 'Your question, the chat before it and the steps accepted so far'): AgreementNeeded {
  const host = card.host ?? '';
  return {
    key: host, to: card.name, host,
    ...(card.price === undefined ? {} : { price: card.price }),
    ...(former?.price === undefined ? {} : { againWords: `You agreed to ${pricePair(former.price)} for ${host}. ${card.name} costs more.` }),
    priceWords: card.price
      ? `${pricePair(card.price)}${card.pricesAsOf === undefined ? '' : `; prices as of ${card.pricesAsOf}`}`
      : 'The price is not known to Tandem; ask whoever runs this server.',
    whatWords: `${leaving}, for each step that is asked; email addresses, phone numbers and the like are replaced first. Every payload is kept in the ledger, where you can read it.`,
    suggestedCapUsd: former?.capUsd ?? (card.price ? 5 : 0),
  };
}

const pricePair = ({ input, output }: Price) => `$${input} per million tokens sent, $${output} per million tokens written`;
