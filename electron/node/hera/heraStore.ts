import fs from 'node:fs';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { ModelCard } from '../../../shared/agent/model.ts';
import { defaultProfile } from '../../../shared/agent/prompts/profiles.ts';
import { TandemError } from '../../../shared/errors.ts';
import { heraFileSchema, type HeraFile } from '../../../shared/hera/heraFile.ts';
import { expertIdentity, pairName } from './pairName.ts';
import { shippedProfiles } from './shippedProfiles.ts';

type Local = Pick<ModelCard, 'sha256' | 'baseSha256' | 'profile'>;
type Expert = Pick<ModelCard, 'id' | 'sha256' | 'baseSha256'>;

/** HERA's fitted profiles, one for each pair of models. */
export interface HeraStore {
  /** The profile of this very pair, one's own before the one that came with the program; null, and `why` in a sentence, where there is none that may be used. */
  forPair(local: Local, expert: Expert | null): { readonly file: HeraFile | null; readonly why: string };
  /** The profile in use before is kept as the former one, also one that came with the program; up to `historyLength` of them. */
  save(file: HeraFile): void;
  /** Puts a former profile back (0: the newest); the present one becomes the newest former, so the same once more undoes it. */
  useFormer(local: Local, expert: Expert, index?: number): void;
  /** What is known of the earlier profiles of the pair, the newest first; null: that one is damaged. */
  formers(local: Local, expert: Expert): readonly (HeraFile['provenance'] | null)[];
}

const historyLength = 5;
const bareLocal = 'with its LoRA adapter the local model is another one, and the profile that is here is of the model without it';
const bareExpert = 'with its LoRA adapter the expert is another one, and the profile that is here is of the model without it';

const bareOf = ({ baseSha256, profile }: Local): Local => ({ ...(baseSha256 === undefined ? {} : { sha256: baseSha256 }), ...(profile === undefined ? {} : { profile }) });

/** @param folder `tandemPaths().heads` @param shipped what came with the program */
export function openHeraStore(folder: string, note: (words: string) => void, shipped: readonly HeraFile[] = shippedProfiles()): HeraStore {
  const shippedFor = (local: Local, expert: Expert) => shipped.find(({ provenance }) => provenance.localSha256 === local.sha256 && provenance.expertId === expertIdentity(expert) && provenance.profile === (local.profile ?? defaultProfile)) ?? null;
  const place = (localSha256: string, expertId: string, profile: string) => path.join(folder, `hera-${pairName({ localSha256, expertId, profile })}.json`);
  const former = (file: string, n: number) => file.replace(/\.json$/, `.former${n}.json`);
  const fileOf = (local: Local, expert: Expert) => (local.sha256 === undefined ? null : place(local.sha256, expertIdentity(expert), local.profile ?? defaultProfile));
  // Nothing but a crash while profiles change places leaves one at 0.
  const formersOf = (file: string) => Array.from({ length: historyLength + 1 }, (_, n) => former(file, n)).filter((each) => fs.existsSync(each));
  /** Frees the first place; the oldest goes only where all are taken. */
  const makeRoom = (file: string) => {
    let free = 1;
    while (free < historyLength && fs.existsSync(former(file, free))) free += 1;
    for (let n = free - 1; n >= 1; n -= 1) fs.renameSync(former(file, n), former(file, n + 1));
  };
  const settle = (file: string) => {
    if (!fs.existsSync(former(file, 0))) return;
    makeRoom(file);
    fs.renameSync(former(file, 0), former(file, 1));
  };
  const presentText = (file: string, came: HeraFile | null) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : came && `${JSON.stringify(came)}\n`);
  const isKnown = ({ sha256, profile = defaultProfile }: Local, expert: Expert) => sha256 !== undefined && (fs.existsSync(place(sha256, expertIdentity(expert), profile)) || shippedFor({ sha256, profile }, expert) !== null);
  const whyNone = (local: Local, expert: Expert): string => {
    const bare = { id: expert.id };
    if (local.baseSha256 !== undefined && isKnown(bareOf(local), expert)) return bareLocal;
    if (expert.baseSha256 !== undefined && isKnown(local, bare)) return bareExpert;
    return 'this pair of models has no profile yet';
  };
  return {
    forPair: (local, expert) => {
      if (expert === null) return { file: null, why: 'no expert is set up, so there is nothing to compare this model with' };
      const file = fileOf(local, expert);
      if (file === null) return { file: null, why: 'the local model is a file without a known hash, and a profile belongs to one very file' };
      if (!fs.existsSync(file)) {
        const came = shippedFor(local, expert);
        return came ? { file: came, why: '' } : { file: null, why: whyNone(local, expert) };
      }
      const parsed = parse(fs.readFileSync(file, 'utf8'));
      if (parsed === null) {
        note(`The profile ${path.basename(file)} is damaged and was left alone. Profile the pair again to replace it.`);
        return { file: null, why: 'the profile of this pair is damaged' };
      }
      const { localSha256, expertId, profile } = parsed.provenance;
      if (localSha256 !== local.sha256 || expertId !== expertIdentity(expert) || profile !== (local.profile ?? defaultProfile)) {
        note(`The profile ${path.basename(file)} belongs to another pair of models and is not used.`);
        return { file: null, why: 'the profile that lies there belongs to another pair of models' };
      }
      return { file: parsed, why: '' };
    },
    save: (profile) => {
      const { localSha256, expertId, profile: promptProfile } = profile.provenance;
      const file = place(localSha256, expertId, promptProfile);
      const came = shipped.find(({ provenance }) => provenance.localSha256 === localSha256 && provenance.expertId === expertId && provenance.profile === promptProfile) ?? null;
      fs.mkdirSync(folder, { recursive: true });
      const present = presentText(file, came);
      settle(file);
      if (present !== null) {
        makeRoom(file);
        writeFileAtomic.sync(former(file, 1), present);
      }
      writeFileAtomic.sync(file, `${JSON.stringify(profile)}\n`);
    },
    useFormer: (local, expert, index = 0) => {
      const file = fileOf(local, expert);
      if (file !== null) settle(file);
      const chosen = file === null ? undefined : formersOf(file)[index];
      if (file === null || chosen === undefined) throw new TandemError('notFound', 'There is no former profile of this pair to go back to. Nothing was changed.');
      const text = fs.readFileSync(chosen, 'utf8');
      if (parse(text) === null) throw new TandemError('storeDamaged', 'The former profile is damaged, so there is no going back to it. Nothing was changed.');
      const present = presentText(file, shippedFor(local, expert));
      // Both lie on the disk at any moment.
      if (present !== null) writeFileAtomic.sync(former(file, 0), present);
      writeFileAtomic.sync(file, text);
      fs.rmSync(chosen);
      settle(file);
    },
    formers: (local, expert) => {
      const file = fileOf(local, expert);
      return file === null ? [] : formersOf(file).map((each) => parse(fs.readFileSync(each, 'utf8'))?.provenance ?? null);
    },
  };
}

function parse(text: string): HeraFile | null {
  try {
    const parsed = heraFileSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
