import fs from 'node:fs';
import path from 'node:path';
import type { ModelCard } from '../../../shared/agent/model.ts';
import { defaultProfile } from '../../../shared/agent/prompts/profiles.ts';
import { TandemError } from '../../../shared/errors.ts';
import { callLog } from '../evaluate/calls/callCache.ts';
import type { EvalProblem } from '../evaluate/data/evalProblem.ts';
import { readProblems } from '../evaluate/data/readProblems.ts';
import type { ExpertSpec } from '../evaluate/openPair.ts';
import { openPairOrReplay } from '../evaluate/replayPair.ts';
import { expertCard } from '../expert/createExpert.ts';
import { readPrices } from '../expert/prices.ts';
import { usualLimits, type TreeLimits } from '../hera/growTree.ts';
import { withOwnNames } from '../hera/ownNames.ts';
import { expertIdentity } from '../hera/pairName.ts';
import { underBudget, type ProfileBudget } from '../hera/profileBudget.ts';
import { checkBudget, costWords, otherLimitsWords, stoppedWords, type ProfileWork } from '../hera/profileNotes.ts';
import { profileRequests } from '../hera/profileRequests.ts';
import { addSwitches, readSwitches } from '../hera/switchesFile.ts';
import { addTree, readTrees } from '../hera/treeFile.ts';
import { claimFolder } from '../hera/treesOwner.ts';
import { tandemPaths } from '../paths.ts';
import { privateFolder } from '../runs/store/privateFolder.ts';
import type { Surroundings } from './ask.ts';
import { usualTrees } from './profiledPair.ts';
import { agreedUsd, modelRef, numberBetween, wholeNumber } from './askPlan.ts';
import { expertSpec } from './examCommand.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';

export interface ProfileOptions {
  readonly local: string; readonly expert: string; readonly data: string; readonly n: string; readonly skip: string; readonly exclude?: string;
  readonly seed: string; readonly out?: string; readonly sequences: string; readonly full: string; readonly depth: string; readonly paths: string; readonly switches?: boolean; readonly agree?: string; readonly replay?: string;
  readonly maxCalls?: string; readonly maxUsd?: string; readonly minutes?: string;
}

/** Grows HERA's profiling trees and appends them to OUT/trees.jsonl, by default where the app shows them; trees that are there are not grown again. */
export async function profile(options: ProfileOptions, { note, signal }: Surroundings): Promise<ExitCode> {
  const seed = wholeNumber('--seed', options.seed);
  const sequences = wholeNumber('--sequences', options.sequences, 64, 1);
  const limits: TreeLimits = { ...usualLimits, fullDepth: wholeNumber('--full', options.full, 6, 1), maxDepth: wholeNumber('--depth', options.depth, 15, 1), sampledPaths: wholeNumber('--paths', options.paths, 64, 1) };
  if (limits.maxDepth < limits.fullDepth) throw new TandemError('badInput', `--depth is ${limits.maxDepth}, less than --full, which is ${limits.fullDepth}: sampled paths go on from the full depth.`);
  const folder = options.out ?? await usualTrees(options);
  // The requests may be one's own.
  if (options.out === undefined) privateFolder(tandemPaths().home);
  fs.mkdirSync(folder, { recursive: true });
  const [treesFile, switchesFile] = [path.join(folder, 'trees.jsonl'), path.join(folder, 'switches.jsonl')];
  const { trees, damaged } = readTrees(treesFile);
  if (damaged > 0) note(`${damaged} damaged ${damaged === 1 ? 'tree is' : 'trees are'} grown again.`);
  const problems = withOwnNames(await chosen(options.data, wholeNumber('--skip', options.skip), wholeNumber('--n', options.n, 100_000, 1), options.exclude), trees);
  const done = new Set(trees.map((tree) => tree.problem));
  const switches = options.switches === true ? readSwitches(switchesFile) : null;
  if (switches !== null && switches.damaged > 0) note(`${switches.damaged} damaged ${switches.damaged === 1 ? 'line' : 'lines'} of switches.jsonl left out; what is missing is made again.`);
  const left = problems.filter((problem) => !done.has(problem.id)).length;
  const work: ProfileWork = {
    requests: problems.length, trees: left, limits, withSwitches: switches !== null,
    switchesOnly: switches === null ? 0 : problems.filter((problem) => done.has(problem.id) && !switches.done.has(problem.id)).length,
  };
  const spec = expertSpec(options.expert);
  const asked = askedExpert(spec);
  const budget = budgetOf(options);
  note(costWords(work, asked));
  const others = otherLimitsWords(trees.filter((tree) => problems.some((problem) => problem.id === tree.problem)), limits, seed);
  if (others !== null) note(others);
  checkBudget(work, asked, budget);
  const pair = await openPairOrReplay(options.replay, { local: modelRef(options.local), expert: spec, sequences, note, agreeUsd: agreedUsd(options.agree), work: 'profile' }, signal);
  const startedAt = Date.now();
  let [grown, switchedCount] = [0, 0];
  try {
    if (pair.expert === null) throw new TandemError('expertNotConfigured', 'Profiling compares two models: name an expert with --expert.');
    const { card } = pair.local;
    const promptProfile = card.profile ?? defaultProfile;
    note(`Profiling ${card.name}${card.sha256 === undefined ? '' : ` (SHA-256 ${card.sha256.slice(0, 16)}…)`} and ${pair.expert.card.name}.`);
    // A file without a known hash goes by its name, as in the cache of calls.
    claimFolder(folder, { localSha256: card.sha256 ?? card.id, expertId: expertIdentity(pair.expert.card), profile: promptProfile, isAdapted: card.baseSha256 !== undefined });
    const cache = callLog(options.replay, path.join(folder, 'calls.jsonl'));
    const pace = (ended: number, of: number) => {
      const seconds = (Date.now() - startedAt) / 1000;
      return `${cache.counts.made} calls made, ${Math.round(seconds)} s, about ${Math.round(((seconds / ended) * (of - ended)) / 60)} min to go`;
    };
    const models = underBudget({ local: pair.local.model, expert: pair.expert }, budget, Date.now);
    await profileRequests(problems, {
      local: models.local, expert: models.expert, isSpent: () => models.endedBy() !== null, cache, profile: promptProfile, seed, atOnce: sequences, limits, done,
      ...(switches === null ? {} : {
        switches: {
          done: switches.done,
          onSwitched: (switched) => {
            addSwitches(switchesFile, switched);
            switchedCount += 1;
            const of = left + work.switchesOnly;
            note(`${switchedCount} of ${of}, each step left to the other: ${switched.length} answers, ${pace(switchedCount, of)}`);
          },
        },
      }),
      onTree: (tree) => {
        addTree(treesFile, tree);
        grown += 1;
        note(`${grown} of ${left}: ${tree.nodes.length} subtasks, alone ${tree.allLocal.right} here and ${tree.allExpert.right} at the expert, ${pace(grown, left)}`);
      },
    }, signal);
    const stopped = stoppedWords(models, problems.length - left + grown, problems.length);
    if (stopped !== null) note(stopped);
  } finally {
    await pair.close();
  }
  note(`The trees are in ${folder}. ${options.out === undefined ? '"fit-hera" finds them there, and the app shows them under Settings, Policy.' : `Fit them with "fit-hera --trees ${options.out}".`}`);
  return exitCodes.answered;
}

function budgetOf({ maxCalls, maxUsd, minutes }: Pick<ProfileOptions, 'maxCalls' | 'maxUsd' | 'minutes'>): ProfileBudget {
  return {
    maxCalls: maxCalls === undefined ? null : wholeNumber('--max-calls', maxCalls),
    maxUsd: maxUsd === undefined ? null : numberBetween('--max-usd', maxUsd, 0, 1_000_000),
    maxMinutes: minutes === undefined ? null : numberBetween('--minutes', minutes, 0, 1_000_000),
  };
}

/** What is known of the expert before anything is opened: where it is, and what it takes. */
function askedExpert(spec: ExpertSpec): Pick<ModelCard, 'name' | 'where' | 'price'> {
  return spec.kind === 'serve' || spec.choice.kind === 'gguf' || spec.choice.kind === 'none'
    ? { name: 'the expert', where: 'thisDevice' }
    : expertCard(spec.choice, { prices: readPrices(path.join(tandemPaths().home, 'prices.json')) });
}

async function chosen(file: string, skip: number, n: number, exclude: string | undefined): Promise<readonly EvalProblem[]> {
  const problems: EvalProblem[] = [];
  let at = 0;
  for await (const problem of readProblems(file)) {
    at += 1;
    if (at <= skip || problem.kind !== 'answer' || (exclude !== undefined && problem.question.includes(exclude))) continue;
    problems.push(problem);
    if (problems.length >= n) break;
  }
  return problems;
}
