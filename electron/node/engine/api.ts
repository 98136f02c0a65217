import type { LocalModel, ModelCard, Turn, Usage } from '../../../shared/agent/model.ts';
import type { ComputeLease } from './lease.ts';

/** Which accelerator to try. `auto` takes the best that really loads; `cpu` never touches a GPU. */
export type GpuChoice = 'auto' | 'cpu' | 'cuda' | 'vulkan' | 'metal';

/** A process that an engine runs in, as the engine's client sees it: `child_process.fork` or Electron's `utilityProcess`. */
export interface EngineProcess {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}
/** Starts a fresh engine process. `forkHost()` in plain Node, `utilityHost()` in Electron's main. */
export interface EngineHost { start(): EngineProcess }

export interface EngineOptions {
  readonly host: EngineHost;
  readonly modelPath: string;
  /** Identity for the card; `sha256` when the catalog knows it. */
  readonly card: Pick<ModelCard, 'id' | 'name' | 'sha256' | 'baseSha256' | 'parameters' | 'profile'>;
  readonly gpu: GpuChoice;
  /** LoRA adapters put on the weights, each with its strength. */
  readonly adapters?: readonly { readonly path: string; readonly scale: number }[];
  /** Parallel sequences: 1 for a chat, more for evaluation and `serve`. */
  readonly sequences: number;
  /** Upper bound in tokens per sequence; the engine fits it to memory and to what the model was trained for. */
  readonly contextSize: number;
  /** Shared by all engines of this process, so that together they never use more than the machine's math cores. */
  readonly lease: ComputeLease;
}

/** A raw completion over the model's own chat template; what `serve` and profile comparisons need. */
export interface CompletionRequest {
  readonly system: string;
  readonly turns: readonly Turn[];
  /** Beginning of the assistant's turn, already written. */
  readonly prefix: string;
  readonly stopSequences: readonly string[];
  readonly maxTokens: number;
  readonly temperature: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly seed: number;
}
export type CompletionPart =
  | { readonly type: 'delta'; readonly text: string }
  | {
      readonly type: 'finish'; readonly reason: 'end' | 'length' | 'stopSequence'; readonly stopSequence: string | null;
      readonly text: string; readonly usage: Usage;
    };

/** One model in one process of its own. */
export interface Engine {
  readonly card: ModelCard;
  readonly model: LocalModel;
  complete(request: CompletionRequest, signal: AbortSignal): AsyncIterable<CompletionPart>;
  /**
   * The process died, or did not stop when asked to, and was started again (on the CPU, if a GPU had been in use). The
   * step at hand fails with `engineCrashed`; the next call works. Also told, late if need be, where loading on the GPU
   * ended the process and the model runs on the CPU instead.
   */
  onRestart(listener: (words: string) => void): () => void;
  dispose(): Promise<void>;
}

/** Opens a model in its own process. Rejects with modelMissing, modelDamaged, modelUnsupported, modelTooLarge or engineFailed. */
export type OpenEngine = (options: EngineOptions, signal?: AbortSignal) => Promise<Engine>;
