import type { ModelCard } from '../../../shared/agent/model.ts';
import { defaultProfile } from '../../../shared/agent/prompts/profiles.ts';
import { mathsDomain, type GateFile } from '../../../shared/switching/gate/gateFile.ts';
import { catalog, type CatalogEntry } from '../models/catalog.ts';

type Known = Pick<CatalogEntry, 'sha256' | 'family' | 'parameters'>;
export type PriorCard = Pick<ModelCard, 'sha256' | 'baseSha256' | 'profile' | 'parameters'>;

/**
 * The shipped head that few labels of this model are best shrunk to: its own; else, among those asked the same way, one
 * of its family, and of these the nearest in size (by ratio). Null where none is asked that way, or where neither family
 * nor size says which is nearest.
 */
export function nearestPrior(card: PriorCard, shipped: readonly GateFile[], known: readonly Known[] = catalog.models): GateFile | null {
  const same = shipped.filter(({ head: { provenance } }) => provenance.profile === (card.profile ?? defaultProfile) && provenance.domain === mathsDomain);
  const own = same.find(({ head }) => head.provenance.modelSha256 === card.sha256) ?? same.find(({ head }) => head.provenance.modelSha256 === card.baseSha256);
  if (own) return own;
  const entryOf = (sha256: string | undefined) => known.find((entry) => entry.sha256 !== null && entry.sha256 === sha256);
  const mine = entryOf(card.baseSha256 ?? card.sha256);
  const size = card.parameters ?? mine?.parameters;
  const ranked = same.flatMap((file) => {
    const its = entryOf(file.head.provenance.modelSha256);
    if (!its || size === undefined) return [];
    return [{ file, isKin: its.family === mine?.family, distance: Math.abs(Math.log(its.parameters / size)) }];
  });
  return ranked.toSorted((a, b) => Number(b.isKin) - Number(a.isKin) || a.distance - b.distance)[0]?.file ?? null;
}
