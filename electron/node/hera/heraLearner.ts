import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Settings } from '../../../shared/contract/entities.ts';
import type { HeraInfo } from '../../../shared/contract/hera.ts';
import { TandemError } from '../../../shared/errors.ts';
import type { Embedder } from '../../../shared/hera/embedder.ts';
import { heldTo, likenessInUse, refitHera, type KeptState, type UsedState } from '../../../shared/hera/fit/refitHera.ts';
import type { HeraFile } from '../../../shared/hera/heraFile.ts';
import { foreignTo } from '../../../shared/learn/domain.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import { emptyRun, reduceRunAll } from '../../../shared/trace/reduceRun.ts';
import type { Log } from '../log.ts';
import type { Store } from '../runs/store/openStore.ts';
import type { HeraStore } from './heraStore.ts';
import { isOfPair, keptStates, usedStates } from './usedStates.ts';

export interface HeraLearnerDeps {
  readonly store: Pick<Store, 'learning' | 'runs'>;
  readonly profiles: Pick<HeraStore, 'forPair' | 'save'>;
  /** `why`: in a sentence, where there is none. */
  readonly embedder: () => Promise<{ readonly embedder: Embedder | null; readonly why: string }>;
  readonly settings: () => Pick<Settings, 'refitEvery'>;
  readonly log: Pick<Log, 'error' | 'info'>;
  readonly now: () => number;
}

/** What a pair's profile has learnt from use, for people. */
export type HeraRefitInfo = NonNullable<HeraInfo['refit']>;

/** Refits a pair's profile from use, every so many requests (HERA, section 3.4: 1,000; here 200, a setting). */
export interface HeraLearner {
  /** An answer has ended. */
  ended(runId: string): void;
  /** The embedding model has come: what waited for it is tried. */
  embedderCame(): void;
  /** What became of the pair's last refit, and how far the next one is. */
  about(file: HeraFile): HeraRefitInfo;
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Requests that a fit looks at, about 10,000 asked steps, or as many as make one due; older ones tell of older habits. */
const mostRequests = 2000;
/** A pair that answers one in so many requests still learns. */
const oneIn = 10;
const seed = 0x4e2a;

export function createHeraLearner(deps: HeraLearnerDeps): HeraLearner {
  const { store, profiles } = deps;
  let fitting: Promise<void> | null = null;
  let isClosed = false;
  /** Why the last refit that was due was not made, and the answer that made it due, by the pair's name. */
  const waits = new Map<string, { readonly why: string; readonly runId: string }>();
  const pause = async () => {
    await setImmediate();
    if (isClosed) throw new TandemError('cancelled', 'Stopped.');
  };
  const viewOf = (runId: string) => reduceRunAll(emptyRun, store.runs.eventsWithoutText(runId));
  const nameOf = ({ provenance: { localSha256, expertId, profile } }: HeraFile) => `hera ${localSha256.slice(0, 16)} ${expertId} ${profile}`;
  const fittedAt = ({ provenance: { date, refitted = date } }: HeraFile) => Math.max(Date.parse(date) || 0, Date.parse(refitted) || 0);
  /** Whether a pair worked an answer, by both names: it stands in the first event, for good, and is asked at every answer that ends. */
  const isOf = new Map<string, boolean>();
  const isWorkedBy = (file: HeraFile, runId: string): boolean => {
    const key = `${nameOf(file)} ${runId}`;
    const found = isOf.get(key) ?? isOfPair(reduceRunAll(emptyRun, store.runs.events(runId, 1, 1)), file.provenance);
    isOf.set(key, found);
    return found;
  };
  /** The answers of this very pair. */
  const runsOf = (file: HeraFile, since: number) => {
    const most = Math.max(mostRequests, deps.settings().refitEvery);
    return store.learning.endedRuns(since, oneIn * most).filter(({ runId }) => isWorkedBy(file, runId)).slice(-most);
  };
  /** Since the last challenge, whatever came of it. */
  const newRuns = (file: HeraFile) => runsOf(file, Math.max(fittedAt(file), store.learning.lastRefit(nameOf(file))?.at ?? 0));

  /** @param present the pair's profile at the time it is asked */
  const challenge = async (file: HeraFile, runId: string, present: () => HeraFile | null) => {
    const { embedder, why } = await deps.embedder();
    if (embedder?.id !== file.provenance.embedder) {
      waits.set(nameOf(file), { runId, why: embedder === null ? why : `The embedding model is another one than the profile was made with (${file.provenance.embedder}).` });
      return;
    }
    waits.delete(nameOf(file));
    const at = deps.now();
    // All that was seen since the head in use was fitted, also by challengers that were not promoted.
    const runs = runsOf(file, fittedAt(file));
    const used: UsedState[] = [];
    const kept: KeptState[] = [];
    // HERA leaves questions of another kind to AdaSwitch, so a head fitted on them would serve nobody and could harm the profiled kind.
    const foreign = foreignTo(file.domain, embedder);
    let others = 0;
    for (const { runId, chatId } of runs) {
      await pause();
      const view = viewOf(runId);
      if (await foreign(view.question) !== null) {
        others += 1;
        continue;
      }
      used.push(...usedStates(view, chatId, file.provenance));
      kept.push(...keptStates(view, chatId, file.provenance));
    }
    const rows = await likenessInUse(used, embedder);
    const found = await refitHera(file, rows, seededRandom(seed, rows.length), pause, file.likeness === null ? [] : heldTo(file.likeness, kept));
    if (!found) return;
    const { verdict } = found;
    // A refit takes a while: whoever put another profile in use meanwhile shall not find it undone.
    const isSame = isDeepStrictEqual(present(), file);
    const isPromoted = verdict.isPromoted && isSame;
    const outcome = !isSame ? 'another profile was put in use meanwhile and stays' : isPromoted ? 'the new head is in use' : 'the head in use stays';
    store.learning.addRefit(nameOf(file), {
      at, isPromoted,
      words: `${rows.length} asked steps and ${kept.length} that stayed here, of ${runs.length - others} requests${others === 0 ? '' : ` (${others} more are of another kind than the profiled ones, which HERA leaves to AdaSwitch)`}: held-out log-loss ${verdict.lossBefore.toFixed(3)} before, ${verdict.lossAfter.toFixed(3)} after; ${outcome}.`,
    });
    if (!isPromoted) return;
    profiles.save({ ...found.file, provenance: { ...file.provenance, refitted: new Date(at).toISOString() }, accuracies: file.accuracies.filter(({ part }) => part !== 'likeness') });
    deps.log.info(`HERA's likeness head was refitted after ${runs.length - others} requests`);
  };

  const look = (runId: string) => {
    if (fitting || isClosed) return;
    const view = reduceRunAll(emptyRun, store.runs.events(runId, 1, 1));
    const { local, expert } = view;
    if (!local || !expert) return;
    const present = () => profiles.forPair(local, expert).file;
    const file = present();
    if (!file || file.likeness === null || newRuns(file).length < deps.settings().refitEvery) return;
    fitting = challenge(file, runId, present).catch((error: unknown) => { if (!isClosed) deps.log.error("refitting HERA's profile", error); }).finally(() => { fitting = null; });
  };

  // Learning may fail; the answer that has just ended may not.
  const lookSafely = (runId: string) => {
    try {
      look(runId);
    } catch (error) {
      deps.log.error("refitting HERA's profile", error);
    }
  };

  return {
    ended: lookSafely,
    embedderCame: () => {
      const due = [...waits.values()];
      waits.clear();
      for (const { runId } of due) lookSafely(runId);
    },
    about: (file) => {
      const last = store.learning.lastRefit(nameOf(file));
      return { requests: newRuns(file).length, every: deps.settings().refitEvery, last: last && { at: last.at, words: last.words }, waits: waits.get(nameOf(file))?.why ?? null };
    },
    settled: async () => { await fitting; },
    close: async () => {
      isClosed = true;
      await fitting;
    },
  };
}
