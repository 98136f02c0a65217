import { emptyRun, reduceRunAll } from '../../../shared/trace/reduceRun.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import type { Store } from '../runs/store/openStore.ts';

/**
 * The accepted local steps of an ended answer that the user is asked about. Each is drawn once, by the run's own seed,
 * and the draw is kept with its probability whichever way it went: later labels are weighted by it.
 */
export function auditedSteps(store: Pick<Store, 'learning' | 'runs'>, runId: string, share: number, at: number): readonly number[] {
  const run = store.runs.get(runId);
  if (!run || run.status === 'running') return [];
  const known = store.learning.draws(runId);
  if (share > 0 && run.request.shape === 'steps') {
    const drawn = new Set(known.map((draw) => draw.step));
    const view = reduceRunAll(emptyRun, store.runs.eventsWithoutText(runId));
    const fresh = view.steps.filter((step) => step.state === 'accepted' && step.by === 'local' && step.tokens.length > 0 && !drawn.has(step.index))
      .map(({ index }) => ({ step: index, share, isDrawn: seededRandom(run.request.seed, 0xa0d17, index)() < share }));
    if (fresh.length > 0) store.learning.addDraws(runId, fresh, at);
  }
  return store.learning.draws(runId).filter((draw) => draw.isDrawn).map((draw) => draw.step);
}
