import path from 'node:path';
import type { ModelCard } from '../../../shared/agent/model.ts';
import { assertNever, TandemError } from '../../../shared/errors.ts';
import { catalog } from '../models/catalog.ts';
import type { ExpertDeps, OpenedExpert, RealChoice } from './api.ts';
import { readBaseUrl } from './baseUrl.ts';
import { createGgufExpert } from './ggufExpert.ts';
import { createMessagesExpert, type MessagesExpertOptions } from './messagesExpert.ts';
import { findClaude, shippedPrices } from './prices.ts';
import type { Timeouts } from './watchdog.ts';

const claudeUrl = 'https://api.anthropic.com';

/** A server of one's own may read the whole prompt on a CPU before it says anything. */
export const defaultTimeouts: Readonly<Record<'claude' | 'server', Timeouts>> = {
  claude: { answerMs: 15_000, idleMs: 60_000, totalMs: 600_000 },
  server: { answerMs: 60_000, idleMs: 60_000, totalMs: 600_000 },
};

/** What a choice names, without reaching or opening anything. */
export function expertCard(choice: RealChoice, deps: Pick<ExpertDeps, 'prices' | 'ggufCard' | 'claudeUrl'>): ModelCard {
  switch (choice.kind) {
    case 'claude': {
      const prices = deps.prices ?? shippedPrices;
      const { id, name, price } = findClaude(prices, choice.model);
      return { id, name, kind: 'claude', where: 'remote', host: new URL(deps.claudeUrl ?? claudeUrl).host, price, pricesAsOf: prices.asOf };
    }
    case 'server': {
      const { host } = readBaseUrl(choice.baseUrl, choice.allowPlainHttp);
      if (choice.model.trim() === '') throw new TandemError('badInput', `Say which model the server at ${host} should use.`);
      // Also on loopback: what a server does with the text, and whether it passes it on, is not known here.
      return { id: choice.model, name: `${choice.model} at ${host}`, kind: 'server', where: 'remote', host };
    }
    case 'gguf':
      return (deps.ggufCard ?? catalogCard)(choice.model);
    default:
      return assertNever(choice);
  }
}

/** Makes the expert that is chosen. Only a GGUF does any work here; the others are first reached when a step is sent. */
export async function createExpert(choice: RealChoice, deps: ExpertDeps, signal: AbortSignal): Promise<OpenedExpert> {
  if (choice.kind === 'gguf') {
    const engine = await deps.openGguf(choice.model, signal);
    return { model: createGgufExpert(engine), close: () => engine.dispose(), onRestart: (listener) => engine.onRestart(listener) };
  }
  return { model: createMessagesExpert(messagesOptions(choice, deps)), close: () => Promise.resolve() };
}

export function messagesOptions(choice: Exclude<RealChoice, { kind: 'gguf' }>, deps: ExpertDeps): MessagesExpertOptions {
  const card = expertCard(choice, deps);
  const common = { card, key: deps.key, timeouts: { ...defaultTimeouts[choice.kind], ...deps.timeouts }, maxRetries: deps.maxRetries ?? 2 };
  if (choice.kind === 'server') {
    return { ...common, base: readBaseUrl(choice.baseUrl, choice.allowPlainHttp), sendsTemperature: true, thinkingTokens: 0, marksCache: false, continuesTurn: choice.continuesTurn ?? false };
  }
  if (deps.key === null) throw new TandemError('expertNotConfigured', `No key is set for ${card.name}. Enter one in the settings; until then every step is written here.`);
  const { refusesSampling, thinkingTokens } = findClaude(deps.prices ?? shippedPrices, choice.model);
  return { ...common, base: new URL(deps.claudeUrl ?? claudeUrl), sendsTemperature: !refusesSampling, thinkingTokens, marksCache: true, continuesTurn: false };
}

/** A GGUF by what is known of it before it is opened. */
export function catalogCard(model: string): ModelCard {
  const entry = catalog.models.find((known) => known.id === model);
  if (!entry) return { id: path.basename(model), name: path.basename(model).replace(/\.gguf$/i, ''), kind: 'gguf', where: 'thisDevice' };
  const { id, name, sha256, parameters, profile } = entry;
  return { id, name, kind: 'gguf', where: 'thisDevice', parameters, profile, ...(sha256 === null ? {} : { sha256 }) };
}
