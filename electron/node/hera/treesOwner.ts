import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { TandemError } from '../../../shared/errors.ts';
import type { PairKey } from './pairName.ts';

/** A pair, and whether its local model has LoRA adapters. */
interface Owner extends PairKey { readonly isAdapted: boolean }

const pairSchema = z.object({ localSha256: z.string(), expertId: z.string(), profile: z.string() });

/** Writes down whose trees a folder holds. Refuses, before anything is added, a folder with trees of other models. */
export function claimFolder(folder: string, pair: Owner): void {
  checkOwner(folder, pair);
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(ownerFile(folder), `${JSON.stringify(pairSchema.parse(pair))}\n`);
}

/** Refuses a folder with trees of other models. Where it does not say whose they are, they count as those of models without adapters. */
export function checkOwner(folder: string, { localSha256, expertId, profile, isAdapted }: Owner): void {
  const owner = ownerOf(folder);
  if (owner === null && isAdapted && fs.existsSync(path.join(folder, 'trees.jsonl'))) {
    throw new TandemError('conflict', `The trees in ${folder} do not say whether they were grown with the adapters that the local model has now. Nothing was changed; name another folder, or remove the adapters.`);
  }
  if (owner === null || (owner.localSha256 === localSha256 && owner.expertId === expertId && owner.profile === profile)) return;
  const what = owner.localSha256 === localSha256 ? `${owner.expertId}, asked by "${owner.profile}"` : `their local model is ${short(owner.localSha256)}, and this one, with the adapters it has, is ${short(localSha256)}`;
  throw new TandemError('conflict', `The trees in ${folder} are of another pair: ${what}. Nothing was changed; name another folder, or the models that these trees are of.`);
}

const short = (identity: string) => (/^[0-9a-f]{64}$/.test(identity) ? `${identity.slice(0, 16)}…` : identity);

const ownerFile = (folder: string) => path.join(folder, 'pair.json');

function ownerOf(folder: string): PairKey | null {
  if (!fs.existsSync(ownerFile(folder))) return null;
  try {
    return pairSchema.safeParse(JSON.parse(fs.readFileSync(ownerFile(folder), 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}
