import { useEffect } from 'react';
import { create } from 'zustand';
import type { Message } from '../../shared/contract/entities.ts';
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
  useEffect(() => keepFollowing(runId), [runId]);
  return useRuns((state) => state.views[runId] ?? emptyRun);
}

/** Follows a run over every connection, and anew after each `followAgain`, until the returned function is called. */
export function keepFollowing(runId: string): () => void {
  const follow = () => withEveryClient((client) => followRun({
    client, runId, from: viewOf(runId), schedule: nextFrame,
    tell: (view) => useRuns.setState(({ views }) => ({ views: keep(views, runId, view) })),
    fail: (error) => { if (!isDisconnected(error)) tellError(error); },
  }));
  let stop = follow();
  const unsubscribe = useRuns.subscribe(({ rounds }, before) => {
    if (rounds[runId] === before.rounds[runId]) return;
    stop();
    stop = follow();
  });
  return () => {
    unsubscribe();
    stop();
  };
}

/** Whether the view has heard its run's end. */
export function isOver(view: RunView | undefined): boolean {
  return view !== undefined && view.status !== 'running' && view.status !== 'waiting';
}

/** A run that ended here may have been gone on with elsewhere, in another tab or window: the chat's messages know. */
export function followWhatWentOn(messages: readonly Pick<Message, 'runId' | 'runStatus'>[]): void {
  const { views } = useRuns.getState();
  for (const { runId, runStatus } of messages) {
    if (runId !== null && runStatus !== null && isOver(views[runId]) && views[runId]?.status !== runStatus) followAgain(runId);
  }
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
