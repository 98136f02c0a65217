import { useEffect } from 'react';
import { create } from 'zustand';
import type { StepMark } from '../../shared/contract/gate.ts';
import { call } from './connection.ts';
import { isDisconnected, tellError } from './toasts.ts';

type Marks = Readonly<Record<number, StepMark>>;
const none: Marks = {};

/** The user's own word on steps, by run. */
const useMarksStore = create<{ readonly byRun: Readonly<Record<string, Marks>> }>(() => ({ byRun: {} }));

/** Read once an answer's steps are looked at. */
export function useMarks(runId: string, isShown: boolean): Marks {
  useEffect(() => {
    if (!isShown || useMarksStore.getState().byRun[runId]) return;
    call('runs.marks', { runId }).then(
      (marks) => put(runId, Object.fromEntries(marks.map(({ step, mark }) => [step, mark]))),
      (error: unknown) => { if (!isDisconnected(error)) tellError(error); },
    );
  }, [runId, isShown]);
  return useMarksStore((state) => state.byRun[runId] ?? none);
}

/** Shown at once; taken back with the reason if it could not be kept. */
export async function markStep(runId: string, step: number, mark: StepMark | null): Promise<void> {
  const before = useMarksStore.getState().byRun[runId] ?? none;
  const { [step]: _old, ...others } = before;
  put(runId, mark === null ? others : { ...others, [step]: mark });
  try {
    await call('runs.mark', { runId, step, mark });
  } catch (error) {
    put(runId, before);
    throw error;
  }
}

function put(runId: string, marks: Marks): void {
  useMarksStore.setState(({ byRun }) => ({ byRun: { ...byRun, [runId]: marks } }));
}
