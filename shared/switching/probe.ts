import type { AcceptedStep, TextRequest, YesNo } from '../agent/model.ts';
import type { Dial } from './policy.ts';

/** What a policy may ask the local model about a candidate, at the price of its time. Absent where a model cannot be asked. */
export interface Probe {
  /** As it stands now: a probe that cannot change the decision is not worth its time. */
  readonly dial: Dial;
  /** Said before dear questions whose answers may change the decision: what would follow then may begin meanwhile. */
  undecided?(): void;
  judge(questions: readonly string[]): Promise<readonly YesNo[]>;
  /** k more samples of the same step. */
  resample(k: number): Promise<readonly string[]>;
  /** The steps that the local model writes after these when it is left alone, greedily; fewer where its answer ends. */
  continueFrom(steps: readonly AcceptedStep[], count: number): Promise<readonly string[]>;
  /** Free text by the local model, greedily. */
  complete(request: TextRequest): Promise<string>;
  embed(text: string): Promise<Float32Array>;
  /** Unix time in ms. */
  now(): number;
}
