import { randomInt } from 'node:crypto';
import { defaultProfile } from '../../../shared/agent/prompts/profiles.ts';
import type { ExpertModel, LocalModel, ModelCard } from '../../../shared/agent/model.ts';
import type { ExamSource, ExamState } from '../../../shared/contract/gate.ts';
import { isAbort, TandemError, toErrorInfo } from '../../../shared/errors.ts';
import type { ExamChain } from '../../../shared/exam/chain.ts';
import { secondRoundThresholds } from '../../../shared/exam/secondRound.ts';
import type { QuestionEmbedder } from '../../../shared/learn/domain.ts';
import { probabilityWrong } from '../../../shared/switching/gate/fitHead.ts';
import type { GateFile } from '../../../shared/switching/gate/gateFile.ts';
import { memoryCallCache } from '../evaluate/calls/callCache.ts';
import type { Log } from '../log.ts';
import { asStoreError } from '../runs/store/storeErrors.ts';
import { examId, fitOfExam } from './examFit.ts';
import { examPlace, examPlaces, openExamFolder, type ExamFolder, type ExamPlan } from './examFolder.ts';
import { examProblems } from './examProblems.ts';
import { examProgress, finishedWords } from './examProgress.ts';
import type { GateStore } from './gateStore.ts';
import type { NumericProblem } from './goldWay.ts';
import { mayPass, pausedByWords, pausedWords } from './pause.ts';
import { runExam } from './runExam.ts';

export interface ExamServiceDeps {
  /** `tandemPaths().heads`. */
  readonly folder: string;
  /** The chosen local model, for as long as the exam works. */
  readonly useLocal: (signal: AbortSignal) => Promise<{ readonly engine: { readonly card: ModelCard; readonly model: LocalModel }; release(): void }>;
  /**
   * The chosen expert behind the ledger, for as long as the exam works; null: gold lines correct. One that took part so
   * far (`isNeeded`) is not left out: it says why it cannot be asked now.
   */
  readonly useExpert: (signal: AbortSignal, isNeeded: boolean) => Promise<{ readonly model: ExpertModel; release(): void } | null>;
  readonly gates: GateStore;
  /** Tells later questions of another kind than the exam's; absent: nothing is kept of their kind. */
  readonly embedder?: QuestionEmbedder | undefined;
  readonly log: Pick<Log, 'error'>;
  readonly now: () => number;
  readonly onChange: () => void;
  /** A head was saved. */
  readonly onGate: () => void;
}

export interface ExamStart {
  readonly source: ExamSource; readonly seconds: number | null; readonly problems: number | null;
  /** Also question the model about its own steps. */
  readonly asksItself?: boolean | undefined;
}

/** Shorter exams have too few labels to part with a third of them. */
const shortestWithSecondRound = 300;

/** The exam that the app gives: one at a time, on disk, stopped and gone on with at will. */
export interface ExamService {
  readonly state: ExamState;
  start(input: ExamStart): Promise<void>;
  stop(): Promise<void>;
  continue(): Promise<void>;
  /** Another model is in use: from now on its exam is the one that is told of. Does nothing while one is running. */
  lookAt(card: Pick<ModelCard, 'sha256' | 'profile'>): void;
  /** Stops for good; what was examined is kept for the next start. */
  close(): Promise<void>;
}

export function createExamService(deps: ExamServiceDeps): ExamService {
  const { gates, now } = deps;
  // Each model has its own place; at first the latest exam is told of, whosever it was.
  let folder = openExamFolder(examPlaces(deps.folder)[0] ?? examPlace(deps.folder, { modelSha256: 'none', profile: defaultProfile }));
  let state: ExamState = kept();
  let running: { readonly abort: AbortController; readonly done: Promise<void> } | null = null;

  function kept(): ExamState {
    const found = folder.read();
    if (!found) return { state: 'idle' };
    const { plan, chains } = found;
    const progress = examProgress(plan, chains, before(folder, plan), plan.elapsedMs);
    if (!plan.isFinished) return { state: 'paused', progress, words: 'The exam was interrupted when Tandem was closed. Everything examined is kept; continue to go on.' };
    const gate = gates.forModel({ sha256: plan.modelSha256, profile: plan.profile })?.file;
    return { state: 'finished', progress, words: finishedWords(progress, gate?.exam === examId(plan) ? gate : undefined) };
  }
  /** An exam of an older Tandem did not keep the gate from before: then only the shipped one has certainly not seen its steps. */
  function before(of: ExamFolder, plan: ExamPlan): GateFile | null {
    const known = of.gateBefore();
    return known === undefined ? gates.shippedFor({ sha256: plan.modelSha256, profile: plan.profile }) : known;
  }
  const set = (next: ExamState) => {
    state = next;
    deps.onChange();
  };

  const launch = (plan: ExamPlan, problems: Iterable<NumericProblem>, before: readonly ExamChain[]) => {
    const abort = new AbortController();
    const done = work(plan, problems, before, abort).catch((error: unknown) => {
      deps.log.error('exam', error);
      set({ state: 'failed', error: toErrorInfo(asStoreError(error)) });
    }).finally(() => { if (running === own) running = null; });
    const own = { abort, done };
    running = own;
  };

  const work = async (plan: ExamPlan, problems: Iterable<NumericProblem>, earlier: readonly ExamChain[], abort: AbortController) => {
    const chains = [...earlier];
    const gateBefore = before(folder, plan);
    let startedAt = now();
    const elapsed = () => plan.elapsedMs + now() - startedAt;
    const isDone = () => (plan.seconds !== null && elapsed() >= plan.seconds * 1000) || (plan.problems !== null && chains.length >= plan.problems);
    const progressNow = (at = elapsed()) => examProgress(plan, chains, gateBefore, at);
    const tell = () => set({ state: 'running', progress: progressNow() });
    tell();
    let local: Awaited<ReturnType<typeof deps.useLocal>> | null = null;
    let expert: Awaited<ReturnType<typeof deps.useExpert>> = null;
    let examinedCard: ModelCard | null = null;
    let reason = '';
    let cutAt: ReturnType<typeof setTimeout> | undefined;
    try {
      local = await deps.useLocal(abort.signal);
      const { card, model } = local.engine;
      if (card.sha256 !== plan.modelSha256) throw new TandemError('conflict', `This exam examines ${plan.modelName}, and another model is chosen now. Choose ${plan.modelName} to go on, or start a new exam.`);
      examinedCard = card;
      // Loading the model is no exam time.
      startedAt = now();
      expert = await deps.useExpert(abort.signal, earlier.some((chain) => chain.expert));
      const corrector = expert?.model ?? null;
      const timeUp = new AbortController();
      if (plan.seconds !== null) cutAt = setTimeout(() => timeUp.abort(), Math.max(0, plan.seconds * 1000 - plan.elapsedMs));
      const examined = new Set(earlier.map((chain) => chain.problem));
      const source = problems[Symbol.iterator]();
      /** @param until time at which this round ends */
      const round = (until: number, gate: GateFile | null) => {
        const open = (function* () {
          while (!isDone() && elapsed() < until) {
            const next = source.next();
            if (next.done === true) return;
            if (!examined.has(next.value.id)) yield next.value;
          }
        })();
        // Gone on with after a pause, the thresholds go on in turn as well.
        const turn = chains.filter((chain) => chain.round === 2).length % secondRoundThresholds.length;
        return runExam(open, {
          local: model, expert: corrector, profile: plan.profile, cache: memoryCallCache(), seed: plan.seed, atOnce: 1, branchShare: { wrong: 0.5, right: 0.2 }, probes: plan.asksItself === true ? ['judge', 'agreement'] : [],
          gate: gate && { pWrong: (values) => probabilityWrong(gate.head, values), thresholds: [...secondRoundThresholds.slice(turn), ...secondRoundThresholds.slice(0, turn)] },
          onChain: (chain) => {
            // What could not be stored is not counted: gone on with, the exam works that problem again.
            folder.add(chain);
            chains.push(chain);
            folder.saveState({ elapsedMs: elapsed(), isFinished: false });
            tell();
          },
        }, AbortSignal.any([abort.signal, timeUp.signal]));
      };
      const turnAt = plan.seconds !== null && plan.seconds >= shortestWithSecondRound ? (plan.seconds * 1000 * 2) / 3 : Number.POSITIVE_INFINITY;
      try {
        await round(turnAt, null);
        if (!isDone() && elapsed() >= turnAt && !abort.signal.aborted) await round(Number.POSITIVE_INFINITY, await secondGate(plan, card, chains));
      } catch (error) {
        // Time that runs out in the middle of a problem ends the exam like any other end.
        if (!timeUp.signal.aborted || abort.signal.aborted) throw error;
      }
      if (abort.signal.aborted) reason = pausedWords;
    } catch (error) {
      if (isAbort(error) || abort.signal.aborted) reason = pausedWords;
      else if (chains.length === 0 && !mayPass(error)) throw error;
      else reason = pausedBy(error);
    } finally {
      clearTimeout(cutAt);
      local?.release();
      expert?.release();
    }
    const elapsedMs = elapsed();
    let gate: GateFile | null = null;
    try {
      gate = examinedCard !== null && chains.length > 0 ? await fit(plan, examinedCard, chains) : null;
      folder.saveState({ elapsedMs, isFinished: reason === '' });
    } catch (error) {
      reason = pausedBy(error);
    }
    const progress = progressNow(elapsedMs);
    if (reason !== '') set({ state: 'paused', progress, words: reason });
    else if (chains.length > 0) set({ state: 'finished', progress, words: finishedWords(progress, gate) });
    else set({ state: 'finished', progress, words: 'The time was over before one problem was examined, so nothing was fitted. Take more time.' });
  };

  const pausedBy = (error: unknown): string => {
    deps.log.error('exam', error);
    return pausedByWords(error);
  };

  /** Also on a pause: what is known so far is better than what was known before. */
  const fit = async (plan: ExamPlan, card: ModelCard, chains: readonly ExamChain[]): Promise<GateFile | null> => {
    const gate = await fitOfExam(plan, card, chains, deps);
    if (gate === null) return null;
    gates.save(gate);
    deps.onGate();
    return gate;
  };

  /** Fitted once, on the first round alone. Null where that taught nothing: then the exam goes on as it began. */
  const secondGate = async (plan: ExamPlan, card: ModelCard, chains: readonly ExamChain[]): Promise<GateFile | null> => {
    const known = folder.secondGate();
    if (known) return known;
    const gate = await fitOfExam(plan, card, chains.filter((chain) => chain.round === 1), deps, 100);
    if (gate) folder.saveSecondGate(gate);
    return gate;
  };

  const refuseSecond = () => {
    if (state.state === 'running') throw new TandemError('conflict', 'An exam is under way. Stop it first, or wait for its end.');
  };

  return {
    get state() { return state; },
    start: async ({ source, seconds, problems, asksItself }) => {
      refuseSecond();
      const seed = randomInt(2 ** 31);
      const { problems: given, count } = await examProblems(source, seed);
      // Whoever gives fewer examples than they ask for, or all of them, can be told how many are left.
      const planned = seconds === null && count !== null ? Math.min(problems ?? count, count) : problems;
      const local = await deps.useLocal(new AbortController().signal);
      const { card } = local.engine;
      local.release();
      if (card.sha256 === undefined) throw new TandemError('badInput', 'The SHA-256 of this model\'s file is not known, so a fitted gate could not be kept for it. Nothing was changed; choose another model.');
      refuseSecond();
      const plan: ExamPlan = { version: 1, source, seed, seconds, problems: planned, modelSha256: card.sha256, profile: card.profile ?? defaultProfile, modelName: card.name, ...(asksItself === true ? { asksItself } : {}), elapsedMs: 0, isFinished: false };
      folder = openExamFolder(examPlace(deps.folder, plan));
      folder.begin(plan, gates.forModel(card)?.file ?? null);
      launch(plan, given, []);
    },
    stop: async () => {
      running?.abort.abort();
      await running?.done;
    },
    continue: async () => {
      refuseSecond();
      const found = folder.read();
      if (!found || found.plan.isFinished) throw new TandemError('notFound', 'There is no exam to go on with. Start a new one.');
      launch(found.plan, (await examProblems(found.plan.source, found.plan.seed)).problems, found.chains);
    },
    lookAt: ({ sha256, profile = defaultProfile }) => {
      if (state.state === 'running' || sha256 === undefined) return;
      const place = examPlace(deps.folder, { modelSha256: sha256, profile });
      const plan = folder.read()?.plan;
      if (plan?.modelSha256 === sha256 && plan.profile === profile) return;
      folder = openExamFolder(place);
      set(kept());
    },
    close: async () => {
      running?.abort.abort();
      await running?.done;
    },
  };
}
