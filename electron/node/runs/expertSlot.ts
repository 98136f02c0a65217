import fs from 'node:fs';
import type { ExpertModel, ModelCard } from '../../../shared/agent/model.ts';
import type { AgreementNeeded, AppInfo, ExpertChoice, Settings } from '../../../shared/contract/entities.ts';
import { TandemError, toErrorInfo } from '../../../shared/errors.ts';
import type { ModelStore } from '../models/modelStore.ts';
import { claudeHost } from '../settings/secrets.ts';
import type { OpenedExpert, RealChoice, ServiceDeps } from './deps.ts';

/** The expert that the settings name, opened when it is first needed. */
export interface ExpertSlot {
  state(settings: Settings): AppInfo['expert'];
  /** For one run; null: none is chosen. A chosen one that cannot be had refuses at each step, with its reason. */
  open(settings: Settings, signal: AbortSignal): Promise<ExpertModel | null>;
  close(): Promise<void>;
}

/** Where a choice's key belongs. */
export function keyHost(choice: ExpertChoice): string {
  if (choice.kind !== 'server') return claudeHost;
  try {
    return new URL(choice.baseUrl).host;
  } catch {
    return 'no valid address';
  }
}

export function createExpertSlot(deps: Pick<ServiceDeps, 'experts' | 'models' | 'secrets' | 'log'>): ExpertSlot {
  let opened: { readonly of: string; readonly expert: Promise<OpenedExpert> } | null = null;

  const close = async () => {
    const old = opened;
    opened = null;
    await old?.expert.then((expert) => expert.close(), () => undefined);
  };

  const openOnce = async (choice: RealChoice, key: string | null, signal: AbortSignal): Promise<ExpertModel> => {
    const of = JSON.stringify([choice, key]);
    if (opened?.of !== of) {
      await close();
      const expert = deps.experts.open(choice, key, signal);
      opened = { of, expert };
      expert.catch(() => { if (opened?.of === of) opened = null; });
    }
    return (await opened.expert).model;
  };

  return {
    state: (settings) => {
      const choice = settings.expert;
      if (choice.kind === 'none') return { state: 'none' };
      try {
        const card = deps.experts.cardOf(choice);
        if (choice.kind === 'gguf' && !isHere(deps.models, choice.model)) return { state: 'needsModel', model: choice.model };
        if (choice.kind === 'claude' && deps.secrets.state(keyHost(choice)).state === 'missing') return { state: 'needsKey', card };
        if (card.where === 'remote' && !settings.agreements[card.host ?? '']) return { state: 'needsAgreement', card, agreement: agreementFor(card) };
        return { state: 'ready', card };
      } catch (error) {
        return { state: 'failed', error: toErrorInfo(error) };
      }
    },
    open: async (settings, signal) => {
      const choice = settings.expert;
      if (choice.kind === 'none') return null;
      const card = cardOrNull(deps, choice);
      if (card === null) return null;
      try {
        const key = choice.kind === 'gguf' ? null : await deps.secrets.read(keyHost(choice));
        if (choice.kind === 'claude' && key === null) {
          throw new TandemError('expertNotConfigured', `No key is set for ${card.name}. Enter one in the settings; until then every step is written here.`);
        }
        return await openOnce(choice, key, signal);
      } catch (error) {
        if (signal.aborted) throw error;
        deps.log.error('opening the expert', error);
        return refusing(card, error);
      }
    },
    close,
  };
}

function cardOrNull(deps: Pick<ServiceDeps, 'experts' | 'log'>, choice: RealChoice): ModelCard | null {
  try {
    return deps.experts.cardOf(choice);
  } catch (error) {
    deps.log.error('the expert in the settings', error);
    return null;
  }
}

function isHere(models: ModelStore, ref: string): boolean {
  const info = models.list().find((model) => model.id === ref);
  return info ? info.state.state === 'ready' : fs.existsSync(ref);
}

function refusing(card: ModelCard, error: unknown): ExpertModel {
  return { card, prepareStep: () => Promise.reject(error) };
}

function agreementFor(card: ModelCard): AgreementNeeded {
  const host = card.host ?? '';
  return {
    key: host, to: card.name, host,
    priceWords: card.price
      ? `$${card.price.input} per million tokens sent, $${card.price.output} per million tokens written`
      : 'The price is not known to Tandem; ask whoever runs this server.',
    whatWords: 'Your question, the chat before it and the steps accepted so far, for each step that is asked; email addresses, phone numbers and the like are replaced first. Every payload is kept in the ledger, where you can read it.',
    suggestedCapUsd: card.price ? 5 : 0,
  };
}
