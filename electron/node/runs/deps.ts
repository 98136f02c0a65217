import type { ExpertModel, ModelCard } from '../../../shared/agent/model.ts';
import type { ExpertChoice, ModelInfo } from '../../../shared/contract/entities.ts';
import type { Engine } from '../engine/api.ts';
import type { Log } from '../log.ts';
import type { TandemPaths } from '../paths.ts';
import type { Secrets } from '../settings/secrets.ts';

/** A model's file on this machine and what is known of it without opening it. */
export interface FoundModel { readonly path: string; readonly card: Pick<ModelCard, 'id' | 'name' | 'sha256' | 'profile'> }

/** The models on this machine and those that can be had. A ref is a catalog id or an absolute path. */
export interface ModelShelf {
  list(): readonly ModelInfo[];
  onChange(listener: () => void): () => void;
  /** Null while it is not here. Throws `notFound` for a ref that is neither in the catalog nor a path. */
  find(ref: string): FoundModel | null;
  /** Downloads it; resolves when it is here. Progress and failure show in `list`. */
  get(id: string): Promise<void>;
  stop(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  check(id: string): Promise<{ readonly ok: boolean; readonly words: string }>;
  close(): Promise<void>;
}

export type RealChoice = Exclude<ExpertChoice, { kind: 'none' }>;
export interface OpenedExpert { readonly model: ExpertModel; close(): Promise<void> }

/** Everything the service needs to know of experts, whatever their kind. */
export interface ExpertSource {
  /** What the choice names, without opening or reaching anything. Throws `badInput` or `notFound` with a sentence. */
  cardOf(choice: RealChoice): ModelCard;
  open(choice: RealChoice, key: string | null, signal: AbortSignal): Promise<OpenedExpert>;
  /** One tiny request; says in words what came back. */
  test(choice: RealChoice, key: string | null): Promise<{ readonly ok: boolean; readonly words: string }>;
}

/** What the service is made of. Tests pass scripted parts of the same types. */
export interface ServiceDeps {
  readonly paths: TandemPaths;
  readonly models: ModelShelf;
  /** Opens a local model for chats. */
  readonly openLocal: (model: FoundModel, signal: AbortSignal) => Promise<Pick<Engine, 'card' | 'model' | 'dispose'>>;
  readonly experts: ExpertSource;
  readonly secrets: Secrets;
  readonly shell: 'electron' | 'web';
  readonly version: string;
  readonly log: Log;
  readonly now: () => number;
  readonly newId: () => string;
}
