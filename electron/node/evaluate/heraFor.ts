import type { LocalModel, ModelCard } from '../../../shared/agent/model.ts';
import type { Embedder } from '../../../shared/hera/embedder.ts';
import { TandemError } from '../../../shared/errors.ts';
import { heraSetup, isComparedByLocal, needsVectors, type HeraSetup } from '../../../shared/switching/policies/heraSetup.ts';
import type { HeraFile } from '../../../shared/hera/heraFile.ts';
import type { HeraStore } from '../hera/heraStore.ts';
import { openEmbedder } from '../hera/openEmbedder.ts';
import { cachedEmbedder } from './calls/cachedEmbedder.ts';
import type { CallCache } from './calls/callCache.ts';

/**
 * What HERA decides with in an evaluation: everywhere, also about questions of another kind than the profiled ones, which
 * the app leaves to AdaSwitch; what is measured is the method, and not what else stands on the policy's list. Vectors go
 * through the call cache too; with a closed log nothing is opened.
 * @param note null: replay, no model
 * @param asksForVectors the grid switches parts on that compare texts, whatever the profile does
 */
export async function heraFor(
  pair: { readonly local: { readonly card: ModelCard; readonly model: Pick<LocalModel, 'embed'> }; readonly expert: { readonly card: ModelCard } | null }, store: Pick<HeraStore, 'forPair'>, cache: CallCache,
  note: ((words: string) => void) | null, asksForVectors: boolean, signal: AbortSignal,
): Promise<{ readonly setup: HeraSetup; close(): Promise<void> }> {
  const { file, why } = store.forPair(pair.local.card, pair.expert?.card ?? null);
  if (file === null) {
    note?.(`HERA is evaluated as AdaSwitch: ${why}.`);
    return { setup: { file: null, why }, close: () => Promise.resolve() };
  }
  const found = { file: withoutDomain(file), why };
  const { provenance: { embedder: id } } = found.file;
  if (isComparedByLocal(found.file)) {
    const own: Embedder = { id, embed: (text, given) => pair.local.model.embed(text, given ?? signal) };
    return { setup: heraSetup(found, { embedder: cachedEmbedder(own, cache), why: '' }), close: () => Promise.resolve() };
  }
  if (!needsVectors(found.file) && !asksForVectors) return { setup: heraSetup(found, { embedder: null, why: '' }), close: () => Promise.resolve() };
  if (note === null) {
    const closed: Embedder = { id, embed: () => Promise.reject(new TandemError('notFound', 'This vector is not in the call log, and a replay opens no model.')) };
    return { setup: heraSetup(found, { embedder: cachedEmbedder(closed, cache), why: '' }), close: () => Promise.resolve() };
  }
  const opened = await openEmbedder({ note, fetch: true }, signal);
  if (opened.embedder === null) note(opened.why);
  return { setup: heraSetup(found, { embedder: opened.embedder && cachedEmbedder(opened.embedder, cache), why: opened.why }), close: () => opened.close() };
}

function withoutDomain(file: HeraFile): HeraFile {
  const { domain, ...everywhere } = file;
  return domain === undefined ? file : everywhere;
}
