import type { ExpertModel, ModelCard } from '../../../shared/agent/model.ts';
import type { ExpertChoice } from '../../../shared/contract/entities.ts';
import type { Engine } from '../engine/api.ts';
import type { Prices } from './prices.ts';
import type { Timeouts } from './watchdog.ts';

/** A choice that names an expert. */
export type RealChoice = Exclude<ExpertChoice, { readonly kind: 'none' }>;

/** An expert ready to be asked. `close` frees what it holds: memory, for a GGUF on this machine. */
export interface OpenedExpert {
  readonly model: ExpertModel;
  close(): Promise<void>;
  /** A GGUF's process was started again: see `Engine`. */
  onRestart?(listener: (words: string) => void): () => void;
}

/** What experts are made with. */
export interface ExpertDeps {
  /** The key for this choice's host, and only for that one. */
  readonly key: string | null;
  /** Opens a larger GGUF here, in an engine process of its own. */
  readonly openGguf: (model: string, signal: AbortSignal) => Promise<Engine>;
  /** Default: `shippedPrices`. */
  readonly prices?: Prices;
  /** Default: as in `defaultTimeouts` for the kind. */
  readonly timeouts?: Partial<Timeouts>;
  /** How often the SDK tries again where that makes sense; default 2. */
  readonly maxRetries?: number;
  /** Where Claude is spoken to; tests put their fake cloud here. */
  readonly claudeUrl?: string;
  /** What a GGUF is called before it is opened. */
  readonly ggufCard?: (model: string) => ModelCard;
}
