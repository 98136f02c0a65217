import type { MethodName, Output, ParsedInput, Service, TopicMessage, TopicName, TopicParams } from '../../shared/contract/api.ts';
import { defaultSettings, type AppInfo, type Chat, type LedgerEntry, type Message, type ModelInfo, type ModelState, type Settings } from '../../shared/contract/entities.ts';
import type { HeraInfo, TreePicture } from '../../shared/contract/hera.ts';
import { dialInfo } from '../../shared/learn/dial/dialInfo.ts';
import type { ExamState, GateInfo, StepMark } from '../../shared/contract/gate.ts';
import type { LearningInfo } from '../../shared/contract/learning.ts';
import { TandemError } from '../../shared/errors.ts';
import type { AnyNumberedEvent, RunEvent } from '../../shared/trace/events.ts';
import { terminalTypes } from '../../shared/trace/events.ts';
import { examAtStart, examPaused, noGate } from './sampleGates.ts';
import { notProfiled } from './sampleHera.ts';
import { noLearning } from './sampleLearning.ts';
import { catalog, localCard } from './sampleModels.ts';

/** What a test wants to see. */
export interface Scenario {
  readonly settings?: Partial<Settings>;
  readonly app?: Partial<AppInfo>;
  readonly models?: readonly ModelInfo[];
  readonly chats?: readonly { readonly title: string; readonly answers: readonly { readonly question: string; readonly events: readonly RunEvent[] }[] }[];
  readonly ledger?: readonly LedgerEntry[];
  readonly gate?: GateInfo;
  readonly exam?: ExamState;
  readonly learning?: LearningInfo;
  readonly hera?: HeraInfo;
  readonly trees?: readonly TreePicture[];
  /** Steps of every answer that were drawn to be asked about. */
  readonly audited?: readonly number[];
  /** What a new question is answered with, one event after the other. */
  readonly script?: readonly RunEvent[];
  /** Milliseconds between two scripted events. */
  readonly paceMs?: number;
}

interface Run { readonly events: AnyNumberedEvent[]; readonly listeners: Set<(events: readonly AnyNumberedEvent[]) => void>; timer?: ReturnType<typeof setInterval> }
type Handlers = { readonly [M in MethodName]?: (input: ParsedInput<M>) => Output<M> };

const epoch = 1_764_000_000_000;

export interface ScriptedService extends Service {
  readonly calls: { method: string; input: unknown }[];
  readonly arrive: (id: string, state: ModelState) => void;
  /** From now on this method is refused with these words; null: no longer. */
  readonly refuse: (method: string, words: string | null) => void;
  /** From now on this method waits, until it is let go. */
  readonly hold: (method: string, isHeld: boolean) => void;
}

/** The contract without a model: state in memory, answers by script. */
export function createScriptedService(scenario: Scenario): ScriptedService {
  const calls: { method: string; input: unknown }[] = [];
  const messages = new Map<string, Message[]>();
  const runs = new Map<string, Run>();
  const told = new Map<TopicName, Set<() => void>>();
  const deleted = new Map<string, Chat>();
  let settings: Settings = { ...defaultSettings, ...scenario.settings };
  let app: AppInfo = {
    version: '0.0.0-test', shell: 'web', local: { state: 'ready', card: localCard }, expert: { state: 'none' }, key: { state: 'missing' },
    spentThisMonthUsd: 0, capLeftUsd: null, notices: [], ...scenario.app,
  };
  let chats: readonly Chat[] = [];
  let gate: GateInfo = scenario.gate ?? noGate;
  let exam: ExamState = scenario.exam ?? { state: 'idle' };
  let learning: LearningInfo = scenario.learning ?? noLearning;
  let models: readonly ModelInfo[] = scenario.models ?? catalog;
  let hera: HeraInfo = scenario.hera ?? notProfiled;
  const marks = new Map<string, Map<number, StepMark>>();
  const refused = new Map<string, string>();
  const held = new Map<string, { readonly until: Promise<void>; readonly letGo: () => void }>();
  const refuse = (method: string, words: string | null) => {
    if (words === null) refused.delete(method);
    else refused.set(method, words);
  };
  const hold = (method: string, isHeld: boolean) => {
    held.get(method)?.letGo();
    held.delete(method);
    if (!isHeld) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    held.set(method, { until: promise, letGo: resolve });
  };
  const sent = new Map<string, Output<'runs.files'>>();
  let nextId = 1;
  const id = () => `id-${nextId++}`;
  const changed = (topic: TopicName) => { for (const tell of told.get(topic) ?? []) tell(); };
  /** What becomes of a download; a refit waits for the embedding model no longer than that. */
  const arrive = (id: string, state: ModelState) => {
    models = models.map((model) => (model.id === id ? { ...model, state } : model));
    if (state.state === 'ready' && hera.refit) hera = { ...hera, refit: { ...hera.refit, waits: null } };
    changed('models');
  };
  const numbered = (events: readonly RunEvent[]): AnyNumberedEvent[] => events.map((event, index) => ({ seq: index + 1, at: epoch + index * 40, event }));
  const find = <T>(value: T | undefined): T => {
    if (value === undefined) throw new TandemError('notFound', 'This is no longer there.');
    return value;
  };

  const addAnswer = (chatId: string, question: string, runId: string, text: string, status: Message['runStatus'], policy: Message['policy'] = null, files: Message['files'] = null) => {
    const list = messages.get(chatId) ?? [];
    list.push({ id: id(), chatId, role: 'user', text: question, createdAt: epoch, runId, runStatus: null, policy, files });
    list.push({ id: id(), chatId, role: 'assistant', text, createdAt: epoch, runId, runStatus: status });
    messages.set(chatId, list);
  };
  const end = (runId: string, event: RunEvent) => {
    for (const list of messages.values()) {
      const index = list.findIndex((message) => message.runId === runId && message.role === 'assistant');
      const message = list[index];
      if (!message) continue;
      const runStatus = event.type === 'runFinished' ? 'finished' : event.type === 'runCancelled' ? 'cancelled' : event.type === 'runInterrupted' ? 'interrupted' : 'failed';
      list[index] = { ...message, runStatus, text: event.type === 'runFinished' ? event.answer : message.text };
    }
    changed('chats');
  };
  const append = (runId: string, event: RunEvent) => {
    const run = find(runs.get(runId));
    const one: AnyNumberedEvent = { seq: run.events.length + 1, at: epoch + run.events.length * 40, event };
    run.events.push(one);
    for (const tell of run.listeners) tell([one]);
    if (!terminalTypes.has(event.type)) return;
    // As over the real service: a run's topic closes itself behind its end.
    run.listeners.clear();
    if (run.timer) clearInterval(run.timer);
    end(runId, event);
  };

  for (const [index, chat] of (scenario.chats ?? []).entries()) {
    const chatId = id();
    chats = [...chats, { id: chatId, title: chat.title, createdAt: epoch, updatedAt: epoch - index }];
    messages.set(chatId, []);
    for (const { question, events } of chat.answers) {
      const runId = id();
      runs.set(runId, { events: numbered(events), listeners: new Set() });
      addAnswer(chatId, question, runId, '', 'running');
      const last = events.at(-1);
      if (last && terminalTypes.has(last.type)) end(runId, last);
    }
  }

  const handlers: Handlers = {
    'chats.create': ({ title }) => {
      const chat = { id: id(), title: title ?? 'New chat', createdAt: epoch, updatedAt: epoch + nextId };
      chats = [chat, ...chats];
      messages.set(chat.id, []);
      changed('chats');
      return chat;
    },
    'chats.rename': ({ chatId, title }) => {
      chats = chats.map((chat) => (chat.id === chatId ? { ...chat, title } : chat));
      changed('chats');
      return {};
    },
    'chats.delete': ({ chatId }) => {
      deleted.set(chatId, find(chats.find((chat) => chat.id === chatId)));
      chats = chats.filter((chat) => chat.id !== chatId);
      changed('chats');
      return {};
    },
    'chats.restore': ({ chatId }) => {
      chats = [find(deleted.get(chatId)), ...chats];
      changed('chats');
      return {};
    },
    'chats.messages': ({ chatId }) => find(messages.get(chatId)).slice(),
    'chats.search': ({ text }) => chats.filter((chat) => chat.title.toLowerCase().includes(text.toLowerCase())).map((chat) => ({ chatId: chat.id, title: chat.title, excerpt: '' })),
    'runs.start': ({ chatId, question, policy, documents = [], files = [] }) => {
      const runId = id();
      const run: Run = { events: [], listeners: new Set() };
      runs.set(runId, run);
      let at = 0;
      sent.set(runId, files.map(({ name, sizeBytes, paragraphs }) => ({ name, sizeBytes, documents: documents.slice(at, at += paragraphs) })));
      addAnswer(chatId, question, runId, '', 'running', policy ?? null, files.map(({ name, sizeBytes }) => ({ name, sizeBytes })));
      chats = chats.map((chat) => (chat.id === chatId && chat.title === 'New chat' ? { ...chat, title: question.slice(0, 40) } : chat));
      changed('chats');
      const script = [...(scenario.script ?? [])];
      run.timer = setInterval(() => {
        const next = script.shift();
        if (next) append(runId, next);
        else if (run.timer) clearInterval(run.timer);
      }, scenario.paceMs ?? 10);
      return { runId, messageId: id() };
    },
    'runs.files': ({ runId }) => sent.get(runId) ?? [],
    'runs.stop': ({ runId }) => {
      append(runId, { type: 'runCancelled' });
      return {};
    },
    'runs.continue': ({ runId }) => {
      append(runId, { type: 'runContinued', fromStep: 1 });
      for (const [chatId, list] of messages) messages.set(chatId, list.map((message) => (message.runId === runId && message.role === 'assistant' ? { ...message, runStatus: 'running' } : message)));
      changed('chats');
      setTimeout(() => append(runId, { type: 'runFinished', answer: 'continued', ms: 100 }), scenario.paceMs ?? 10);
      return {};
    },
    'runs.events': ({ runId, fromSeq }) => ({ status: 'running', events: find(runs.get(runId)).events.filter((event) => event.seq >= fromSeq) }),
    'runs.branch': ({ runId, step, by }) => {
      const kept = find(runs.get(runId)).events.filter(({ event }) => event.type === 'runStarted' || ('step' in event && typeof event.step === 'number' && event.step < step));
      const list = [...messages].find(([, all]) => all.some((message) => message.runId === runId));
      const branchId = id();
      runs.set(branchId, { events: kept.map((one, index) => ({ ...one, seq: index + 1 })), listeners: new Set() });
      const question = list?.[1].find((message) => message.runId === runId && message.role === 'user')?.text ?? '';
      addAnswer(find(list)[0], question, branchId, '', 'running');
      append(branchId, { type: 'runFinished', answer: `branched at step ${step + 1} by ${by}`, ms: 100 });
      return { runId: branchId, messageId: messages.get(find(list)[0])?.at(-1)?.id ?? '' };
    },
    'runs.mark': ({ runId, step, mark }) => {
      const ofRun = marks.get(runId) ?? new Map<number, StepMark>();
      if (mark === null) ofRun.delete(step);
      else ofRun.set(step, mark);
      marks.set(runId, ofRun);
      return {};
    },
    'runs.audited': () => [...(scenario.audited ?? [])],
    'runs.marks': ({ runId }) => [...(marks.get(runId) ?? [])].map(([step, mark]) => ({ step, mark })),
    'exam.start': ({ source }) => {
      exam = examAtStart(source.kind === 'builtIn' ? 'built-in problems' : source.name);
      changed('exam');
      return {};
    },
    'exam.stop': () => {
      if (exam.state === 'running') exam = { ...examPaused, progress: exam.progress };
      changed('exam');
      return {};
    },
    'exam.continue': () => {
      if (exam.state === 'paused') exam = { state: 'running', progress: exam.progress };
      changed('exam');
      return {};
    },
    'gate.useFormer': () => {
      gate = { ...gate, hasFormer: false };
      learning = { ...learning, history: [] };
      changed('gate');
      changed('learning');
      return {};
    },
    'hera.info': () => hera,
    'hera.trees': () => (scenario.trees ?? []).map(({ problem, question, nodes, allLocal, allExpert }) => ({ problem, question, steps: nodes.length, localRight: allLocal.right, expertRight: allExpert.right })),
    'hera.tree': ({ problem }) => find(scenario.trees?.find((tree) => tree.problem === problem)),
    'hera.forgetUsed': () => {
      hera = { ...hera, used: 0 };
      return hera;
    },
    'hera.useFormer': ({ index: chosen = 0 }) => {
      const { profile, formers } = hera;
      const back = formers.find(({ index }) => index === chosen);
      if (profile === null || back === undefined) throw new TandemError('notFound', 'There is no former profile.');
      const { requests, data, date, refitted } = profile;
      hera = {
        ...hera, profile: { ...profile, requests: back.requests, data: back.data, date: back.date },
        formers: [{ requests, data, date: refitted ?? date, isRefitted: refitted !== undefined }, ...formers.filter((other) => other !== back)].map((former, index) => ({ ...former, index })),
      };
      return hera;
    },
    'settings.set': (patch) => {
      settings = { ...settings, ...Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) };
      changed('settings');
      changed('dial');
      return settings;
    },
    'expert.agree': ({ key, capUsd, price }) => {
      settings = { ...settings, agreements: { ...settings.agreements, [key]: { at: epoch, capUsd, ...(price === undefined ? {} : { price }) } } };
      if (app.expert.state === 'needsAgreement') app = { ...app, expert: { state: 'ready', card: app.expert.card } };
      changed('settings');
      changed('app');
      return {};
    },
    'expert.setKey': ({ key }) => {
      const state = { state: 'set', endsIn: key.slice(-4), kept: 'session' } as const;
      app = { ...app, key: state };
      changed('app');
      return state;
    },
    'expert.forgetKey': () => {
      app = { ...app, key: { state: 'missing' } };
      changed('app');
      return app.key;
    },
    'expert.test': () => ({ ok: true, words: 'It answered.' }),
    'models.get': ({ id: modelId }) => {
      const { sizeBytes } = find(models.find((model) => model.id === modelId));
      arrive(modelId, { state: 'downloading', receivedBytes: sizeBytes / 2, totalBytes: sizeBytes, source: 'Python packages', bytesPerSecond: 2_000_000 });
      return {};
    },
    'models.stop': ({ id: modelId }) => {
      arrive(modelId, { state: 'absent' });
      return {};
    },
    'models.remove': ({ id: modelId }) => {
      arrive(modelId, { state: 'absent' });
      return {};
    },
    'models.check': () => ({ ok: true, words: 'Every byte is right.' }),
    'ledger.list': ({ runId }) => (scenario.ledger ?? []).filter((entry) => runId === undefined || entry.runId === runId || entry.runId === 'any'),
    'notices.dismiss': ({ id: noticeId }) => {
      app = { ...app, notices: app.notices.filter((notice) => notice.id !== noticeId) };
      changed('app');
      return {};
    },
  };

  const dial = () => dialInfo({
    settings, gate, expert: 'card' in app.expert ? { name: app.expert.card.name, isFree: app.expert.card.where === 'thisDevice', hasPrice: app.expert.card.price !== undefined } : null,
    history: () => ({ spends: [], spentThisMonthUsd: app.spentThisMonthUsd, scores: [], stepsPerDay: 0 }), now: epoch,
  });
  const state = { chats: () => chats, models: () => models, settings: () => settings, app: () => app, gate: () => gate, exam: () => exam, learning: () => learning, dial };
  return {
    calls, arrive, refuse, hold,
    call: async <M extends MethodName>(method: M, input: ParsedInput<M>): Promise<Output<M>> => {
      calls.push({ method, input: structuredClone(input) });
      const waiting = held.get(method);
      if (waiting) await waiting.until;
      const words = refused.get(method);
      if (words !== undefined) throw new TandemError('badInput', words);
      return (handlers[method]?.(input) ?? {}) as Output<M>;
    },
    subscribe: <T extends TopicName>(topic: T, params: TopicParams<T>, tell: (message: TopicMessage<T>) => void) => {
      if (topic === 'run') {
        const { runId, fromSeq } = params as TopicParams<'run'>;
        const run = find(runs.get(runId));
        const give = (events: readonly AnyNumberedEvent[]) => tell({ events } as TopicMessage<T>);
        give(run.events.filter((event) => event.seq >= fromSeq));
        const last = run.events.at(-1);
        if (last === undefined || !terminalTypes.has(last.event.type)) run.listeners.add(give);
        return () => { run.listeners.delete(give); };
      }
      const again = () => tell(state[topic as Exclude<TopicName, 'run'>]() as TopicMessage<T>);
      const all = told.get(topic) ?? new Set();
      told.set(topic, all.add(again));
      again();
      return () => { all.delete(again); };
    },
  };
}
