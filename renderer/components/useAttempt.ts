import { useState } from 'react';
import { isAbort, toErrorInfo } from '../../shared/errors.ts';

/** Runs a change and keeps its failure to be shown beside the button: toasts lie behind an open dialog. */
export function useAttempt(): { readonly problem: string | null; readonly isBusy: boolean; readonly attempt: (work: () => Promise<unknown>) => void } {
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const attempt = (work: () => Promise<unknown>) => {
    setBusy(true);
    setProblem(null);
    work().catch((error: unknown) => { if (!isAbort(error)) setProblem(toErrorInfo(error).message); }).finally(() => setBusy(false));
  };
  return { problem, isBusy, attempt };
}
