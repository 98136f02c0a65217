import { useEffect, useState } from 'react';
import { call } from './connection.ts';
import { isDisconnected, tellError } from './toasts.ts';

const none: ReadonlySet<number> = new Set();

/** Steps of an ended answer that were drawn for the question "was this step right?". Asking draws them. */
export function useAudited(runId: string, isEnded: boolean): ReadonlySet<number> {
  const [audited, setAudited] = useState(none);
  useEffect(() => {
    if (!isEnded) return;
    let isCurrent = true;
    call('runs.audited', { runId }).then(
      (steps) => { if (isCurrent) setAudited(new Set(steps)); },
      (error: unknown) => { if (!isDisconnected(error)) tellError(error); },
    );
    return () => { isCurrent = false; };
  }, [runId, isEnded]);
  return isEnded ? audited : none;
}
