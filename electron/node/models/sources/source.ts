import type { CatalogEntry } from '../catalog.ts';
import type { PartialFile } from '../partialFile.ts';

/** This source cannot give the file now. The reason is for the user, after the source's name: "Hugging Face: not reachable". */
export class SourceFailure extends Error {
  constructor(reason: string, options?: { readonly cause?: unknown }) {
    super(reason, options);
    this.name = 'SourceFailure';
  }
}

export interface Fetching {
  readonly entry: CatalogEntry;
  readonly partial: PartialFile;
  readonly signal: AbortSignal;
  /** Bytes that are here, in all. */
  report(receivedBytes: number, totalBytes: number): void;
}

/** What the source itself says of the whole file. */
export interface Announced { readonly sizeBytes: number; readonly sha256: string | null }

export interface ModelSource {
  readonly name: string;
  /** Appends to `partial` until it is whole. Throws SourceFailure when another source should be tried; keeps what came. */
  fetchInto(fetching: Fetching): Promise<Announced>;
}
