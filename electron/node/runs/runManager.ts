import { randomInt } from 'node:crypto';
import { answerShape } from '../../../shared/agent/answerShape.ts';
import type { AcceptedStep, AnswerShape, Paragraph, Turn, Writer } from '../../../shared/agent/model.ts';
import { defaultProfile } from '../../../shared/agent/prompts/profiles.ts';
import type { Output, ParsedInput } from '../../../shared/contract/api.ts';
import type { StepMark } from '../../../shared/contract/gate.ts';
import { isAbort, TandemError, toErrorInfo } from '../../../shared/errors.ts';
import type { PolicyId } from '../../../shared/switching/policy.ts';
import type { RunEvent } from '../../../shared/trace/events.ts';
import { createEventLog, type EventLog } from './eventLog.ts';
import { acceptedSteps, chatHistory, untoldEnd } from './history.ts';
import { checkQuestion, filesOf, titleOf } from './question.ts';
import { createRunWork, type RunWorkParts } from './runWork.ts';
import type { RunRequest, RunRow } from './store/runRows.ts';
import { storing } from './store/storeErrors.ts';

/** Starts, stops and continues answers. Several chats may run at once; the engine lets them take turns. */
export interface RunManager {
  start(input: ParsedInput<'runs.start'>): Output<'runs.start'>;
  stop(runId: string): Promise<void>;
  stopChat(chatId: string): void;
  /** @param dial by default what the settings come to now */
  setDial(runId: string, dial?: number): void;
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

export function createRunManager(parts: RunWorkParts & {
  readonly onChats: () => void;
  /** The p for a new question, as the settings' mode has it for this policy. */
  readonly dial: (policy: PolicyId) => number; readonly onEnded: (runId: string) => void;
}): RunManager {
  const { deps, store, settings } = parts;
  const running = new Map<string, LiveRun>();

  const work = createRunWork(parts);

  /** @param end already known: nothing more is written */
  const launch = (run: RunRow, accepted: readonly AcceptedStep[], end: RunEvent | null = null) => {
    const abort = new AbortController();
    const log = createEventLog({
      store, runId: run.id, now: deps.now,
      onFailure: (error) => {
        deps.log.error('storing an event', error);
        abort.abort();
      },
    });
    // The first turn of the event loop belongs to the caller: the run is known before it says anything.
    const done = Promise.resolve().then(() => (end ? log.append(end) : work(run, accepted, { log, signal: abort.signal, dial: () => live.dial }))).catch((error: unknown) => {
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

  const dialNow = (request: Pick<RunRequest, 'policy' | 'dial' | 'isOwnDial'>): number => {
    const now = parts.dial(request.policy);
    // A question that was to be answered only here stays here, whatever the slider says for others.
    return request.isOwnDial === false ? now : Math.max(request.dial, now);
  };
  const withDial = <R extends Pick<RunRequest, 'policy'>>(request: R, dial: number): R & Pick<RunRequest, 'dial' | 'isOwnDial'> =>
    ({ ...request, dial, isOwnDial: dial !== parts.dial(request.policy) });

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
      const request = withDial({
        question, shape: shapeFor(question, input.documents ?? [], chatHistory(store, chat.id, runId, defaultProfile, longestRemembered)), policy, seed: input.seed ?? randomInt(2 ** 31), documents: input.documents ?? [], ...(files.length > 0 ? { files } : {}),
      }, input.dial ?? parts.dial(policy));
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
    setDial: (runId, given) => {
      const { request } = known(runId);
      const dial = given ?? parts.dial(request.policy);
      const live = running.get(runId);
      if (live) live.dial = dial;
      // Also for when it goes on after a stop or a restart.
      storing(() => store.runs.setRequest(runId, withDial(request, dial)));
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
      launch({ ...run, status: 'running', request: { ...run.request, dial: dialNow(run.request) } }, accepted, untoldEnd(store, runId));
    },
    branch: (runId, step, by) => {
      const run = known(runId);
      refuseSecondRun(run.chatId);
      stepOf(runId, step);
      const at = deps.now();
      const branch = { id: deps.newId(), chatId: run.chatId, request: { ...run.request, dial: dialNow(run.request), seed: randomInt(2 ** 31), branch: { runId, step, by } } };
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
function shapeFor(question: string, documents: readonly Paragraph[], history: readonly Turn[]): AnswerShape {
  const length = documents.reduce((sum, { text }) => sum + text.length, 0);
  return length > mostReplyDocuments ? 'steps' : answerShape(question, history);
}
/** Characters; about a third of the context that chats are opened with. */
const mostReplyDocuments = 8000;
/** Characters of the chat that say whether a question goes on with a problem. */
const longestRemembered = 8000;
