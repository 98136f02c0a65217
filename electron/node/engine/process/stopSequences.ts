/** Looks for stop sequences in a stream and holds back what may be the beginning of one. */
export interface StopFinder {
  push(text: string): { readonly visible: string; readonly stop: string | null };
  /** The stream ended: what was held back is text after all. */
  end(): string;
}

export function createStopFinder(stopSequences: readonly string[]): StopFinder {
  const stops = stopSequences.filter((stop) => stop !== '');
  let held = '';
  return {
    push: (text) => {
      held += text;
      const found = stops
        .map((stop) => ({ stop, at: held.indexOf(stop) }))
        .filter(({ at }) => at >= 0)
        .sort((a, b) => a.at - b.at)[0];
      if (found) {
        const visible = held.slice(0, found.at);
        held = '';
        return { visible, stop: found.stop };
      }
      const kept = Math.max(0, ...stops.map((stop) => overlap(held, stop)));
      const visible = held.slice(0, held.length - kept);
      held = held.slice(held.length - kept);
      return { visible, stop: null };
    },
    end: () => {
      const rest = held;
      held = '';
      return rest;
    },
  };
}

/** Length of the longest end of `text` that begins `stop`. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length -= 1) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}
