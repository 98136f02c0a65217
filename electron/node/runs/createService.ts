import path from 'node:path';
import type { ExpertModel } from '../../../shared/agent/model.ts';
import type { MethodName, Output, ParsedInput, Service, TopicMessage, TopicName, TopicParams } from '../../../shared/contract/api.ts';
import type { AppInfo, ExpertChoice, Settings } from '../../../shared/contract/entities.ts';
import { defaultSettings } from '../../../shared/contract/entities.ts';
import { onCurve } from '../../../shared/learn/curves/onCurve.ts';
import { pricedGate, stepPrice } from '../../../shared/learn/curves/pricedGate.ts';
import { dialInfo } from '../../../shared/learn/dial/dialInfo.ts';
import { openSettings, overridden } from '../settings/settingsFile.ts';
import { capLeft } from './agreement.ts';
import { createChanges } from './changes.ts';
import type { ServiceDeps } from './deps.ts';
import { budgetOf, dialHistory, expertPrice } from '../dial/dialState.ts';
import { createExamService } from '../exam/examService.ts';
import { openGateStore } from '../exam/gateStore.ts';
import { expertIdentity } from '../hera/pairName.ts';
import { createMistakeSource } from '../exam/mistakes/mistakeSource.ts';
import { chainsOf } from '../learn/examChains.ts';
import { createHeraLearner } from '../hera/heraLearner.ts';
import { questionEmbedder } from '../hera/questionEmbedder.ts';
import { createHeraService } from '../hera/heraService.ts';
import { createUsedTransitions } from '../hera/usedTransitions.ts';
import { createLearner } from '../learn/learner.ts';
import { embeddingModelId } from '../models/catalog.ts';
import { whenReady } from '../models/whenReady.ts';
import { createExpertSlot, keyPlace } from './expertSlot.ts';
import { followRun } from './followRun.ts';
import { chatHandlers } from './handlers/chatHandlers.ts';
import type { Handlers } from './handlers/handlers.ts';
import { learningHandlers } from './handlers/learningHandlers.ts';
import { modelHandlers } from './handlers/modelHandlers.ts';
import { runHandlers } from './handlers/runHandlers.ts';
import { settingsHandlers } from './handlers/settingsHandlers.ts';
import { createLocalSlot } from './localSlot.ts';
import { createRunManager } from './runManager.ts';
import { openStore } from './store/openStore.ts';
import { asStoreError } from './store/storeErrors.ts';
import { monthStart, withLedger } from './withLedger.ts';

/** The service behind every view, and the end of it. */
export interface TandemService extends Service {
  /** Ends running answers as interrupted and closes models and store. */
  close(): Promise<void>;
}

type Topics = { readonly [T in Exclude<TopicName, 'run'>]: { readonly changes: ReturnType<typeof createChanges>; readonly read: () => TopicMessage<T> } };

/**
 * Opens store and settings, starts opening the local model in the background, and answers the contract. Rejects with
 * a sentence if the data folder is in use or not writable.
 */
export async function createService(deps: ServiceDeps): Promise<TandemService> {
  const { models, secrets, now, log } = deps;
  const store = openStore(deps.paths, now);
  const settingsFile = storeOrClose(() => overridden(openSettings(deps.paths.settings, now), deps.settingsOverride ?? (() => ({}))), () => store.close());
  const changed = { chats: createChanges(), models: createChanges(), settings: createChanges(), app: createChanges(), gate: createChanges(), dial: createChanges(), exam: createChanges(), learning: createChanges() };
  const local = createLocalSlot(deps, defaultSettings.localModel, (words) => notify(words));
  const expert = createExpertSlot(deps, (words) => notify(words));
  let notices: AppInfo['notices'] = [...store.notices, ...settingsFile.notices].map((words, index) => ({ id: `opening-${index}`, words }));
  const notify = (words: string) => {
    log.info(words);
    // What is told already is not told twice.
    notices = [...notices.filter((notice) => notice.words !== words), { id: deps.newId(), words }];
    changed.app.changed();
  };
  const gates = openGateStore(deps.paths.heads, (words) => log.info(words));
  /** The way to an expert for what is no answer. */
  const guarded = (asked: ExpertModel, runId: string) =>
    withLedger(asked, { runId, ledger: store.ledger, agreements: () => settingsFile.get().agreements, budgetUsd: () => budgetOf(settingsFile.get()), now, onChange: () => onSpent() });
  const exam = createExamService({
    folder: deps.paths.heads, gates, log, now, useLocal: (signal) => local.use(signal),
    embedder: deps.hera && questionEmbedder(() => deps.hera?.embedder() ?? Promise.resolve(null)),
    useExpert: async (signal, isNeeded) => {
      const settings = settingsFile.get();
      // One that lacks its key, its file or the agreement refuses each step; an answer goes on without it, an exam would not.
      const used = isNeeded || expert.state(settings).state === 'ready' ? await expert.forRun(settings, signal) : null;
      return used && { model: guarded(used.model, 'exam'), release: () => used.release() };
    },
    onChange: () => changed.exam.changed(), onGate: () => onGate(),
  });
  const onGate = () => {
    changed.gate.changed();
    changed.dial.changed();
    changed.learning.changed();
  };
  const localCard = () => (local.state.state === 'ready' ? local.state.card : null);
  const learner = createLearner({ store, gates, settings: () => settingsFile.get(), card: localCard, examChains: (key) => chainsOf(deps.paths.heads, key), now, log, onChange: () => changed.learning.changed(), onGate });
  const heraLearner = deps.hera && createHeraLearner({
    store, profiles: deps.hera.profiles, embedder: deps.hera.embedderOrWhy, settings: () => settingsFile.get(), log, now,
  });
  const used = deps.hera && createUsedTransitions({ folder: path.join(deps.paths.home, 'hera', 'transitions'), store, embedder: () => deps.hera?.embedder() ?? Promise.resolve(null), log, now });
  const hera = createHeraService({ home: deps.paths.home, hera: deps.hera, used, learner: heraLearner, chosen: () => ({ local: localCard(), expert: expert.card(settingsFile.get()), localChoice: settingsFile.get().localModel, choice: settingsFile.get().expert }) });
  const gateNow = () => {
    const card = expert.card(settingsFile.get());
    return pricedGate(gates.info(localCard()), stepPrice(card, card?.host === undefined ? null : store.ledger.meanUsd(card.host)), card && expertIdentity(card));
  };
  const dialNow = (policy = settingsFile.get().policy) => dialInfo({ settings: { ...settingsFile.get(), policy }, gate: onCurve(gateNow()), expert: expertPrice(expert.card(settingsFile.get())), history: () => dialHistory(store, now()), now: now() });
  const onSpent = () => {
    changed.app.changed();
    changed.gate.changed();
    changed.dial.changed();
  };
  const runs = createRunManager({
    deps, store, local, expert, gates, mistakes: createMistakeSource(deps.paths.heads), settings: () => settingsFile.get(),
    onChats: () => changed.chats.changed(), onSpent, dial: (policy) => dialNow(policy).p, used,
    onEnded: (runId) => {
      heraLearner?.ended(runId);
      used?.ended(runId);
    },
  });

  const stopWatching = [
    // First: whoever is told of the change may ask at once what still waits.
    whenReady(models, embeddingModelId, () => heraLearner?.embedderCame()),
    models.onChange(() => {
      changed.models.changed();
      changed.app.changed();
    }),
    local.onChange(() => {
      changed.app.changed();
      onGate();
      const card = localCard();
      if (card) exam.lookAt(card);
    }),
  ];

  const changeSettings = (patch: Partial<Settings>): Settings => {
    const next = settingsFile.set(patch);
    changed.settings.changed();
    changed.dial.changed();
    if (patch.expert !== undefined) {
      expert.choose(next.expert);
      // Another expert has another price.
      changed.gate.changed();
    }
    if (patch.refitEvery !== undefined) changed.learning.changed();
    changed.app.changed();
    return next;
  };

  /** Another address forgets the key; having no expert for a while does not. */
  const moveKey = async (choice: ExpertChoice) => {
    if (choice.kind === 'claude' || choice.kind === 'server') await secrets.moveTo(keyPlace(choice));
  };

  const keyState = () => secrets.state(keyPlace(settingsFile.get().expert));
  const handlers: Handlers = {
    ...chatHandlers({ store, runs, now, newId: deps.newId, used, onChats: () => changed.chats.changed() }),
    ...runHandlers({ store, runs, learner }),
    ...learningHandlers({ exam, learner, hera }),
    ...settingsHandlers({ deps, local, settings: () => settingsFile.get(), changeSettings, moveKey, keyState, guarded, onApp: () => changed.app.changed() }),
    ...modelHandlers({
      models, store, log,
      onDismissed: (id) => {
        notices = notices.filter((notice) => notice.id !== id);
        changed.app.changed();
      },
    }),
  };

  const topics: Topics = {
    chats: { changes: changed.chats, read: () => store.chats.list() },
    models: { changes: changed.models, read: () => models.list() },
    dial: { changes: changed.dial, read: () => dialNow() },
    gate: { changes: changed.gate, read: gateNow },
    exam: { changes: changed.exam, read: () => exam.state },
    learning: { changes: changed.learning, read: () => learner.info() },
    settings: { changes: changed.settings, read: () => settingsFile.get() },
    app: {
      changes: changed.app,
      read: () => ({
        version: deps.version, shell: deps.shell, local: local.state, expert: expert.state(settingsFile.get()), key: keyState(),
        spentThisMonthUsd: store.ledger.spentSince(monthStart(now())), notices,
        capLeftUsd: capLeft(expert.card(settingsFile.get()), settingsFile.get().agreements, (host, capUsd) => store.ledger.left(host, { capUsd, budgetUsd: null, monthStart: monthStart(now()) })),
      }),
    },
  };

  await moveKey(settingsFile.get().expert);
  local.choose(settingsFile.get().localModel);

  return {
    call: async <M extends MethodName>(method: M, input: ParsedInput<M>): Promise<Output<M>> => {
      const handler: Handlers[M] = handlers[method];
      try {
        return await handler(input);
      } catch (error) {
        throw asStoreError(error);
      }
    },
    subscribe: <T extends TopicName>(topic: T, params: TopicParams<T>, tell: (message: TopicMessage<T>) => void, fail: (error: unknown) => void) => {
      if (topic === 'run') {
        // eslint-disable-next-line typescript/no-unsafe-type-assertion -- what was asked is known by the topic, which the compiler does not narrow T by
        const { runId, fromSeq } = params as TopicParams<'run'>;
        runs.known(runId);
        // eslint-disable-next-line typescript/no-unsafe-type-assertion -- what was asked is known by the topic, which the compiler does not narrow T by
        return followRun({ store, runId, fromSeq, live: () => runs.live(runId), tell: tell as (message: TopicMessage<'run'>) => void, fail });
      }
      const { changes, read } = topics[topic as Exclude<TopicName, 'run'>];
      const again = () => {
        try {
          // eslint-disable-next-line typescript/no-unsafe-type-assertion -- what was asked is known by the topic, which the compiler does not narrow T by
          tell(read() as TopicMessage<T>);
        } catch (error) {
          fail(error);
        }
      };
      again();
      return changes.subscribe(again);
    },
    close: async () => {
      for (const stop of stopWatching) stop();
      await exam.close();
      await learner.close();
      await runs.close();
      await expert.close();
      await heraLearner?.close();
      await used?.close();
      await deps.hera?.close();
      await local.close();
      await Promise.all(models.list().filter((model) => model.state.state === 'downloading').map((model) => models.stop(model.id)));
      store.close();
    },
  };
}

function storeOrClose<T>(open: () => T, close: () => void): T {
  try {
    return open();
  } catch (error) {
    close();
    throw error;
  }
}
