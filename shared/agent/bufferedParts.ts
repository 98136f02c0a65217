import type { StepPart } from './model.ts';

/** A stream that is read at once, whether or not anybody wants it yet. */
export interface BufferedParts {
  /** From the beginning on; for one reader. Fails as the stream did. */
  readonly parts: AsyncIterable<StepPart>;
  /** What it failed with, or null; never rejects. */
  readonly ended: Promise<unknown>;
}

/** Keeps what comes until it is read. @param onPart told of each part as it comes @param onLeft the reader went away before the end */
export function bufferParts(source: AsyncIterable<StepPart>, onPart: (part: StepPart) => void, onLeft: () => void): BufferedParts {
  const kept: StepPart[] = [];
  let isOver = false;
  let wake: () => void = () => undefined;
  const ended = (async (): Promise<unknown> => {
    try {
      for await (const part of source) {
        onPart(part);
        kept.push(part);
        wake();
      }
      return null;
    } catch (error) {
      return error;
    } finally {
      isOver = true;
      wake();
    }
  })();

  async function* read(): AsyncGenerator<StepPart> {
    try {
      while (true) {
        const part = kept.shift();
        if (part) yield part;
        else if (isOver) break;
        else await new Promise<void>((resolve) => { wake = resolve; });
      }
      const error = await ended;
      if (error !== null) throw error;
    } finally {
      onLeft();
    }
  }
  return { parts: read(), ended };
}
