import type { FinishReason } from './model.ts';

/** What the streaming splitter made of the text so far. */
export interface SplitResult {
  /** Newly visible text: without step label, never half a delimiter. */
  readonly visible: string;
  /** Set once: the step is over and nothing more should be generated. */
  readonly done: Extract<FinishReason, 'step' | 'answer'> | null;
}

/** Turns a model's raw stream into one step. Made by `createStepSplitter` (`shared/agent/splitter.ts`). */
export interface StepSplitter {
  push(text: string): SplitResult;
  /** The stream ended by itself. */
  end(): SplitResult;
  /** The step's text so far: trimmed, without label and delimiter. */
  readonly text: string;
  /** A thought block is open: what comes is no step yet. */
  readonly isThinking: boolean;
}
