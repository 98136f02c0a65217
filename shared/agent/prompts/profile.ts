import type { Turn } from '../model.ts';

/** A worked example shown to the model. Steps are without label. */
export interface WorkedExample { readonly question: string; readonly steps: readonly string[]; readonly answer: string }

/**
 * How a model family is asked for steps. Profiles are data: `electron/node/evaluate/compareProfiles.ts` measures them on
 * `gsm8k_train`, and the best one per family is shipped with its figure.
 */
export interface PromptProfile {
  readonly id: string;
  readonly system: string;
  readonly examples: readonly WorkedExample[];
  /** Written before each step; `{k}` is the 1-based number. */
  readonly stepLabel: string;
  /** Begins the line of the final answer. */
  readonly answerLabel: string;
  /** One figure for each model that it was tried with (`docs/results/profiles.md`). For any other model it is a guess, and the catalog says so. */
  readonly measured: readonly ProfileFigure[];
}

/** Answers right without an expert. */
export interface ProfileFigure { readonly model: string; readonly right: number; readonly of: number; readonly data: string }

/** A prompt before any chat template: the engine applies the model's own. */
export interface Prompt {
  readonly system: string;
  readonly turns: readonly Turn[];
  /** Beginning of the assistant's turn: accepted steps with their labels, then the label of the next one. No trailing space. */
  readonly prefix: string;
}
