/** The least time between two messages with text, in ms: a reader sees no difference, and the cores are left to the model. */
const interval = 60;

interface Delta { readonly type: 'delta'; readonly text: string }

/**
 * Puts pieces of text together that follow each other closely. Each message wakes the other process, which then takes
 * a core away from a computation that waits for all of its threads: one message a token was measured to cost up to 7 % on two cores.
 */
export function joinDeltas<T extends { readonly type: string }>(
  tell: (part: T | Delta) => void, now: () => number,
): (part: T | Delta) => void {
  let held = '';
  let last = -Infinity;
  const flush = (): void => {
    if (held === '') return;
    tell({ type: 'delta', text: held });
    held = '';
    last = now();
  };
  return (part) => {
    if (!isDelta(part)) {
      flush();
      tell(part);
      return;
    }
    held += part.text;
    if (now() - last >= interval) flush();
  };
}

function isDelta(part: { readonly type: string }): part is Delta {
  return part.type === 'delta';
}
