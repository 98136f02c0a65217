import { useEffect, useState } from 'react';

/**
 * False until the browser has had time to spare since this was first drawn: what flies past while someone scrolls need
 * not be whole.
 * @param waits false: true from the start
 */
export function useIdle(waits: boolean): boolean {
  const [isIdle, setIdle] = useState(!waits);
  useEffect(() => (isIdle ? undefined : whenIdle(() => setIdle(true))), [isIdle]);
  return isIdle;
}

/** Milliseconds to wait where the browser does not say when it is idle (Safari). */
const patience = 200;

function whenIdle(then: () => void): () => void {
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(then, patience);
    return () => clearTimeout(timer);
  }
  const request = requestIdleCallback(then);
  return () => cancelIdleCallback(request);
}
