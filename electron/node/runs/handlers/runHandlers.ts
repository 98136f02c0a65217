import type { Learner } from '../../learn/learner.ts';
import type { RunManager } from '../runManager.ts';
import type { Store } from '../store/openStore.ts';
import { runFiles } from './runFiles.ts';
import type { Handlers, MethodsOf } from './handlers.ts';

/** Answers: asked for, stopped, continued, branched, marked. */
export function runHandlers({ store, runs, learner }: { readonly store: Store; readonly runs: RunManager; readonly learner: Pick<Learner, 'marked' | 'audited'> }): Handlers<MethodsOf<'runs'>> {
  return {
    'runs.start': (input) => runs.start(input),
    'runs.files': ({ runId }) => runFiles(runs.known(runId).request),
    'runs.stop': async ({ runId }) => {
      await runs.stop(runId);
      return {};
    },
    'runs.setDial': ({ runId, dial }) => {
      runs.setDial(runId, dial);
      return {};
    },
    'runs.continue': ({ runId }) => {
      runs.continue(runId);
      return {};
    },
    'runs.events': ({ runId, fromSeq }) => {
      runs.live(runId)?.flush();
      return { status: runs.known(runId).status, events: [...store.runs.events(runId, fromSeq, Number.MAX_SAFE_INTEGER)] };
    },

    'runs.branch': ({ runId, step, by }) => runs.branch(runId, step, by),
    'runs.mark': ({ runId, step, mark }) => {
      runs.mark(runId, step, mark);
      learner.marked();
      return {};
    },
    'runs.audited': ({ runId }) => [...learner.audited(runs.known(runId).id)],
    'runs.marks': ({ runId }) => {
      runs.known(runId);
      return [...store.marks.list(runId)];
    },
  };
}
