import { randomInt } from 'node:crypto';
import path from 'node:path';
import { defaultProfile } from '../../../shared/agent/prompts/profiles.ts';
import type { ExpertModel, LocalModel, ModelCard } from '../../../shared/agent/model.ts';
import type { ExamSource, ExamState } from '../../../shared/contract/gate.ts';
import { isAbort, TandemError, toErrorInfo } from '../../../shared/errors.ts';
import type { ExamChain } from '../../../shared/exam/chain.ts';
import { fitExam } from '../../../shared/exam/fitExam.ts';
import type { QuestionEmbedder } from '../../../shared/learn/domain.ts';
import { mathsDomain } from '../../../shared/switching/gate/gateFile.ts';
import { memoryCallCache } from '../evaluate/calls/callCache.ts';
import { questionsDomain } from '../hera/questionEmbedder.ts';
import type { Log } from '../log.ts';
import { examProgress, finishedWords } from './examProgress.ts';
import { examProblems, sourceName } from './examProblems.ts';
import { openExamFolder, type ExamPlan } from './examFolder.ts';
import type { GateStore } from './gateStore.ts';
import type { NumericProblem } from './goldWay.ts';
import { runExam } from './runExam.ts';

export interface ExamServiceDeps {
  /** `tandemPaths().heads`. */
  readonly folder: string;
  /** The chosen local model, for as long as the exam works. */
  readonly useLocal: (signal: AbortSignal) => Promise<{ readonly engine: { readonly card: ModelCard; readonly model: LocalModel }; release(): void }>;
  /** The chosen expert behind the ledger; null: gold lines correct. */
  readonly useExpert: (signal: AbortSignal) => Promise<ExpertModel | null>;
  readonly gates: GateStore;
  /** Tells later questions of another kind than the exam's; absent: nothing is kept of their kind. */
  readonly embedder?: QuestionEmbedder | undefined;
  readonly log: Pick<Log, 'error'>;
  readonly now: () => number;
  readonly onChange: () => void;
  /** A head was saved. */
  readonly onGate: () => void;
}

/** The exam that the app gives: one at a time, on disk, stopped and gone on with at will. */
export interface ExamService {
  readonly state: ExamState;
  start(input: { readonly source: ExamSource; readonly seconds: number | null; readonly problems: number | null }): Promise<void>;
  stop(): Promise<void>;
  continue(): Promise<void>;
  /** Stops for good; what was examined is kept for the next start. */
  close(): Promise<void>;
}

export function createExamService(deps: ExamServiceDeps): ExamService {
  const { gates, now } = deps;
  const folder = openExamFolder(path.join(deps.folder, 'exam'));
  let state: ExamState = kept();
  let running: { readonly abort: AbortController; readonly done: Promise<void> } | null = null;

  function kept(): ExamState {
    const found = folder.read();
    if (!found) return { state: 'idle' };
    const progress = examProgress(found.plan, found.chains, gates, found.plan.elapsedMs);
    return found.plan.isFinished
      ? { state: 'finished', progress, words: finishedWords(progress) }
      : { state: 'paused', progress, words: 'The exam was interrupted when Tandem was closed. Everything examined is kept; continue to go on.' };
  }
  const set = (next: ExamState) => {
    state = next;
    deps.onChange();
  };

  const launch = (plan: ExamPlan, problems: Iterable<NumericProblem>, before: readonly ExamChain[]) => {
    const abort = new AbortController();
    const done = work(plan, problems, before, abort).catch((error: unknown) => {
      deps.log.error('exam', error);
      set({ state: 'failed', error: toErrorInfo(error) });
    }).finally(() => { if (running === own) running = null; });
    const own = { abort, done };
    running = own;
  };

  const work = async (plan: ExamPlan, problems: Iterable<NumericProblem>, before: readonly ExamChain[], abort: AbortController) => {
    const chains = [...before];
    let startedAt = now();
    const elapsed = () => plan.elapsedMs + now() - startedAt;
    const isDone = () => (plan.seconds !== null && elapsed() >= plan.seconds * 1000) || (plan.problems !== null && chains.length >= plan.problems);
    const tell = () => set({ state: 'running', progress: examProgress(plan, chains, gates, elapsed()) });
    tell();
    let local: Awaited<ReturnType<typeof deps.useLocal>> | null = null;
    let reason = '';
    let cutAt: ReturnType<typeof setTimeout> | undefined;
    try {
      local = await deps.useLocal(abort.signal);
      const { card } = local.engine;
      if (card.sha256 !== plan.modelSha256) throw new TandemError('conflict', `This exam examines ${plan.modelName}, and another model is chosen now. Choose ${plan.modelName} to go on, or start a new exam.`);
      // Loading the model is no exam time.
      startedAt = now();
      const expert = await deps.useExpert(abort.signal);
      const examined = new Set(before.map((chain) => chain.problem));
      const timeUp = new AbortController();
      if (plan.seconds !== null) cutAt = setTimeout(() => timeUp.abort(), Math.max(0, plan.seconds * 1000 - plan.elapsedMs));
      const open = (function* () { for (const problem of problems) if (!isDone() && !examined.has(problem.id)) yield problem; })();
      await runExam(open, {
        local: local.engine.model, expert, profile: plan.profile, cache: memoryCallCache(), seed: plan.seed, atOnce: 1, branchShare: { wrong: 0, right: 0.2 }, probes: [], gate: null,
        onChain: (chain) => {
          chains.push(chain);
          folder.add(chain);
          folder.savePlan({ ...plan, elapsedMs: elapsed() });
          tell();
        },
      }, AbortSignal.any([abort.signal, timeUp.signal])).catch((error: unknown) => {
        // Time that runs out in the middle of a problem ends the exam like any other end.
        if (!timeUp.signal.aborted || abort.signal.aborted) throw error;
      });
      if (abort.signal.aborted) reason = 'Paused. Everything examined is kept; continue to go on.';
    } catch (error) {
      if (isAbort(error) || abort.signal.aborted) reason = 'Paused. Everything examined is kept; continue to go on.';
      // An expert that cannot be reached now may be back later, and a cap can be raised; the plan is worth keeping before the first problem, too.
      else if (chains.length === 0 && !(error instanceof TandemError && (error.kind === 'expertUnreachable' || error.kind === 'spendingCapReached'))) throw error;
      else {
        deps.log.error('exam', error);
        reason = `${toErrorInfo(error).message} The exam is paused; everything examined is kept.`;
      }
    } finally {
      clearTimeout(cutAt);
      local?.release();
    }
    const spent = { ...plan, elapsedMs: elapsed() };
    const fitted = chains.length > 0 && await fit(spent, chains);
    folder.savePlan({ ...spent, isFinished: reason === '' });
    const progress = examProgress(spent, chains, gates, spent.elapsedMs);
    if (reason !== '') set({ state: 'paused', progress, words: reason });
    else if (fitted) set({ state: 'finished', progress, words: finishedWords(progress) });
    else set({ state: 'finished', progress, words: 'The time was over before one problem was examined, so nothing was fitted. Take more time.' });
  };

  /** Also on a pause: what is known so far is better than what was known before. */
  const fit = async (plan: ExamPlan, chains: readonly ExamChain[]): Promise<boolean> => {
    const shipped = gates.shippedFor({ sha256: plan.modelSha256, profile: plan.profile });
    const domain = await questionsDomain(chains.map((chain) => chain.question), deps.embedder ?? null) ?? shipped?.domain;
    const fitted = fitExam(chains, {
      key: { modelSha256: plan.modelSha256, profile: plan.profile, domain: mathsDomain }, modelName: plan.modelName, data: sourceName(plan.source),
      examiner: 'gold intermediate values, else the chain\'s end', seed: plan.seed, command: 'the exam in the app', date: new Date(now()).toISOString(), usdPerStep: null, draws: 1000,
      prior: shipped?.head ?? null,
    });
    gates.save({ ...fitted, ...(domain ? { domain } : {}), exam: `${plan.seed}` });
    deps.onGate();
    return true;
  };

  const refuseSecond = () => {
    if (state.state === 'running') throw new TandemError('conflict', 'An exam is under way. Stop it first, or wait for its end.');
  };

  return {
    get state() { return state; },
    start: async ({ source, seconds, problems }) => {
      refuseSecond();
      const seed = randomInt(2 ** 31);
      const given = await examProblems(source, seed);
      const local = await deps.useLocal(new AbortController().signal);
      const { card } = local.engine;
      local.release();
      if (card.sha256 === undefined) throw new TandemError('badInput', 'This model\'s file is not in the catalog and its SHA-256 is not known, so a fitted gate could not be kept for it. Choose a model from the list.');
      refuseSecond();
      const plan: ExamPlan = { version: 1, source, seed, seconds, problems, modelSha256: card.sha256, profile: card.profile ?? defaultProfile, modelName: card.name, elapsedMs: 0, isFinished: false };
      folder.begin(plan);
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
      launch(found.plan, await examProblems(found.plan.source, found.plan.seed), found.chains);
    },
    close: async () => {
      running?.abort.abort();
      await running?.done;
    },
  };
}
