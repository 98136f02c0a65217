import { useEffect } from 'react';
import { create } from 'zustand';
import { emptyRun } from '../../shared/trace/reduceRun.ts';
import type { RunView } from '../../shared/trace/view.ts';
import { withEveryClient } from './connection.ts';
import { followRun } from './followRun.ts';
import { nextFrame } from './nextFrame.ts';
import { isDisconnected, tellError } from './toasts.ts';

interface Runs {
  readonly views: Readonly<Record<string, RunView>>;
  /** Raised to follow a run anew after it was continued: its topic had closed itself. */
  readonly rounds: Readonly<Record<string, number>>;
}

export const useRuns = create<Runs>(() => ({ views: {}, rounds: {} }));

/** Views kept of runs that nobody looks at any more. */
const maxKept = 60;

/** The run's view, followed for as long as somebody uses it. */
export function useRunView(runId: string): RunView {
  const round = useRuns((state) => state.rounds[runId] ?? 0);
  useEffect(() => withEveryClient((client) =>
    followRun({
      client, runId, from: viewOf(runId), schedule: nextFrame,
      tell: (view) => useRuns.setState(({ views }) => ({ views: keep(views, runId, view) })),
      fail: (error) => { if (!isDisconnected(error)) tellError(error); },
    })), [runId, round]);
  return useRuns((state) => state.views[runId] ?? emptyRun);
}

/** To be called after `runs.continue`. */
export function followAgain(runId: string): void {
  useRuns.setState(({ rounds }) => ({ rounds: { ...rounds, [runId]: (rounds[runId] ?? 0) + 1 } }));
}

function viewOf(runId: string): RunView {
  return useRuns.getState().views[runId] ?? emptyRun;
}

function keep(views: Runs['views'], runId: string, view: RunView): Runs['views'] {
  const ids = Object.keys(views);
  if (views[runId] || ids.length < maxKept) return { ...views, [runId]: view };
  const oldest = ids.find((id) => views[id]?.status !== 'running');
  return { ...Object.fromEntries(Object.entries(views).filter(([id]) => id !== oldest)), [runId]: view };
}
