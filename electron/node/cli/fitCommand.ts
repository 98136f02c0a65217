import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { byProblem } from '../../../shared/learn/byProblem.ts';
import { TandemError } from '../../../shared/errors.ts';
import { examChainSchema, type ExamChain } from '../../../shared/exam/chain.ts';
import { judgeErrorWords } from '../../../shared/exam/judgeExaminer.ts';
import { withFeatures } from '../../../shared/exam/withFeatures.ts';
import { fitExam } from '../../../shared/exam/fitExam.ts';
import { secondRoundWords } from '../../../shared/exam/secondRound.ts';
import { basisWords, mathsDomain, type GateFile, type GateKey } from '../../../shared/switching/gate/gateFile.ts';
import { oneKindWords } from '../exam/examProgress.ts';
import { openGateStore } from '../exam/gateStore.ts';
import { nearestPrior } from '../exam/nearestPrior.ts';
import { shippedGates } from '../exam/shippedGates.ts';
import { openEmbedder } from '../hera/openEmbedder.ts';
import { questionsDomain } from '../hera/questionEmbedder.ts';
import { openAdapterStore } from '../models/adapters/adapterStore.ts';
import { modelIdentity, type ModelIdentity } from '../models/modelIdentity.ts';
import { tandemPaths } from '../paths.ts';
import type { Surroundings } from './ask.ts';
import { modelRef, wholeNumber } from './askPlan.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';
import { openModels } from './modelCommands.ts';
import { writeOut } from './writeOut.ts';

export interface FitOptions { readonly chains: string; readonly local: string; readonly data: string; readonly seed: string; readonly out?: string; readonly draws: string }

/** Fits a gate on the chains of one or several exams; saves it among the user's heads, or to a file. */
export async function fit(options: FitOptions, { out, note, signal }: Surroundings): Promise<ExitCode> {
  const read = options.chains.split(',').flatMap(readChains);
  const own = onlyOnce(read);
  if (own.length < read.length) note(`${read.length - own.length} chains of problems that were examined already are left out: they would count twice.`);
  const chains = own.map(withFeatures)
    // Problems worked at once end in another order each time; the folds should not.
    .toSorted(byProblem);
  const adapters = openAdapterStore(tandemPaths().models, note);
  const model = modelRef(options.local);
  const fitted = fitChains(chains, options, await modelIdentity(model, openModels(note)), (sha256) => adapters.identity(model, sha256));
  const domain = await domainOfChains(chains, note, signal);
  const gate = domain ? { ...fitted, domain } : fitted;
  if (options.out === undefined) openGateStore(tandemPaths().heads, note).save(gate);
  else writeOut(options.out, `${JSON.stringify(gate, null, 1)}\n`);
  const judged = judgeErrorWords(chains);
  out.write(`${gateWords(gate)}${judged === null ? '' : `${judged}\n`}`);
  return exitCodes.answered;
}

/** So that the app can tell questions of another kind; nothing is fetched for it. */
async function domainOfChains(chains: readonly ExamChain[], note: (words: string) => void, signal: AbortSignal) {
  const opened = await openEmbedder({ note }, signal);
  try {
    if (opened.embedder === null) note(`The gate will not know questions of another kind than these: ${opened.why}`);
    return await questionsDomain(chains.map((chain) => chain.question), opened.embedder);
  } finally {
    await opened.close();
  }
}

/** @param model the bare model; `identity` makes the hash that it goes by with its adapters */
export function fitChains(chains: readonly ExamChain[], options: Pick<FitOptions, 'data' | 'seed' | 'draws'>, model: ModelIdentity, identity = (sha256: string) => sha256): GateFile {
  const { profile, ...bare } = model;
  const key = { modelSha256: identity(bare.sha256), profile, domain: mathsDomain };
  refuseOthers(chains, key, bare.name);
  const prior = nearestPrior({ ...bare, sha256: key.modelSha256, baseSha256: bare.sha256, profile }, shippedGates());
  const fitted = fitExam(chains, {
    key, modelName: bare.name, data: options.data,
    examiner: judgeErrorWords(chains) ?? `gold intermediate values, else the end of the chain; wrong steps replaced by ${hasExpert(chains) ? 'the expert or by gold' : 'gold: no expert took part'}`,
    seed: wholeNumber('--seed', options.seed), command: `npm run tandem -- ${process.argv.slice(2).join(' ')}`, date: new Date().toISOString(), usdPerStep: null, draws: wholeNumber('--draws', options.draws, 100_000, 1), prior: prior?.head ?? null,
  });
  if (fitted.fit?.rarer === 0 && prior === null) throw new TandemError('badInput', oneKindWords(fitted.measured.steps, fitted.measured.wrong));
  return fitted;
}

/** Chains say whose they are; those of an older Tandem do not, and are taken at the user's word. */
function refuseOthers(chains: readonly ExamChain[], { modelSha256, profile }: Pick<GateKey, 'modelSha256' | 'profile'>, name: string): void {
  const other = chains.find(({ model }) => model !== undefined && (model.sha256 !== modelSha256 || model.profile !== profile))?.model;
  if (!other) return;
  throw new TandemError('badInput', other.sha256 === modelSha256
    ? `Some of these chains were written with the prompt profile ${other.profile}, and ${name} is asked with ${profile} now. Nothing was fitted; take the exam again.`
    : `Some of these chains are ${other.name}'s (SHA-256 ${other.sha256.slice(0, 12)}…), and the gate was to be ${name}'s (${modelSha256.slice(0, 12)}…). Nothing was fitted; name the examined model with --local, and fit one model's chains at a time.`);
}

/** The first chain of each problem in each round at each dial: two exams of the same problems say everything twice. */
export function onlyOnce(chains: readonly ExamChain[]): readonly ExamChain[] {
  return [...Map.groupBy(chains, ({ data, problem, round, p }) => JSON.stringify([data, problem, round, p])).values()].flatMap((same) => same.slice(0, 1));
}

/** Whether anybody was asked in the exam. */
function hasExpert(chains: readonly ExamChain[]): boolean {
  return chains.some(({ steps, branches }) => branches.length > 0 || steps.some(({ correction }) => correction !== null && (correction.by === 'expert' || correction.refused !== undefined)));
}

export function gateWords(gate: GateFile): string {
  const { measured, fit: kind } = gate;
  const { problems, steps, wrong, auroc, debiasedEce, brierSkill, repairs, rescues, damages, expertAlone, recommended } = measured;
  const of = (part: { readonly value: number; readonly low: number; readonly high: number } | null | undefined) => (!part ? 'not measured' : `${part.value.toFixed(3)} (${part.low.toFixed(3)} to ${part.high.toFixed(3)})`);
  return [
    `${problems} problems, ${steps} steps, ${wrong} of them wrong`,
    `step AUROC ${of(auroc)}, debiased ECE ${debiasedEce?.toFixed(3) ?? 'not measured'}, Brier skill ${brierSkill?.toFixed(3) ?? 'not measured'} (cross-fitted by problem)`,
    `the expert's step is right where the local one was wrong: ${of(repairs)}${repairs ? `, n = ${repairs.n}` : ''}`,
    `r, a lost answer is right after asking for one step: ${of(rescues)}${rescues ? `, n = ${rescues.n}` : ''}`,
    `d, a right answer is lost by asking: ${of(damages)}${damages ? `, n = ${damages.n}` : ''}`,
    `the expert alone, asked for whole answers: ${of(expertAlone)}${expertAlone ? `, n = ${expertAlone.n}` : ''}`,
    ...(measured.secondRound ? [secondRoundWords(measured.secondRound)] : []),
    ...(kind && (kind.kind !== 'weights' || !kind.isCalibrated) ? [basisWords({ file: gate, basis: 'exam' })] : []),
    ...(recommended ? [recommended.words] : []), '',
  ].join('\n');
}

export function readChains(file: string): readonly ExamChain[] {
  if (!fs.existsSync(file)) throw new TandemError('notFound', `There is no file ${path.basename(file)} with examined chains. Nothing was changed; give the path of a chains.jsonl that "exam" wrote.`);
  const bytes = fs.readFileSync(file);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').split('\n').filter((line) => line.trim() !== '').map((line, i) => {
    try {
      return examChainSchema.parse(JSON.parse(line));
    } catch (error) {
      throw new TandemError('badInput', `Line ${i + 1} of ${path.basename(file)} is no examined chain. Use the chains.jsonl that "exam" wrote.`, { cause: error });
    }
  });
}
