import type { HeraFile, PartId } from '../../hera/heraFile.ts';
import type { Embedder } from '../../hera/embedder.ts';
import type { FindTransitions } from '../../hera/parts/expertPredictor.ts';

/** What HERA decides with for one pair of models; without a file, `why` there is none, in a sentence's second half. */
export type HeraSetup =
  | { readonly file: null; readonly why: string }
  | {
      readonly file: HeraFile;
      /** The one that the profile's vectors were made with. Null: the local model's own embeddings, where the profile was made with them. */
      readonly embedder: Embedder | null;
      /** Transitions logged in use besides the profile's own. */
      readonly find?: FindTransitions;
      /** The settings' word, where the user has one. */
      readonly alpha?: number;
      readonly parts?: readonly PartId[];
      readonly sseBy?: HeraFile['sseBy'];
    };

export const noHera: HeraSetup = { file: null, why: 'this pair of models has no profile yet' };
