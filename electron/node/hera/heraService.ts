import path from 'node:path';
import type { ModelCard } from '../../../shared/agent/model.ts';
import { defaultProfile } from '../../../shared/agent/prompts/profiles.ts';
import type { ExpertChoice } from '../../../shared/contract/entities.ts';
import type { HeraInfo, TreePicture, TreeSummary } from '../../../shared/contract/hera.ts';
import { TandemError } from '../../../shared/errors.ts';
import type { Embedder } from '../../../shared/hera/embedder.ts';
import { lackingOf } from '../../../shared/hera/lacking.ts';
import { alikeInWords, meetings } from '../../../shared/hera/meetings.ts';
import { paperThreshold, similarity } from '../../../shared/hera/similarity.ts';
import type { ProfileTree } from '../../../shared/hera/tree.ts';
import { noHera } from '../../../shared/switching/policies/heraSetup.ts';
import type { HeraLearner } from './heraLearner.ts';
import type { HeraSource } from './heraSource.ts';
import { expertIdentity, treesFolder } from './pairName.ts';
import { profileWords } from './profileWords.ts';
import { keptUnder, type UsedTransitions } from './usedTransitions.ts';
import { rememberingTrees } from './treeFile.ts';

/** The models that are chosen now. */
export interface ChosenPair {
  readonly local: ModelCard | null;
  readonly expert: ModelCard | null;
  /** As in the settings: the local model's id or path, and the expert. */
  readonly localChoice: string;
  readonly choice: ExpertChoice;
}

/** What views ask about HERA: what is known of the chosen pair, and the trees it was learnt from. */
export interface HeraService {
  info(): Promise<HeraInfo>;
  /** Of the chosen pair: what `info` counts as used. */
  forgetUsed(): Promise<void>;
  trees(): readonly TreeSummary[];
  tree(problem: string): Promise<TreePicture>;
  /** Puts a former profile of the pair back (0: the newest); the present one becomes the newest former. */
  useFormer(index: number): void;
}

/** @param parts.home `tandemPaths().home` */
export function createHeraService(parts: { readonly home: string; readonly hera: HeraSource | undefined; readonly used?: Pick<UsedTransitions, 'count' | 'forget'> | undefined; readonly learner?: Pick<HeraLearner, 'about'> | undefined; readonly chosen: () => ChosenPair }): HeraService {
  const { hera } = parts;
  const read = rememberingTrees();
  const trees = (): readonly ProfileTree[] => {
    const { local, expert } = parts.chosen();
    if (local?.sha256 === undefined || expert === null) return [];
    return read(path.join(treesFolder(parts.home, { localSha256: local.sha256, expertId: expertIdentity(expert), profile: local.profile ?? defaultProfile }), 'trees.jsonl'));
  };
  return {
    info: async () => {
      const { local, expert, localChoice, choice } = parts.chosen();
      const names = { local: local?.name ?? null, expert: expert?.name ?? null, commands: local === null ? [] : profileWords(localChoice, choice, expert), trees: trees().length, used: expert === null ? 0 : await parts.used?.count(keptUnder(local, expert)) ?? 0 };
      if (local === null) return { ...names, profile: null, why: 'the local model is not open yet', formers: [] };
      const { file, why } = hera?.profiles.forPair(local, expert) ?? (expert === null ? { file: null, why: 'no expert is set up, so there is nothing to compare this model with' } : noHera);
      const formers = (expert === null ? [] : hera?.profiles.formers(local, expert) ?? []).flatMap((one, index) => (one === null ? [] : [{ index, date: one.refitted ?? one.date, data: one.data, requests: one.requests, isRefitted: one.refitted !== undefined }]));
      if (file === null) return { ...names, profile: null, why, formers };
      const { provenance: { requests, subtasks, date, data, embedder, refitted }, alpha, partsOn, sseBy, accuracies, auto } = file;
      return { ...names, why: '', formers, refit: parts.learner?.about(file) ?? null, lacks: lackingOf(file, file.transitions.length + names.used), profile: { requests, subtasks, date, data, ...(refitted === undefined ? {} : { refitted }), embedder, alpha, partsOn, sseBy, accuracies, auto: auto.choice } };
    },
    trees: () => trees().map(({ problem, question, nodes, allLocal, allExpert }) => ({ problem, question, steps: nodes.length, localRight: allLocal.right, expertRight: allExpert.right })),
    tree: async (problem) => {
      const tree = trees().find((one) => one.problem === problem);
      if (!tree) throw new TandemError('notFound', 'The tree of this request is no longer here: the two models or their profile have changed. Choose another one from the list.');
      return pictureOf(tree, await hera?.embedder() ?? null);
    },
    forgetUsed: async () => {
      const { local, expert } = parts.chosen();
      if (expert !== null) await parts.used?.forget(keptUnder(local, expert));
    },
    useFormer: (index) => {
      const { local, expert } = parts.chosen();
      if (local === null || expert === null || !hera) throw new TandemError('notFound', 'There is no former profile of this pair to go back to. Nothing was changed.');
      hera.profiles.useFormer(local, expert, index);
    },
  };
}

/** A tree without what only a fit needs, and with the places at which ways meet. */
export async function pictureOf({ problem, data, question, allLocal, allExpert, nodes }: ProfileTree, embedder: Embedder | null): Promise<TreePicture> {
  const numbers = meetings(nodes, embedder === null ? alikeInWords : await alikeInMeaning(nodes.map((node) => node.text), embedder));
  return {
    problem, data, question, allLocal, allExpert, meetsBy: embedder === null ? 'words' : 'meaning',
    nodes: nodes.map(({ path: way, by, text, propensity, right, answer }) => ({ path: way, by, text, propensity, right, answer, meets: numbers.get(way) ?? null })),
  };
}

async function alikeInMeaning(texts: readonly string[], embedder: Embedder): Promise<(a: string, b: string) => boolean> {
  const vectors = new Map<string, Float32Array>();
  for (const text of new Set(texts)) vectors.set(text, await embedder.embed(text));
  const embedded = (text: string) => ({ text, vector: vectors.get(text) ?? new Float32Array() });
  return (a, b) => a === b || similarity(embedded(a), embedded(b)) >= paperThreshold;
}
