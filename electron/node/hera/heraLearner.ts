import { setImmediate } from 'node:timers/promises';
import type { Settings } from '../../../shared/contract/entities.ts';
import { TandemError } from '../../../shared/errors.ts';
import type { Embedder } from '../../../shared/hera/embedder.ts';
import { likenessInUse, refitHera } from '../../../shared/hera/fit/refitHera.ts';
import type { HeraFile } from '../../../shared/hera/heraFile.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import { emptyRun, reduceRunAll } from '../../../shared/trace/reduceRun.ts';
import type { Log } from '../log.ts';
import type { Store } from '../runs/store/openStore.ts';
import type { HeraStore } from './heraStore.ts';
import { usedStates } from './usedStates.ts';

export interface HeraLearnerDeps {
  readonly store: Pick<Store, 'learning' | 'runs'>;
  readonly profiles: Pick<HeraStore, 'forPair' | 'save'>;
  readonly embedder: () => Promise<Embedder | null>;
  readonly settings: () => Pick<Settings, 'refitEvery'>;
  readonly log: Pick<Log, 'error' | 'info'>;
  readonly now: () => number;
}

/** Refits a pair's profile from use, every so many requests (HERA, section 3.4: 1,000; here 200, a setting). */
export interface HeraLearner {
  /** An answer has ended. */
  ended(runId: string): void;
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Requests that are looked at; older ones tell of older habits. */
const mostRequests = 2000;
const seed = 0x4e2a;

export function createHeraLearner(deps: HeraLearnerDeps): HeraLearner {
  const { store, profiles } = deps;
  let fitting: Promise<void> | null = null;
  let isClosed = false;
  const pause = async () => {
    await setImmediate();
    if (isClosed) throw new TandemError('cancelled', 'Stopped.');
  };
  const viewOf = (runId: string) => reduceRunAll(emptyRun, store.runs.eventsWithoutText(runId));
  const nameOf = ({ provenance: { localSha256, expertId, profile } }: HeraFile) => `hera ${localSha256.slice(0, 16)} ${expertId} ${profile}`;

  const challenge = async (file: HeraFile, runs: readonly { readonly runId: string; readonly chatId: string }[]) => {
    const embedder = await deps.embedder();
    if (embedder?.id !== file.provenance.embedder) return;
    const at = deps.now();
    const rows = await likenessInUse(runs.flatMap(({ runId, chatId }) => usedStates(viewOf(runId), chatId, file.provenance)), embedder);
    const found = await refitHera(file, rows, seededRandom(seed, rows.length), pause);
    if (!found) return;
    const { verdict } = found;
    store.learning.addRefit(nameOf(file), {
      at, isPromoted: verdict.isPromoted,
      words: `${rows.length} steps of ${runs.length} requests: held-out log-loss ${verdict.lossBefore.toFixed(3)} before, ${verdict.lossAfter.toFixed(3)} after; ${verdict.isPromoted ? 'the new head is in use' : 'the head in use stays'}.`,
    });
    if (!verdict.isPromoted) return;
    profiles.save({ ...found.file, provenance: { ...file.provenance, date: new Date(at).toISOString() } });
    deps.log.info(`HERA's likeness head was refitted after ${runs.length} requests`);
  };

  const look = (runId: string) => {
    if (fitting || isClosed) return;
    const view = viewOf(runId);
    const { file } = view.local && view.expert ? profiles.forPair(view.local, view.expert) : { file: null };
    if (!file) return;
    const since = Math.max(Date.parse(file.provenance.date) || 0, store.learning.lastRefit(nameOf(file))?.at ?? 0);
    const runs = store.learning.endedRuns(since, mostRequests);
    if (runs.length < deps.settings().refitEvery) return;
    fitting = challenge(file, runs).catch((error: unknown) => { if (!isClosed) deps.log.error("refitting HERA's profile", error); }).finally(() => { fitting = null; });
  };

  return {
    // Learning may fail; the answer that has just ended may not.
    ended: (runId) => {
      try {
        look(runId);
      } catch (error) {
        deps.log.error("refitting HERA's profile", error);
      }
    },
    settled: async () => { await fitting; },
    close: async () => {
      isClosed = true;
      await fitting;
    },
  };
}
