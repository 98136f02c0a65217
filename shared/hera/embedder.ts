/** Turns text into a vector of length 1. HERA's similarity (section 2.1), request classifier and nearest transitions stand on it. */
export interface Embedder {
  /** What made the vectors: vectors of two embedders are never compared. */
  readonly id: string;
  embed(text: string, signal?: AbortSignal): Promise<Float32Array>;
}

/** What makes the vectors where the local model compares texts itself: this very file, with the adapters it has. */
export function localEmbedderId(localSha256: string): string {
  return `local:${localSha256}`;
}
