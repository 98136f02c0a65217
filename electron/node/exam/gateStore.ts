import fs from 'node:fs';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { defaultProfile } from '../../../shared/agent/prompts/profiles.ts';
import type { ModelCard } from '../../../shared/agent/model.ts';
import type { GateInfo } from '../../../shared/contract/gate.ts';
import { TandemError } from '../../../shared/errors.ts';
import { basisWords, gateFileSchema, isCalibratedGate, isFor, mathsDomain, type Gate, type GateFile, type GateKey } from '../../../shared/switching/gate/gateFile.ts';
import { nearestPrior, type PriorCard } from './nearestPrior.ts';
import { shippedGates } from './shippedGates.ts';

/** The gates of this user's models: fitted by exams here, else those that came with the program. */
export interface GateStore {
  /** Null: nothing is known about this model, asked this way. */
  forModel(card: Pick<ModelCard, 'sha256' | 'profile'>): Gate | null;
  /** What came with the program for this model, whatever was fitted since. */
  shippedFor(card: Pick<ModelCard, 'sha256' | 'profile'>): GateFile | null;
  /** What few labels of this model are shrunk to: its own shipped head, else that of the nearest model. */
  priorFor(card: PriorCard): GateFile | null;
  /** For the slider and the exam's page. */
  info(card: Pick<ModelCard, 'sha256' | 'profile' | 'name'> | null): GateInfo;
  /** The head in use before is kept as the former one, the one that came with the program as well; not so an earlier head of the same exam. */
  save(file: GateFile): void;
  /** The heads that can be put back, the newest first; the one that came with the program is always among them, unless it is in use. */
  history(card: Pick<ModelCard, 'sha256' | 'profile'>): readonly GateFile[];
  /** Puts a former head back (0: the newest); the present one becomes the newest former. */
  useFormer(card: Pick<ModelCard, 'sha256' | 'profile'>, index?: number): void;
}

/** Former heads that are kept, besides the one that came with the program. */
const historyLength = 5;

/** @param folder `tandemPaths().heads` */
export function openGateStore(folder: string, note: (words: string) => void, shipped: readonly GateFile[] = shippedGates()): GateStore {
  const fileOf = (key: GateKey, kind = '') => path.join(folder, `${key.modelSha256.slice(0, 16)}-${key.profile}-${key.domain.replaceAll(/\W+/g, '-')}${kind}.json`);
  const read = (file: string, key: GateKey): GateFile | null => {
    if (!fs.existsSync(file)) return null;
    const gate = parse(gateFileSchema, fs.readFileSync(file, 'utf8'));
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
    const file = shippedFor(card);
    // The shipped head may have been put back by hand: it is still no exam's.
    if (own && !(file && isSame(own, file))) return { file: own, basis: 'exam' };
    return file && { file, basis: 'shipped' };
  };
  const formerFile = (key: GateKey, n: number) => fileOf(key, n === 0 ? '.former' : `.former${n + 1}`);
  /** All heads, while they change places: only a kill or a full disk in the middle leaves it there. */
  const movingFile = (key: GateKey) => fileOf(key, '.formers');
  const readAs = <T>(schema: z.ZodType<T>, file: string): T | null => (fs.existsSync(file) ? parse(schema, fs.readFileSync(file, 'utf8')) : null);
  const historyOf = (key: GateKey): readonly GateFile[] => {
    const moving = readAs(z.array(gateFileSchema), movingFile(key));
    const present = moving && readAs(gateFileSchema, fileOf(key));
    const files = moving?.filter((one) => !present || !isSame(one, present)) ?? Array.from({ length: historyLength }, (_, n) => readAs(gateFileSchema, formerFile(key, n)) ?? []).flat();
    return files.filter((former) => isFor(former.head, key));
  };
  /** Each head lies on the disk at any moment, whatever order they are written in. */
  const put = (key: GateKey, present: GateFile, formers: readonly GateFile[], all: readonly GateFile[]) => {
    writeFileAtomic.sync(movingFile(key), JSON.stringify(all));
    writeFileAtomic.sync(fileOf(key), `${JSON.stringify(present)}\n`);
    for (let n = 0; n < historyLength; n += 1) {
      const file = formers[n];
      if (file) writeFileAtomic.sync(formerFile(key, n), `${JSON.stringify(file)}\n`);
      else fs.rmSync(formerFile(key, n), { force: true });
    }
    fs.rmSync(movingFile(key));
  };
  const history: GateStore['history'] = (card) => {
    const key = keyOf(card);
    const own = key === null ? [] : historyOf(key);
    const came = shippedFor(card);
    return came === null || forModel(card)?.basis === 'shipped' || own.some((one) => isSame(one, came)) ? own : [...own, came];
  };
  return {
    forModel, shippedFor, history, priorFor: (card) => nearestPrior(card, shipped),
    info: (card) => {
      const gate = card && forModel(card);
      if (!gate) return uncalibrated(card?.name ?? 'This model');
      return { ...gate.file.measured, basis: gate.basis, isCalibrated: isCalibratedGate(gate.file), words: basisWords(gate), hasFormer: history(card).length > 0 };
    },
    save: (file) => {
      const { provenance } = file.head;
      fs.mkdirSync(folder, { recursive: true });
      const present = forModel({ sha256: provenance.modelSha256, profile: provenance.profile });
      const isNewerOf = (one: GateFile) => file.exam !== undefined && one.exam === file.exam;
      const formers = [...(present ? [present.file] : []), ...historyOf(provenance)];
      put(provenance, file, formers.filter((one) => !isNewerOf(one)), formers);
    },
    useFormer: (card, index = 0) => {
      const key = keyOf(card);
      const all = history(card);
      const former = all[index];
      if (!key || !former) throw new TandemError('notFound', 'There is no former head of this model to go back to. Nothing was changed.');
      const present = forModel(card);
      const others = all.filter((_, n) => n !== index);
      put(key, former, [...(present ? [present.file] : []), ...others], [...(present ? [present.file] : []), ...all]);
    },
  };
}

function isSame(one: GateFile, other: GateFile): boolean {
  return JSON.stringify(one.head) === JSON.stringify(other.head);
}

/** Null for a model whose file has no known hash: nothing fitted can be said to be for it. */
export function keyOf(card: Pick<ModelCard, 'sha256' | 'profile'>): GateKey | null {
  return card.sha256 === undefined ? null : { modelSha256: card.sha256, profile: card.profile ?? defaultProfile, domain: mathsDomain };
}

function parse<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function uncalibrated(name: string): GateInfo {
  return {
    basis: 'none', isCalibrated: false, words: `Uncalibrated: ${name} has not been examined yet, so its doubts are no probabilities.`, data: '', examiner: '', date: '',
    problems: 0, steps: 0, wrong: 0, auroc: null, debiasedEce: null, brierSkill: null, reliability: [], curve: [], repairs: null, damages: null,
    recommended: null, hasFormer: false,
  };
}
