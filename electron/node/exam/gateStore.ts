import fs from 'node:fs';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { defaultProfile } from '../../../shared/agent/prompts/profiles.ts';
import type { ModelCard } from '../../../shared/agent/model.ts';
import type { GateInfo } from '../../../shared/contract/gate.ts';
import { TandemError } from '../../../shared/errors.ts';
import { basisWords, gateFileSchema, isFor, mathsDomain, type Gate, type GateFile, type GateKey } from '../../../shared/switching/gate/gateFile.ts';
import { shippedGates } from './shippedGates.ts';

/** The gates of this user's models: fitted by exams here, else those that came with the program. */
export interface GateStore {
  /** Null: nothing is known about this model, asked this way. */
  forModel(card: Pick<ModelCard, 'sha256' | 'profile'>): Gate | null;
  /** What came with the program for this model, whatever was fitted since. */
  shippedFor(card: Pick<ModelCard, 'sha256' | 'profile'>): GateFile | null;
  /** For the slider and the exam's page. */
  info(card: Pick<ModelCard, 'sha256' | 'profile' | 'name'> | null): GateInfo;
  /** The head in use before is kept as the former one. */
  save(file: GateFile): void;
  /** Puts the former head back; the present one becomes the former. */
  useFormer(card: Pick<ModelCard, 'sha256' | 'profile'>): void;
}

/** @param folder `tandemPaths().heads` */
export function openGateStore(folder: string, note: (words: string) => void, shipped: readonly GateFile[] = shippedGates()): GateStore {
  const fileOf = (key: GateKey, kind: '' | '.former' = '') => path.join(folder, `${key.modelSha256.slice(0, 16)}-${key.profile}-${key.domain.replaceAll(/\W+/g, '-')}${kind}.json`);
  const read = (file: string, key: GateKey): GateFile | null => {
    if (!fs.existsSync(file)) return null;
    const gate = parse(fs.readFileSync(file, 'utf8'));
    if (gate === null) note(`The fitted gate ${path.basename(file)} is damaged and was left alone; the one that came with Tandem is used instead. Take an exam again to replace it.`);
    else if (!isFor(gate.head, key)) note(`The fitted gate ${path.basename(file)} belongs to another model and is not used.`);
    else return gate;
    return null;
  };
  const shippedFor: GateStore['shippedFor'] = (card) => {
    const key = keyOf(card);
    return shipped.find((one) => key !== null && isFor(one.head, key)) ?? null;
  };
  const forModel: GateStore['forModel'] = (card) => {
    const key = keyOf(card);
    if (key === null) return null;
    const own = read(fileOf(key), key);
    if (own) return { file: own, basis: 'exam' };
    const file = shippedFor(card);
    return file && { file, basis: 'shipped' };
  };
  return {
    forModel, shippedFor,
    info: (card) => {
      const gate = card && forModel(card);
      if (!gate) return uncalibrated(card?.name ?? 'This model');
      const key = keyOf(card);
      return { ...gate.file.measured, basis: gate.basis, words: basisWords(gate), hasFormer: key !== null && fs.existsSync(fileOf(key, '.former')) };
    },
    save: (file) => {
      const { provenance } = file.head;
      fs.mkdirSync(folder, { recursive: true });
      if (fs.existsSync(fileOf(provenance))) fs.copyFileSync(fileOf(provenance), fileOf(provenance, '.former'));
      writeFileAtomic.sync(fileOf(provenance), `${JSON.stringify(file)}\n`);
    },
    useFormer: (card) => {
      const key = keyOf(card);
      const former = key && read(fileOf(key, '.former'), key);
      if (!key || !former) throw new TandemError('notFound', 'There is no former head of this model to go back to. Nothing was changed.');
      const present = fs.readFileSync(fileOf(key), 'utf8');
      writeFileAtomic.sync(fileOf(key), `${JSON.stringify(former)}\n`);
      writeFileAtomic.sync(fileOf(key, '.former'), present);
    },
  };
}

/** Null for a model whose file has no known hash: nothing fitted can be said to be for it. */
export function keyOf(card: Pick<ModelCard, 'sha256' | 'profile'>): GateKey | null {
  return card.sha256 === undefined ? null : { modelSha256: card.sha256, profile: card.profile ?? defaultProfile, domain: mathsDomain };
}

function parse(text: string): GateFile | null {
  try {
    const parsed = gateFileSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function uncalibrated(name: string): GateInfo {
  return {
    basis: 'none', words: `Uncalibrated: ${name} has not been examined yet, so its doubts are no probabilities.`, data: '', examiner: '', date: '',
    problems: 0, steps: 0, wrong: 0, auroc: null, debiasedEce: null, brierSkill: null, reliability: [], curve: [], repairs: null, damages: null,
    recommended: null, hasFormer: false,
  };
}
