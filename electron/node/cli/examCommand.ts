import fs from 'node:fs';
import path from 'node:path';
import { builtInExam } from '../../../shared/exam/builtIn/builtInExam.ts';
import { TandemError } from '../../../shared/errors.ts';
import { secondRound, secondRoundThresholds, secondRoundWords } from '../../../shared/exam/secondRound.ts';
import { judgeErrorWords } from '../../../shared/exam/judgeExaminer.ts';
import { probabilityWrong } from '../../../shared/switching/gate/fitHead.ts';
import { gateFileSchema, type GateFile } from '../../../shared/switching/gate/gateFile.ts';
import { readProblems } from '../evaluate/data/readProblems.ts';
import { callLog } from '../evaluate/calls/callCache.ts';
import type { ExpertSpec } from '../evaluate/openPair.ts';
import { openPairOrReplay } from '../evaluate/replayPair.ts';
import { withoutCalculator } from '../evaluate/withoutCalculator.ts';
import type { ModelCard } from '../../../shared/agent/model.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import { defaultProfile } from '../../../shared/agent/prompts/profiles.ts';
import type { ExamChain } from '../../../shared/exam/chain.ts';
import { builtInNumeric, numericProblem, type NumericProblem } from '../exam/goldWay.ts';
import { runExam } from '../exam/runExam.ts';
import type { Surroundings } from './ask.ts';
import { agreedUsd, expertChoice, modelRef, numberBetween, wholeNumber } from './askPlan.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';
import { replacingLines } from './replacingLines.ts';

export interface ExamOptions {
  readonly local: string; readonly expert: string; readonly data: string; readonly n: string; readonly skip: string; readonly exclude?: string;
  readonly seed: string; readonly out: string; readonly sequences: string; readonly branches: string; readonly gate?: string; readonly probes: string; readonly replay?: string; readonly examiner: string; readonly calculator: boolean; readonly agree?: string;
}

/** `serve:NAME` starts our own server for a GGUF; everything else as for `ask`. */
export function expertSpec(text: string): ExpertSpec {
  return text.startsWith('serve:') ? { kind: 'serve', model: modelRef(text.slice('serve:'.length)) } : { kind: 'choice', choice: expertChoice(text) };
}

/** Examines the local model on problems with known answers and writes what was seen to OUT/chains.jsonl. */
export async function exam(options: ExamOptions, { note, signal }: Surroundings): Promise<ExitCode> {
  const seed = wholeNumber('--seed', options.seed);
  const branches = numberBetween('--branches', options.branches, 0, 1);
  const n = wholeNumber('--n', options.n, 100_000, 1);
  const sequences = wholeNumber('--sequences', options.sequences, 64, 1);
  const skip = wholeNumber('--skip', options.skip);
  const [probes, examiner] = [probesOf(options.probes), examinerOf(options.examiner)];
  const named = { local: modelRef(options.local), expert: expertSpec(options.expert), agreeUsd: agreedUsd(options.agree) };
  const file = options.gate === undefined ? null : readGate(options.gate);
  fs.mkdirSync(options.out, { recursive: true });
  const cache = callLog(options.replay, path.join(options.out, 'calls.jsonl'));
  const addChain = replacingLines(path.join(options.out, 'chains.jsonl'));
  const pair = await openPairOrReplay(options.replay, { ...named, sequences, note, work: 'exam' }, signal);
  try {
    const chains: ExamChain[] = [];
    let [done, steps, wrong, right] = [0, 0, 0, 0];
    const startedAt = Date.now();
    const gate = file && gateOf(file, pair.local.card);
    await runExam(take(options.data === 'builtIn' ? builtIn(seed, n) : fromFile(options.data, skip, options.exclude), n), {
      local: options.calculator ? pair.local.model : withoutCalculator(pair.local.model), expert: pair.expert, profile: pair.local.card.profile ?? defaultProfile, cache, seed, atOnce: sequences,
      branchShare: { wrong: branches, right: branches * 0.4 },
      probes, examiner,
      gate: gate && { pWrong: (values) => probabilityWrong(gate.head, values), thresholds: secondRoundThresholds },
      onChain: (chain: ExamChain) => {
        chains.push(chain);
        addChain(chain);
        done += 1;
        steps += chain.steps.length;
        wrong += chain.steps.filter((step) => step.wrong === 1).length;
        right += chain.rightUnaided ? 1 : 0;
        note(`${done} of ${n}: ${right} right unaided, ${wrong} of ${steps} steps wrong, ${cache.counts.made} calls made, ${Math.round((Date.now() - startedAt) / 1000)} s`);
      },
    }, signal);
    if (chains.length === 0 && !signal.aborted) throw new TandemError('badInput', 'No problem was examined: --skip and --exclude leave none of the data. What the folder held is kept; leave out less.');
    const judged = judgeErrorWords(chains);
    if (judged !== null) note(judged);
    const second = secondRound(chains, seededRandom(seed, 0x2d), 500);
    if (second !== null) note(secondRoundWords(second));
  } finally {
    await pair.close();
  }
  return exitCodes.answered;
}

function examinerOf(text: string): 'gold' | 'judge' {
  if (text === 'gold' || text === 'judge') return text;
  throw new TandemError('badInput', `There is no examiner "${text.slice(0, 40)}". Known: gold, judge.`);
}

function probesOf(text: string): readonly ('judge' | 'agreement')[] {
  return text.split(',').filter((part) => part !== '').map((part) => {
    if (part === 'judge' || part === 'agreement') return part;
    throw new TandemError('badInput', `There is no group "${part.slice(0, 40)}" to ask for. Known: judge, agreement.`);
  });
}

/** A gate says nothing of steps that another model wrote, or this one asked another way. */
export function gateOf({ head }: Pick<GateFile, 'head'>, card: Pick<ModelCard, 'sha256' | 'profile' | 'name'>): Pick<GateFile, 'head'> {
  const { provenance } = head;
  const profile = card.profile ?? defaultProfile;
  if (provenance.modelSha256 === card.sha256 && provenance.profile === profile) return { head };
  throw new TandemError('badInput', provenance.modelSha256 === card.sha256
    ? `This gate was fitted with the prompt profile ${provenance.profile}, and ${card.name} is asked with ${profile}. Fit one on an exam of today.`
    : `This gate was fitted for ${provenance.modelName} (SHA-256 ${provenance.modelSha256.slice(0, 12)}…), not for ${card.name} (${card.sha256?.slice(0, 12) ?? 'unknown'}…). Name that model with --local, or fit a gate for this one.`);
}

function readGate(file: string): GateFile {
  try {
    return gateFileSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch (error) {
    throw new TandemError('badInput', `${path.basename(file)} is no fitted gate, or a damaged one. Fit one with "fit --chains … --out FILE".`, { cause: error });
  }
}

async function* take(problems: Iterable<NumericProblem> | AsyncIterable<NumericProblem>, n: number): AsyncGenerator<NumericProblem> {
  let taken = 0;
  for await (const problem of problems) {
    if (taken >= n) return;
    taken += 1;
    yield problem;
  }
}

function* builtIn(seed: number, count: number): Generator<NumericProblem> {
  for (const problem of builtInExam({ seed, count })) {
    const numeric = builtInNumeric(problem);
    if (numeric) yield numeric;
  }
}

async function* fromFile(file: string, skip: number, exclude: string | undefined): AsyncGenerator<NumericProblem> {
  let at = 0;
  for await (const problem of readProblems(file, { golds: 'number' })) {
    at += 1;
    if (at <= skip || (exclude !== undefined && problem.question.includes(exclude))) continue;
    const numeric = numericProblem(problem);
    if (numeric) yield numeric;
  }
}
