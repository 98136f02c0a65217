import { setImmediate } from 'node:timers/promises';
import type { ModelCard } from '../../../shared/agent/model.ts';
import type { Settings } from '../../../shared/contract/entities.ts';
import type { LearningInfo } from '../../../shared/contract/learning.ts';
import type { ExamChain } from '../../../shared/exam/chain.ts';
import { TandemError } from '../../../shared/errors.ts';
import { fitChallenger } from '../../../shared/learn/challenger/fitChallenger.ts';
import { weightedRows } from '../../../shared/learn/challenger/labels.ts';
import { linearHeadKind, refitFor } from '../../../shared/learn/challenger/linearHead.ts';
import type { Gate, GateKey } from '../../../shared/switching/gate/gateFile.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import { keyOf, type GateStore } from '../exam/gateStore.ts';
import type { Log } from '../log.ts';
import type { Store } from '../runs/store/openStore.ts';
import { auditedSteps } from './audit.ts';
import { collectLabels } from './collectLabels.ts';
import { learningInfo } from './learningInfo.ts';
import { promotedGate } from './promotedGate.ts';
import { verdictWords } from './verdictWords.ts';

export interface LearnerDeps {
  readonly store: Pick<Store, 'learning' | 'runs'>;
  readonly gates: GateStore;
  readonly settings: () => Pick<Settings, 'auditShare' | 'refitEvery'>;
  /** The local model in use; null while none is loaded. */
  readonly card: () => ModelCard | null;
  /** The last exam of this model; empty: none. */
  readonly examChains: (key: GateKey) => readonly ExamChain[];
  readonly now: () => number;
  readonly log: Pick<Log, 'error' | 'info'>;
  readonly onChange: () => void;
  /** Another head is in use. */
  readonly onGate: () => void;
}

/** Learning from use: audits, challengers, drift, and the way back. */
export interface Learner {
  info(): LearningInfo;
  /** Steps of an ended answer that the user is asked about. */
  audited(runId: string): readonly number[];
  /** A mark was made or taken back: fits a challenger in the background once enough are new. */
  marked(): void;
  /** The same now, with what is there. */
  refit(): void;
  useFormer(index: number): void;
  /** Resolves once no challenger is being fitted. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Labels below which a challenger is refused: nothing could be held out. */
const fewestLabels = 50;
const seed = 0x1ea2;

export function createLearner(deps: LearnerDeps): Learner {
  const { store, gates, now } = deps;
  let fitting: Promise<void> | null = null;
  let isClosed = false;

  const subject = (): { readonly key: GateKey; readonly gate: Gate } | null => {
    const card = deps.card();
    const key = card && keyOf(card);
    const gate = card && gates.forModel(card);
    return key && gate ? { key, gate } : null;
  };
  let read: { readonly of: string; readonly labels: ReturnType<typeof collectLabels> } | null = null;
  /** Since the head was fitted; read anew after a mark, another head or a deleted chat. */
  const labelsOf = ({ key, gate }: { readonly key: GateKey; readonly gate: Gate }) => {
    const since = Date.parse(gate.file.head.provenance.date);
    const of = `${headName(key)} ${since} ${store.learning.markedCount(since)}`;
    if (read?.of !== of) read = { of, labels: collectLabels(store, key, since) };
    return read.labels;
  };
  const headName = ({ modelSha256, profile, domain }: GateKey) => `${modelSha256.slice(0, 16)} ${profile} ${domain}`;
  /** Marks up to here have had their challenger. */
  const triedUpTo = ({ key, gate }: { readonly key: GateKey; readonly gate: Gate }) => Math.max(Date.parse(gate.file.head.provenance.date), store.learning.lastRefit(headName(key))?.at ?? 0);

  const pause = async () => {
    await setImmediate();
    if (isClosed) throw new TandemError('cancelled', 'Stopped.');
  };

  const challenge = async (of: { readonly key: GateKey; readonly gate: Gate }) => {
    const rows = weightedRows(labelsOf(of));
    const refit = refitFor(rows);
    const { columns, model, calibration } = of.gate.file.head;
    const at = now();
    const verdict = await fitChallenger({ champion: { columns, model, calibration }, rows, random: seededRandom(seed, rows.length), ...linearHeadKind(refit, pause) });
    // An exam may have been taken, or a former head put back, in the meantime: that one was not challenged.
    const present = subject();
    if (!present || JSON.stringify(present.gate.file.head) !== JSON.stringify(of.gate.file.head)) return;
    store.learning.addRefit(headName(of.key), { at, isPromoted: verdict.isPromoted, words: verdictWords(verdict, refit) });
    if (!verdict.isPromoted) return;
    gates.save(promotedGate(of.gate.file, verdict, rows, { refit, date: new Date(at).toISOString(), seed, chains: deps.examChains(of.key) }));
    deps.log.info(`a challenger took the gate's place after ${rows.length} labels`);
    deps.onGate();
  };

  const launch = (of: { readonly key: GateKey; readonly gate: Gate }) => {
    fitting = challenge(of).catch((error: unknown) => { if (!isClosed) deps.log.error('continual refit', error); }).finally(() => {
      fitting = null;
      if (!isClosed) deps.onChange();
    });
    deps.onChange();
  };

  return {
    info: () => {
      const of = subject();
      return learningInfo({
        gate: of?.gate ?? null, labels: of ? labelsOf(of) : [], since: of ? triedUpTo(of) : 0, refitEvery: deps.settings().refitEvery, isFitting: fitting !== null,
        lastTry: of ? store.learning.lastRefit(headName(of.key)) : null, history: of ? gates.history({ sha256: of.key.modelSha256, profile: of.key.profile }) : [],
      });
    },
    audited: (runId) => auditedSteps(store, runId, deps.settings().auditShare, now()),
    marked: () => {
      read = null;
      deps.onChange();
      const of = subject();
      if (!of || fitting || isClosed) return;
      const since = triedUpTo(of);
      const every = deps.settings().refitEvery;
      // The count costs nothing; which of them this model's are is looked up only when there may be enough.
      if (store.learning.markedCount(since) >= every && labelsOf(of).filter((label) => label.at > since).length >= every) launch(of);
    },
    refit: () => {
      const of = subject();
      if (!of) throw new TandemError('notFound', 'There is no head of this model that could be fitted anew. Take an exam first; your marks are kept.');
      if (fitting) throw new TandemError('conflict', 'A challenger is being fitted already. Wait a moment.');
      const { length } = labelsOf(of);
      if (length < fewestLabels) throw new TandemError('badInput', `${length} of this model's steps were marked since its head was fitted, and at least ${fewestLabels} are needed to tell better from luck. Nothing was changed; your marks are kept.`);
      launch(of);
    },
    useFormer: (index) => {
      const card = deps.card();
      if (!card) throw new TandemError('notFound', 'The local model is not loaded yet. Nothing was changed; try again in a moment.');
      gates.useFormer(card, index);
      deps.onGate();
      deps.onChange();
    },
    settled: async () => { await fitting; },
    close: async () => {
      isClosed = true;
      await fitting;
    },
  };
}
