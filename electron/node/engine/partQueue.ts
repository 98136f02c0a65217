/** Parts that come when they come, read at the reader's own pace. */
export interface PartQueue<T> {
  push(part: T): void;
  end(): void;
  fail(error: unknown): void;
  read(): AsyncGenerator<T, void, undefined>;
}

export function createPartQueue<T>(): PartQueue<T> {
  const parts: T[] = [];
  let outcome: { readonly error?: unknown } | null = null;
  let wake: () => void = () => undefined;
  const settle = (how: { readonly error?: unknown }): void => {
    outcome ??= how;
    wake();
  };
  return {
    push: (part) => {
      if (outcome) return;
      parts.push(part);
      wake();
    },
    end: () => { settle({}); },
    fail: (error) => { settle({ error }); },
    read: async function* () {
      for (;;) {
        while (parts.length > 0) {
          const part = parts.shift();
          if (part !== undefined) yield part;
        }
        if (outcome) {
          if ('error' in outcome) throw outcome.error;
          return;
        }
        await new Promise<void>((resolve) => { wake = resolve; });
      }
    },
  };
}
