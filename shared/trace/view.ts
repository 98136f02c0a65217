import type { FinishReason, ModelCard, TokenStat, ToolCall, Usage, Where, Writer } from '../agent/model.ts';
import type { ErrorInfo } from '../errors.ts';
import type { Branch } from './events.ts';
import type { PolicyId, Score } from '../switching/policy.ts';

/** What every view shows of a run: the fold of its events. Made only by `reduceRun`. */
export interface RunView {
  /** Last event folded in; 0 before the first. A gap means: ask for what is missing. */
  readonly seq: number;
  readonly status: 'waiting' | 'running' | 'finished' | 'failed' | 'cancelled' | 'interrupted';
  readonly question: string;
  readonly shape: 'steps' | 'reply';
  readonly local: ModelCard | null;
  readonly expert: ModelCard | null;
  readonly policy: PolicyId | null;
  readonly dial: number | null;
  readonly startedAt: number | null;
  /** The stretch of work at hand: since when (Unix ms), and how long the ones before it took; null while nothing is done. */
  readonly stretch: { readonly since: number; readonly beforeMs: number } | null;
  /** Set where the answer goes on from another's steps. */
  readonly branch: Branch | null;
  readonly steps: readonly StepView[];
  /** The final answer, once there is one. */
  readonly answer: string | null;
  readonly error: ErrorInfo | null;
  /** Things that happened to the run as a whole, in order. */
  readonly notices: readonly NoticeView[];
  readonly totals: RunTotals;
}

export interface StepView {
  readonly index: number;
  readonly state: 'writing' | 'accepted';
  readonly by: Writer;
  readonly kind: 'reasoning' | 'lookup' | 'answer' | 'reply' | null;
  /** Model name of the writer; null while writing. */
  readonly model: string | null;
  /** Where its writer ran; null while writing, or where nobody kept it. */
  readonly where: Where | null;
  readonly text: string;
  readonly why: string | null;
  /** Scores in order: at most one before and one after the candidate. */
  readonly scores: readonly ScoredView[];
  readonly discarded: readonly DiscardedView[];
  readonly escalation: EscalationView | null;
  /** A call to the expert that brought no step: begun early and not needed, stopped, or failed. */
  readonly discardedCall: DiscardedCallView | null;
  readonly tools: readonly ToolCall[];
  readonly tokens: readonly TokenStat[];
  readonly usage: Usage | null;
  readonly ms: number | null;
  readonly usd: number;
}

export interface ScoredView {
  readonly stage: 'before' | 'after';
  readonly score: Score;
  readonly threshold: number;
  readonly decision: 'keep' | 'ask' | 'wouldAsk';
  readonly why: string;
}
export interface DiscardedView {
  readonly text: string; readonly ms: number; readonly usage: Usage; readonly tokens: readonly TokenStat[];
  /** Absent in traces written before they were kept. */
  readonly tools?: readonly ToolCall[]; readonly reason?: FinishReason;
}
export interface EscalationView {
  readonly to: string; readonly where: Where; readonly why: string;
  readonly payloadDigest: string; readonly redactions: Readonly<Record<string, number>>;
  /** How long the call had been running when it was decided to ask. */
  readonly begunMsEarly?: number;
}
export interface DiscardedCallView extends Omit<EscalationView, 'begunMsEarly'> {
  readonly ms: number; readonly usage: Usage; readonly usd: number;
  /** The price is the most it may have cost. */
  readonly atMost: boolean;
  /** Absent: begun early and not needed. */
  readonly reason?: 'stopped' | 'failed' | undefined;
}
export interface NoticeView { readonly seq: number; readonly tone: 'info' | 'warning' | 'error'; readonly words: string }

export interface RunTotals {
  readonly accepted: number;
  readonly byLocal: number;
  readonly byExpert: number;
  /** Steps (1-based) at which an expert would have been asked, had one been set up. */
  readonly wouldAsk: readonly number[];
  readonly usd: number;
  /** Wall time of the work on it: from its events while running, exact once finished. */
  readonly ms: number;
  readonly outputTokens: number;
}
