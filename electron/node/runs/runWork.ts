import type { AcceptedStep, LocalModel, ModelCard } from '../../../shared/agent/model.ts';
import { defaultProfile } from '../../../shared/agent/prompts/profiles.ts';
import { runAgent } from '../../../shared/agent/runAgent.ts';
import type { Settings } from '../../../shared/contract/entities.ts';
import { withMistakes } from '../../../shared/exam/mistakes/withMistakes.ts';
import type { Gate } from '../../../shared/switching/gate/gateFile.ts';
import { noHera, type HeraSetup } from '../../../shared/switching/policies/heraSetup.ts';
import { policyById } from '../../../shared/switching/policies/index.ts';
import type { Limits } from '../../../shared/trace/events.ts';
import { budgetOf } from '../dial/dialState.ts';
import type { Engine } from '../engine/api.ts';
import type { GateStore } from '../exam/gateStore.ts';
import type { MistakeSource } from '../exam/mistakes/mistakeSource.ts';
import { questionEmbedder } from '../hera/questionEmbedder.ts';
import { keptUnder, type UsedTransitions } from '../hera/usedTransitions.ts';
import type { ServiceDeps } from './deps.ts';
import type { EventLog } from './eventLog.ts';
import type { ExpertSlot, UsedExpert } from './expertSlot.ts';
import { chatHistory, keptSteps } from './history.ts';
import type { LocalSlot } from './localSlot.ts';
import type { Store } from './store/openStore.ts';
import type { RunRow } from './store/runRows.ts';
import { withLedger } from './withLedger.ts';

/** What answers are worked with. */
export interface RunWorkParts {
  readonly deps: Pick<ServiceDeps, 'log' | 'now' | 'newId' | 'hera'>; readonly store: Store; readonly settings: () => Settings;
  readonly local: LocalSlot; readonly expert: ExpertSlot; readonly gates: Pick<GateStore, 'forModel'>;
  readonly mistakes: MistakeSource;
  readonly used: Pick<UsedTransitions, 'findFor'> | undefined;
  readonly onSpent: () => void;
}

/** Works one answer to its end, each event into its log; `accepted` are the steps that it goes on from. */
export type RunWork = (run: RunRow, accepted: readonly AcceptedStep[], own: { readonly log: EventLog; readonly signal: AbortSignal; readonly dial: () => number }) => Promise<void>;

const limits: Limits = { maxSteps: 24, maxTokensPerStep: 256, maxUsd: null };

/** Brings model, expert, gate, profile and policy together for one answer, as the settings stand when it begins. */
export function createRunWork(parts: RunWorkParts): RunWork {
  const { deps, store, settings, local, expert } = parts;

  const work: RunWork = async (run, accepted, own) => {
    const { request } = run;
    const { engine, release } = await local.use(own.signal);
    let opened: UsedExpert | null = null;
    try {
      const now = settings();
      opened = await expert.forRun(now, own.signal);
      const profile = profileOf(engine.card);
      const hera = request.policy === 'hera' || request.policy === 'auto' ? await heraFor(engine.card, opened?.model.card ?? null, own.signal) : noHera;
      const events = runAgent(
        {
          question: request.question, documents: request.documents, shape: request.shape, seed: request.seed, accepted, profile,
          ...(request.branch ? { branch: { from: request.branch, kept: keptSteps(store, request.branch.runId, request.branch.step) } } : {}),
          history: chatHistory(store, run.chatId, run.id, profile, (engine.card.contextSize ?? 2048) * 2),
        },
        {
          local: taught(engine, now.correctedMistakes), policy: policyById(request.policy, gateFor(engine.card), hera), dial: own.dial, limits, whenExpertFails: now.whenExpertFails, speculative: now.speculative, now: deps.now,
          expert: opened && withLedger(opened.model, {
            runId: run.id, ledger: store.ledger, agreements: () => settings().agreements, budgetUsd: () => budgetOf(settings()), now: deps.now, onChange: parts.onSpent,
          }),
        },
        own.signal,
      );
      for await (const event of events) {
        if (event.type === 'runFailed') deps.log.info(`run failed: ${event.error.kind}`);
        own.log.append(event);
        if (own.log.isEnded) break;
      }
    } finally {
      opened?.release();
      release();
    }
  };

  const gateFor = (card: ModelCard): Gate | null => {
    const gate = parts.gates.forModel(card);
    const { hera } = deps;
    return gate?.file.domain === undefined || hera === undefined ? gate : { ...gate, embedder: questionEmbedder(() => hera.embedder()) };
  };

  const taught = (engine: Pick<Engine, 'card' | 'model'>, k: number): LocalModel => {
    const memory = k === 0 ? null : parts.mistakes.forModel(engine.card);
    return memory === null ? engine.model : withMistakes(engine.model, memory, k);
  };

  const heraFor = async (localCard: ModelCard, expertCard: ModelCard | null, signal: AbortSignal): Promise<HeraSetup> => {
    const { heraAlpha, heraParts, heraSseBy } = settings();
    const setup = await deps.hera?.setupFor(localCard, expertCard, { ...(heraAlpha === null ? {} : { alpha: heraAlpha }), ...(heraParts === null ? {} : { parts: heraParts }), ...(heraSseBy === null ? {} : { sseBy: heraSseBy }) }, signal) ?? noHera;
    if (setup.file === null || setup.embedder === null || expertCard === null || !parts.used) return setup;
    return { ...setup, find: await parts.used.findFor(setup.file, keptUnder(localCard, expertCard), setup.embedder) };
  };

  return work;
}

function profileOf(card: ModelCard): string {
  return card.profile ?? defaultProfile;
}
