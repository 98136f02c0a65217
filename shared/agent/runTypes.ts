import type { Branch, Limits, StepKind } from '../trace/events.ts';
import type { Dial, SwitchPolicy } from '../switching/policy.ts';
import type { AcceptedStep, AnswerShape, ExpertModel, LocalModel, Paragraph, StepModel, Turn, Where } from './model.ts';

/** What `runAgent` is asked. */
export interface RunInput {
  readonly question: string;
  readonly history: readonly Turn[];
  readonly documents: readonly Paragraph[];
  readonly shape: AnswerShape;
  /** Accepted before an interruption; empty for a new run. */
  readonly accepted: readonly AcceptedStep[];
  readonly profile: string;
  readonly seed: number;
  /** The answer goes on from another's steps, of which one is written anew by a given writer. */
  readonly branch?: { readonly from: Branch; readonly kept: readonly KeptStep[] };
}

/** A step taken over from another answer. */
export interface KeptStep extends AcceptedStep { readonly kind: StepKind; readonly model: string; /** Null: an older trace did not keep it. */ readonly where: Where | null }

/** What `runAgent` works with. It knows no transport and no store. */
export interface RunDeps {
  readonly local: StepModel | LocalModel;
  readonly expert: ExpertModel | null;
  readonly policy: SwitchPolicy;
  /** Read anew before each decision: a new slider value counts from the next step on. */
  readonly dial: () => Dial;
  readonly limits: Limits;
  readonly whenExpertFails: 'continue' | 'stop';
  /** The expert may begin while the local model is asked about its step; absent: it does not. */
  readonly speculative?: boolean;
  /** Unix time in ms. */
  readonly now: () => number;
}
