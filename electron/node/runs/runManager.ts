import { randomInt } from 'node:crypto';
import { answerShape } from '../../../shared/agent/answerShape.ts';
import type { AcceptedStep, AnswerShape, LocalModel, ModelCard, Paragraph, Writer } from '../../../shared/agent/model.ts';
import { runAgent } from '../../../shared/agent/runAgent.ts';
import type { Output, ParsedInput } from '../../../shared/contract/api.ts';
import type { StepMark } from '../../../shared/contract/gate.ts';
import type { Settings } from '../../../shared/contract/entities.ts';
import { isAbort, TandemError, toErrorInfo } from '../../../shared/errors.ts';
import { defaultProfile } from '../../../shared/agent/prompts/profiles.ts';
import type { Gate } from '../../../shared/switching/gate/gateFile.ts';
import { noHera, type HeraSetup } from '../../../shared/switching/policies/heraSetup.ts';
import type { PolicyId } from '../../../shared/switching/policy.ts';
import { policyById } from '../../../shared/switching/policies/index.ts';
import type { Limits } from '../../../shared/trace/events.ts';
import { withMistakes } from '../../../shared/exam/mistakes/withMistakes.ts';
import { budgetOf } from '../dial/dialState.ts';
import type { Engine } from '../engine/api.ts';
import type { GateStore } from '../exam/gateStore.ts';
import type { MistakeSource } from '../exam/mistakes/mistakeSource.ts';
import { questionEmbedder } from '../hera/questionEmbedder.ts';
import { keptUnder, type UsedTransitions } from '../hera/usedTransitions.ts';
import type { ServiceDeps } from './deps.ts';
import { createEventLog, type EventLog } from './eventLog.ts';
import type { ExpertSlot } from './expertSlot.ts';
import { acceptedSteps, chatHistory, keptSteps } from './history.ts';
import type { LocalSlot } from './localSlot.ts';
import { checkQuestion, filesOf, titleOf } from './question.ts';
import type { Store } from './store/openStore.ts';
import type { RunRow } from './store/runRows.ts';
import { storing } from './store/storeErrors.ts';
import { withLedger } from './withLedger.ts';

/** Starts, stops and continues answers. Several chats may run at once; the engine lets them take turns. */
export interface RunManager {
  start(input: ParsedInput<'runs.start'>): Output<'runs.start'>;
  stop(runId: string): Promise<void>;
  stopChat(chatId: string): void;
  setDial(runId: string, dial: number): void;
  continue(runId: string): void;
  /** A new answer to the same question that keeps the steps before `step`. */
  branch(runId: string, step: number, by: Writer): Output<'runs.branch'>;
  /** The user's word on an accepted step. */
  mark(runId: string, step: number, mark: StepMark | null): void;
  live(runId: string): EventLog | null;
  /** The run as stored. One that the store could not follow (a full disk) is ended here, as soon as there is room again. */
  known(runId: string): RunRow;
  /** Ends all runs as interrupted: they can be continued after the next start. */
  close(): Promise<void>;
}

interface LiveRun { readonly chatId: string; readonly log: EventLog; readonly abort: AbortController; dial: number; readonly done: Promise<void> }

const limits: Limits = { maxSteps: 24, maxTokensPerStep: 256, maxUsd: null };

export function createRunManager(parts: {
  readonly deps: Pick<ServiceDeps, 'log' | 'now' | 'newId' | 'hera'>; readonly store: Store; readonly settings: () => Settings;
  readonly local: LocalSlot; readonly expert: ExpertSlot; readonly gates: Pick<GateStore, 'forModel'>;
  readonly mistakes: MistakeSource;
  readonly onChats: () => void; readonly onSpent: () => void;
  /** The p for a new question, as the settings' mode has it for this policy. */
  readonly used: Pick<UsedTransitions, 'findFor'> | undefined;
  readonly dial: (policy: PolicyId) => number; readonly onEnded: (runId: string) => void;
}): RunManager {
  const { deps, store, settings, local, expert } = parts;
  const running = new Map<string, LiveRun>();

  const work = async (run: RunRow, accepted: readonly AcceptedStep[], own: { readonly log: EventLog; readonly signal: AbortSignal; readonly dial: () => number }) => {
    const { request } = run;
    const { engine, release } = await local.use(own.signal);
    try {
      const now = settings();
      const opened = await expert.forRun(now, own.signal);
      const profile = profileOf(engine.card);
      const hera = request.policy === 'hera' || request.policy === 'auto' ? await heraFor(engine.card, opened?.card ?? null, own.signal) : noHera;
      const events = runAgent(
        {
          question: request.question, documents: request.documents, shape: request.shape, seed: request.seed, accepted, profile,
          ...(request.branch ? { branch: { from: request.branch, kept: keptSteps(store, request.branch.runId, request.branch.step) } } : {}),
          history: chatHistory(store, run.chatId, run.id, profile, (engine.card.contextSize ?? 2048) * 2),
        },
        {
          local: taught(engine, now.correctedMistakes), policy: policyById(request.policy, gateFor(engine.card), hera), dial: own.dial, limits, whenExpertFails: now.whenExpertFails, speculative: now.speculative, now: deps.now,
          expert: opened && withLedger(opened, {
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
    const { heraAlpha, heraParts } = settings();
    const setup = await deps.hera?.setupFor(localCard, expertCard, { ...(heraAlpha === null ? {} : { alpha: heraAlpha }), ...(heraParts === null ? {} : { parts: heraParts }) }, signal) ?? noHera;
    if (setup.file === null || setup.embedder === null || expertCard === null || !parts.used) return setup;
    return { ...setup, find: await parts.used.findFor(setup.file, keptUnder(localCard, expertCard), setup.embedder) };
  };

  const launch = (run: RunRow, accepted: readonly AcceptedStep[]) => {
    const abort = new AbortController();
    const log = createEventLog({
      store, runId: run.id, now: deps.now,
      onFailure: (error) => {
        deps.log.error('storing an event', error);
        abort.abort();
      },
    });
    // The first turn of the event loop belongs to the caller: the run is known before it says anything.
    const done = Promise.resolve().then(() => work(run, accepted, { log, signal: abort.signal, dial: () => live.dial })).catch((error: unknown) => {
      if (isAbort(error) || abort.signal.aborted) log.append({ type: 'runCancelled' });
      else {
        deps.log.error('run', error);
        log.append({ type: 'runFailed', error: toErrorInfo(error) });
      }
    }).finally(() => {
      log.flush();
      // Continued in the meantime, it is in there anew.
      if (running.get(run.id) === live) running.delete(run.id);
      parts.onChats();
      parts.onEnded(run.id);
    });
    const live: LiveRun = { chatId: run.chatId, log, abort, dial: run.request.dial, done };
    running.set(run.id, live);
    parts.onChats();
  };

  const refuseSecondRun = (chatId: string) => {
    // One that has told its end is only tidying up.
    if ([...running.values()].some((live) => live.chatId === chatId && !live.log.isEnded)) {
      throw new TandemError('conflict', 'An answer is still being written in this chat. Wait for it or stop it first; your text is kept in the box.');
    }
  };

  const known = (runId: string): RunRow => {
    const run = store.runs.get(runId);
    if (!run) throw new TandemError('notFound', 'This answer is no longer there; its chat was deleted.');
    if (run.status !== 'running' || running.has(runId)) return run;
    storing(() => store.runs.interrupt(runId, deps.now()));
    return { ...run, status: 'interrupted' };
  };

  const stepOf = (runId: string, step: number) => {
    running.get(runId)?.log.flush();
    if (step >= acceptedSteps(store, runId).length) throw new TandemError('notFound', `This answer has no step ${step + 1}. Nothing was changed.`);
  };

  return {
    start: (input) => {
      const question = checkQuestion(input.question);
      const chat = store.chats.get(input.chatId);
      if (!chat) throw new TandemError('notFound', 'This chat is no longer there. Start a new one; your text is kept in the box.');
      refuseSecondRun(chat.id);
      const policy = input.policy ?? settings().policy;
      const at = deps.now();
      const runId = deps.newId();
      const messageId = deps.newId();
      const files = filesOf(input);
      const request = {
        question, shape: shapeFor(question, input.documents ?? []), policy, dial: input.dial ?? parts.dial(policy), seed: input.seed ?? randomInt(2 ** 31), documents: input.documents ?? [], ...(files.length > 0 ? { files } : {}),
      };
      store.atomically(() => {
        store.runs.create({ id: runId, chatId: chat.id, request });
        store.chats.addMessage({ id: deps.newId(), chatId: chat.id, role: 'user', text: question, createdAt: at, runId, policy: input.policy ?? null, files: files.map(({ name, sizeBytes }) => ({ name, sizeBytes })) });
        store.chats.addMessage({ id: messageId, chatId: chat.id, role: 'assistant', text: '', createdAt: at, runId });
        store.chats.titleFromQuestion(chat.id, titleOf(question));
        store.chats.touch(chat.id, at);
      });
      launch({ id: runId, chatId: chat.id, status: 'running', request }, []);
      return { runId, messageId };
    },
    stop: async (runId) => {
      known(runId);
      const live = running.get(runId);
      live?.abort.abort();
      await live?.done;
    },
    stopChat: (chatId) => {
      for (const live of running.values()) if (live.chatId === chatId) live.abort.abort();
    },
    setDial: (runId, dial) => {
      known(runId);
      const live = running.get(runId);
      if (live) live.dial = dial;
    },
    continue: (runId) => {
      const run = known(runId);
      refuseSecondRun(run.chatId);
      if (run.status === 'finished') throw new TandemError('conflict', 'This answer is already complete. Ask a new question to go on.');
      const accepted = acceptedSteps(store, runId);
      store.atomically(() => {
        store.runs.setStatus(runId, 'running');
        store.chats.touch(run.chatId, deps.now());
      });
      launch({ ...run, status: 'running' }, accepted);
    },
    branch: (runId, step, by) => {
      const run = known(runId);
      refuseSecondRun(run.chatId);
      stepOf(runId, step);
      const at = deps.now();
      const branch = { id: deps.newId(), chatId: run.chatId, request: { ...run.request, seed: randomInt(2 ** 31), branch: { runId, step, by } } };
      const messageId = deps.newId();
      store.atomically(() => {
        store.runs.create(branch);
        store.chats.addMessage({ id: messageId, chatId: run.chatId, role: 'assistant', text: '', createdAt: at, runId: branch.id });
        store.chats.touch(run.chatId, at);
      });
      launch({ ...branch, status: 'running' }, []);
      return { runId: branch.id, messageId };
    },
    mark: (runId, step, mark) => {
      known(runId);
      stepOf(runId, step);
      storing(() => store.marks.set(runId, step, mark, deps.now()));
    },
    live: (runId) => running.get(runId)?.log ?? null,
    known,
    close: async () => {
      const all = [...running.values()];
      for (const { log, abort } of all) {
        log.append({ type: 'runInterrupted' });
        abort.abort();
      }
      await Promise.all(all.map(({ done }) => done));
    },
  };
}

/** A reply reads its documents whole; more than fits is looked up, step by step. */
function shapeFor(question: string, documents: readonly Paragraph[]): AnswerShape {
  const length = documents.reduce((sum, { text }) => sum + text.length, 0);
  return length > mostReplyDocuments ? 'steps' : answerShape(question, []);
}
/** Characters; about a third of the context that chats are opened with. */
const mostReplyDocuments = 8000;

function profileOf(card: ModelCard): string {
  return card.profile ?? defaultProfile;
}
