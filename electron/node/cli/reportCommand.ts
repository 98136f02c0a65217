import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { TandemError } from '../../../shared/errors.ts';
import { byProblem } from '../../../shared/learn/byProblem.ts';
import { withFeatures } from '../../../shared/exam/withFeatures.ts';
import type { ExamChain } from '../../../shared/exam/chain.ts';
import { logFacts } from '../evaluate/calls/logFacts.ts';
import { readAnswers } from '../evaluate/answersFile.ts';
import type { EvalProblem } from '../evaluate/data/evalProblem.ts';
import { examSizes, examSizesOf, transferOf } from '../evaluate/examSizes.ts';
import { equalComputeOf } from '../evaluate/equalCompute.ts';
import { foretoldOf } from '../evaluate/foretold.ts';
import { figuresOf, localSharesOf, pairedOf } from '../evaluate/figures.ts';
import { readSets } from '../evaluate/data/readSets.ts';
import { oracleOfAnswers, wrongAssignmentsOf } from '../evaluate/oracleFigures.ts';
import { ownSteps } from '../evaluate/ownSteps.ts';
import type { ResultsInput } from '../evaluate/report/results.ts';
import { resultsSchema, throughputSchema } from '../evaluate/report/results.ts';
import { writeReport } from '../evaluate/report/writeReport.ts';
import { pointsOf, ratesOf, scoresOf, type SummaryInput } from '../evaluate/summarise.ts';
import { openGateStore } from '../exam/gateStore.ts';
import { tandemPaths } from '../paths.ts';
import { readChains } from './fitCommand.ts';

/** What `evaluate` notes beside its answers, so that a report can be made again without a model. */
export const runNotesSchema = z.object({
  command: z.string(), date: z.string(), seed: z.number().int(), data: z.string(), dataSha256: z.string(), dataset: z.string(),
  local: z.object({ id: z.string(), name: z.string(), sha256: z.string().nullable(), parameters: z.number().nullable(), profile: z.string() }),
  expert: z.object({ id: z.string(), name: z.string(), sha256: z.string().nullable(), parameters: z.number().nullable(), profile: z.string(), via: z.string() }).nullable(),
  /** Every data file under the name its data set has in the report; absent in older folders, which have one. */
  sets: z.array(z.object({ name: z.string(), file: z.string(), sha256: z.string() })).optional(),
  throughput: throughputSchema.optional(),
  /** Which rows of each file were read; absent in older folders: all. */
  rows: z.object({ skip: z.number().int(), n: z.number().int() }).optional(),
  /** Where each model computed, as its engine says; absent in older folders. */
  devices: z.array(z.string()).optional(),
  /** The closed log that every call came from, where no model ran. */
  replayed: z.object({ file: z.string(), sha256: z.string(), calls: z.number().int() }).optional(),
  head: z.object({ key: z.string(), data: z.string(), examiner: z.string(), problems: z.number(), steps: z.number() }).nullable(),
});
export type RunNotes = z.infer<typeof runNotesSchema>;

export interface ReportOptions {
  readonly folder: string;
  /** The evaluation's data files; what is in them is needed for the steps' labels. */
  readonly data: readonly string[];
  /** Training chains with commas; none: no ablations. */
  readonly chains: string | undefined;
  /** Chains of another exam: what a gate fitted on them does here. */
  readonly transfer: string | undefined;
  /** Measured seconds a problem of the exam: its lengths are then told by time. */
  readonly examSeconds?: number | undefined;
  readonly draws: number;
  readonly notes: readonly string[];
}

/** Makes `results.json`, `table.md`, plots and the page from the answers in a folder. */
export async function report(options: ReportOptions): Promise<ResultsInput> {
  const { folder } = options;
  const run = path.join(folder, 'run.json');
  if (!fs.existsSync(run)) throw new TandemError('notFound', `There is no run.json in ${folder}. Nothing was changed; name the folder that "evaluate" wrote to.`);
  const notes = runNotesSchema.parse(JSON.parse(fs.readFileSync(run, 'utf8')));
  const problems = new Map<string, EvalProblem>();
  // The rows that were evaluated and no others: what stands behind them was never read before.
  const sets = await readSets(options.data, notes.rows?.skip, notes.rows?.n);
  for (const set of sets) for (const problem of set.problems) problems.set(problem.id, problem);
  // Problems worked at once end in another order each time; resampling would draw others.
  const place = new Map([...problems.keys()].map((id, index) => [id, index]));
  const answers = readAnswers(path.join(folder, 'answers.jsonl')).toSorted((a, b) => (place.get(a.problem) ?? 0) - (place.get(b.problem) ?? 0));
  const chains = chainsOf(options.chains);
  const input: SummaryInput = { answers, problems, dataset: notes.dataset, chains, seed: notes.seed, draws: options.draws };
  // Each data set by itself, and all of them together; mixed rules make the pooled accuracy a mean of shares.
  const parts = partsOf(input);
  const each = parts.map((part) => ({ part, points: pointsOf(part) }));
  const points = each.flatMap((one) => one.points);
  const own = ownSteps(answers.filter((answer) => answer.policy === 'localOnly'), problems);
  const answered = (dataset: string | null) => new Set(answers.filter((answer) => dataset === null || (answer.dataset ?? notes.dataset) === dataset).map((answer) => answer.problem)).size;
  /** Read, and not answered at every point: the evaluation was stopped before. */
  const skipped = (dataset: string | null) => Math.max(0, sets.filter((set) => notes.rows !== undefined && (dataset === null || set.name === dataset)).reduce((sum, set) => sum + set.problems.length, 0) - answered(dataset));
  const results: ResultsInput = {
    version: 1, command: notes.command, date: notes.date, seed: notes.seed, program: programNow(), machine: machineWords(notes),
    data: notes.sets === undefined ? [{ name: notes.data, sha256: notes.dataSha256, problems: answered(null), skipped: skipped(null) }]
      : notes.sets.map((set) => ({ name: set.file, sha256: set.sha256, problems: answered(set.name), skipped: skipped(set.name) })),
    throughput: notes.throughput === undefined ? [] : [notes.throughput],
    models: { local: notes.local, expert: notes.expert }, head: notes.head, callLog: notes.replayed ?? await callLogOf(folder),
    points,
    figures: each.flatMap(({ part, points: own }) => figuresOf(own, part.dataset, part)), localShares: each.flatMap(({ part, points: own }) => localSharesOf(own, part.dataset, part) ?? []),
    foretold: each.flatMap(({ part, points: own }) => foretoldOf(own, part.dataset, chains, { seed: notes.seed, draws: options.draws, profile: notes.local.profile })),
    equalCompute: each.flatMap(({ part, points: own }) => equalComputeOf(own, part.dataset, part)),
    paired: each.flatMap(({ part, points: own }) => pairedOf(own, part.dataset, part)),
    oracle: parts.flatMap(oracleOfAnswers), wrongAssignments: parts.flatMap(wrongAssignmentsOf),
    scores: parts.flatMap(scoresOf), ...ratesOf(chains, `${[...new Set(chains.map(({ data }) => data))].join(', ')} (exam)`),
    examSizes: examSizesOf(input, examSizes(chains.length, options.examSeconds ?? null), shippedHead(notes)),
    transfer: options.transfer === undefined ? [] : [transferOf(path.basename(path.dirname(options.transfer)), chainsOf(options.transfer), own, input)],
    notes: options.notes,
  };
  await writeReport(resultsSchema.parse(results), folder);
  return results;
}

/** What the app would shrink a short exam's labels to. */
function shippedHead({ local }: RunNotes) {
  if (local.sha256 === null) return null;
  return openGateStore(tandemPaths().heads, () => undefined).shippedFor({ sha256: local.sha256, profile: local.profile })?.head ?? null;
}

/** The answers data set by data set, and pooled where there are several. */
function partsOf(input: SummaryInput): readonly SummaryInput[] {
  const byData = [...Map.groupBy(input.answers, (answer) => answer.dataset ?? input.dataset)].map(([dataset, answers]) => ({ ...input, dataset, answers }));
  return byData.length > 1 ? [...byData, { ...input, dataset: 'all data' }] : byData;
}

function chainsOf(files: string | undefined): readonly ExamChain[] {
  // As "fit" does: problems worked at once end in another order each time; folds and "the first ten" should not.
  return files === undefined ? [] : files.split(',').flatMap(readChains).map(withFeatures).toSorted(byProblem);
}

async function callLogOf(folder: string): Promise<ResultsInput['callLog']> {
  const file = ['calls.jsonl.gz', 'calls.jsonl'].map((name) => path.join(folder, name)).find((one) => fs.existsSync(one));
  return file === undefined ? null : logFacts(file);
}

function programNow(): ResultsInput['program'] {
  const root = path.resolve(import.meta.dirname, '../../..');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')));
  try {
    return { version, commit: execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() };
  } catch {
    return { version, commit: null };
  }
}

/** What a GPU did is the engines' word; a replay computes nothing, and its times are those of the machine that made the log. */
function machineWords({ devices, replayed }: RunNotes): string {
  const here = `${os.availableParallelism()} cores (${os.cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()}, Node ${process.version}`;
  if (replayed !== undefined) return `report made on ${here}; no model ran: every call comes from a log, its times are those of the machine that made it`;
  return devices === undefined || devices.length === 0 ? here : `${here}; models on: ${[...new Set(devices)].join('; ')}`;
}
