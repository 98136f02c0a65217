/** Tells listeners that something changed; several changes in one turn of the event loop are told once. */
export interface Changes {
  changed(): void;
  subscribe(listener: () => void): () => void;
}

export function createChanges(): Changes {
  const listeners = new Set<() => void>();
  let isPending = false;
  return {
    changed: () => {
      if (isPending) return;
      isPending = true;
      queueMicrotask(() => {
        isPending = false;
        for (const listener of [...listeners]) listener();
      });
    },
    subscribe: (listener) => {
      const own = () => listener();
      listeners.add(own);
      return () => { listeners.delete(own); };
    },
  };
}
