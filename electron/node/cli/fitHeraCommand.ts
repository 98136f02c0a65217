import path from 'node:path';
import { TandemError } from '../../../shared/errors.ts';
import { localEmbedderId } from '../../../shared/hera/embedder.ts';
import { fitHera as fitFile, labelled, type LabelledTree } from '../../../shared/hera/fit/fitHera.ts';
import { transferAccuracies, type CheckedPrediction } from '../../../shared/hera/fit/partAccuracies.ts';
import type { HeraFile, PartAccuracy } from '../../../shared/hera/heraFile.ts';
import { lackingOf } from '../../../shared/hera/lacking.ts';
import { paperThreshold } from '../../../shared/hera/similarity.ts';
import { withoutText } from '../../../shared/hera/withoutText.ts';
import { callLog } from '../evaluate/calls/callCache.ts';
import { cachedLocal, noMeter } from '../evaluate/calls/cachedModels.ts';
import type { Engine } from '../engine/api.ts';
import { openPair, type PairOptions } from '../evaluate/openPair.ts';
import { openPairOrReplay } from '../evaluate/replayPair.ts';
import { openGateStore } from '../exam/gateStore.ts';
import { checkPredictions } from '../hera/checkPredictions.ts';
import { openHeraStore } from '../hera/heraStore.ts';
import type { OpenedEmbedder } from '../hera/heraSource.ts';
import { openEmbedder, remembering } from '../hera/openEmbedder.ts';
import { checkOwner } from '../hera/treesOwner.ts';
import { treesFolder } from '../hera/pairName.ts';
import { readTrees } from '../hera/treeFile.ts';
import { tandemPaths } from '../paths.ts';
import type { Surroundings } from './ask.ts';
import { modelRef, wholeNumber } from './askPlan.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';
import { profiledPair } from './profiledPair.ts';
import { writeOut } from './writeOut.ts';

export interface FitHeraOptions {
  readonly trees?: string; readonly local: string; readonly expert: string; readonly data: string; readonly check: string; readonly seed: string;
  readonly heads?: string; readonly out?: string; readonly transfer?: string; readonly withoutText?: boolean; readonly sequences: string;
  readonly embedder: string; readonly domain?: string; readonly replay?: string;
}

/** How what compares texts is opened; tests bring their own. */
interface Openers {
  readonly embedder: (options: { readonly note: (words: string) => void }, signal: AbortSignal) => Promise<OpenedEmbedder>;
  readonly local: (options: PairOptions, signal: AbortSignal) => Promise<{ readonly local: Pick<Engine, 'model'>; close(): Promise<void> }>;
}

/** Fits HERA's profile of a pair from its trees; saves it among the user's profiles, or to a file. */
export async function fitHera(options: FitHeraOptions, { out, note, signal }: Surroundings, open: Openers = { embedder: openEmbedder, local: openPair }): Promise<ExitCode> {
  const seed = wholeNumber('--seed', options.seed);
  const wished = { most: wholeNumber('--check', options.check, 100_000), seed, atOnce: wholeNumber('--sequences', options.sequences, 64, 1) };
  const { local, expert } = await profiledPair(options);
  const pair = { localSha256: local.sha256, expertId: expert.id, profile: local.profile };
  const folder = options.trees ?? treesFolder(tandemPaths().home, pair);
  checkOwner(folder, { ...pair, isAdapted: local.isAdapted });
  const { trees, damaged } = readTrees(path.join(folder, 'trees.jsonl'));
  if (trees.length === 0) throw new TandemError('badInput', `There are no trees in ${folder}. Grow some with "profile"; nothing was changed.`);
  if (damaged > 0) note(`${damaged} damaged ${damaged === 1 ? 'tree is' : 'trees are'} left out.`);
  const opened = options.embedder === 'local' ? await openLocalEmbedder(open.local, options, local.sha256, note, signal) : await open.embedder({ note }, signal);
  try {
    if (opened.embedder === null) throw new TandemError('modelMissing', `${opened.why} A profile needs it; or say --embedder local, and the local model compares texts itself, less well. Nothing was changed.`);
    const { embedder } = opened;
    const { profile } = local;
    const gate = openGateStore(options.heads ?? tandemPaths().heads, note).forModel({ sha256: local.sha256, profile });
    const labels = await labelled(trees, embedder);
    const transitions = labels.flatMap((tree) => tree.transitions);
    const check = { ...wished, embedder, transitions };
    const predictions = await predicted(options, folder, labels, check, { note, signal });
    const fitted = fitFile(trees, labels, {
      provenance: { ...pair, localName: local.name, expertName: expert.name, domain: options.domain ?? options.data, data: options.data, date: new Date().toISOString(), seed },
      embedder, gate, predictions,
    });
    const { domain, ...without } = fitted;
    // Among a language model's own vectors a question's kind is hard to tell, and in the app it is not asked.
    const told: HeraFile = domain === undefined || options.embedder === 'local' ? without : fitted;
    const file = options.withoutText === true ? withoutText(told) : told;
    if (options.out === undefined) {
      checkUsable(file);
      openHeraStore(options.heads ?? tandemPaths().heads, note).save(file);
    } else {
      writeOut(options.out, `${JSON.stringify(file)}\n`);
    }
    out.write(profileWords(file));
    if (options.transfer !== undefined) {
      const others = await labelled(readTrees(path.join(options.transfer, 'trees.jsonl')).trees, embedder);
      const foreign = await predicted(options, options.transfer, others, check, { note, signal });
      out.write(`on ${others.length} requests of another domain, nothing fitted:\n${transferAccuracies(fitted, others, foreign, paperThreshold).map(accuracyWords).join('\n')}\n`);
    }
    return exitCodes.answered;
  } finally {
    await opened.close();
  }
}

/** The local model's own vectors, where no embedding model is to be had. */
async function openLocalEmbedder(open: Openers['local'], options: FitHeraOptions, sha256: string, note: (words: string) => void, signal: AbortSignal): Promise<OpenedEmbedder> {
  const pair = await open({ local: modelRef(options.local), expert: { kind: 'choice', choice: { kind: 'none' } }, sequences: 1, note }, signal);
  return { embedder: remembering({ id: localEmbedderId(sha256), embed: (text) => pair.local.model.embed(text, signal) }), why: '', close: () => pair.close() };
}

/** Without that head each step would cost a completion that foretells the expert's and is seldom right: nothing that a few requests should put in use. */
function checkUsable(file: HeraFile): void {
  const why = lackingOf(file, file.transitions.length).likeness;
  if (why === undefined) return;
  throw new TandemError('badInput', `Nothing was saved, and what was in use stays: this profile could not tell from the local model's own doubt whether the expert would write the same, because ${why}. The trees are kept; "profile" with a larger --n adds requests to them, best of those that the two models answer now alike, now not. To look at this profile all the same, name a file with --out.`);
}

type Check = Omit<Parameters<typeof checkPredictions>[1], 'local' | 'onChecked'>;

async function predicted({ local, replay }: Pick<FitHeraOptions, 'local' | 'replay'>, folder: string, trees: readonly LabelledTree[], check: Check, { note, signal }: Pick<Surroundings, 'note' | 'signal'>): Promise<readonly CheckedPrediction[]> {
  if (check.most === 0) return [];
  const pair = await openPairOrReplay(replay, { local: modelRef(local), expert: { kind: 'choice', choice: { kind: 'none' } }, sequences: check.atOnce, note }, signal);
  try {
    const cache = callLog(replay, path.join(folder, 'predictions.jsonl'));
    return await checkPredictions(trees, {
      ...check, local: (onCall) => cachedLocal(pair.local.model, cache, { ...noMeter, check: (_kind, ms) => { onCall(ms); } }),
      onChecked: (checked, of) => { if (checked % 20 === 0 || checked === of) note(`${checked} of ${of} predictions of the expert's subtask checked`); },
    }, signal);
  } finally {
    await pair.close();
  }
}

const percent = (value: number) => `${(100 * value).toFixed(1)} %`;

function accuracyWords({ part, right, of, low, high, majority, meanMs }: PartAccuracy): string {
  // A predicted subtask is a text, not one of a few classes, so there is no commonest one to say always; only classifiers have one.
  return `${part}: ${percent(right / of)} (${percent(low)} to ${percent(high)}) of ${of}${part.startsWith('sp') ? '' : `; always the commonest: ${percent(majority)}`}${meanMs === null ? '' : `; ${Math.round(meanMs)} ms each`}`;
}

function profileWords(file: HeraFile): string {
  const { provenance, accuracies, alpha, sseBy, partsOn, auto } = file;
  return [
    `${provenance.localName} (SHA-256 ${provenance.localSha256.slice(0, 16)}…) and ${provenance.expertName}`,
    `${provenance.requests} requests, ${provenance.subtasks} subtasks`,
    ...accuracies.map(accuracyWords),
    `α ${alpha}; similarity by ${sseBy}; parts on: ${partsOn.join(', ')}`,
    ...lackingWords(file),
    `auto: ${auto.choice} (${Object.entries(auto.areas).map(([choice, area]) => `${choice} ${area.toFixed(4)}`).join(', ')}; ${auto.forks} forks)`, '',
  ].join('\n');
}

/** What a run will pass over: one line a reason. */
function lackingWords(file: HeraFile): readonly string[] {
  const byReason = Map.groupBy(Object.entries(lackingOf(file, file.transitions.length)), ([, why]) => why);
  return [...byReason].map(([why, parts]) => `lacks ${parts.map(([part]) => part).join(', ')}: ${why}`);
}
