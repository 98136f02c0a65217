import fs from 'node:fs';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { defaultProfile } from '../../../shared/agent/prompts/profiles.ts';
import { TandemError } from '../../../shared/errors.ts';
import { examinedSteps } from '../../../shared/exam/examinedSteps.ts';
import { withFeatures } from '../../../shared/exam/withFeatures.ts';
import { openPair } from '../evaluate/openPair.ts';
import { datasetName, goldsOf, readRows, type ScoredRow } from '../evaluate/stepScoring/givenRow.ts';
import { goldErrors } from '../evaluate/stepScoring/goldErrors.ts';
import { scoreRows } from '../evaluate/stepScoring/scoreRows.ts';
import { labelledSteps, stepFigures } from '../evaluate/stepScoring/stepFigures.ts';
import { stepScorers, type StepScorer } from '../evaluate/stepScoring/stepScorers.ts';
import { stepTable, type SetResults, type StepResults } from '../evaluate/stepScoring/stepReport.ts';
import { openGateStore } from '../exam/gateStore.ts';
import { tandemPaths } from '../paths.ts';
import type { Surroundings } from './ask.ts';
import { modelRef, wholeNumber } from './askPlan.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';
import { readChains } from './fitCommand.ts';

export interface ScoreStepsOptions {
  readonly data: readonly string[]; readonly local: string; readonly n?: string; readonly seed: string; readonly threads?: string; readonly sequences: string;
  readonly golds?: readonly string[]; readonly chains?: string; readonly draws: string; readonly out: string;
}

/** Scores given steps through the gate and compares with people's labels; goes on where it was stopped. */
export async function scoreSteps(options: ScoreStepsOptions, { out, note, signal }: Surroundings): Promise<ExitCode> {
  const seed = wholeNumber('--seed', options.seed);
  const sequences = wholeNumber('--sequences', options.sequences, 64, 1);
  const draws = wholeNumber('--draws', options.draws, 100_000, 1);
  const rows = await readRows(options.data, options.n === undefined ? null : wholeNumber('--n', options.n, 100_000, 1), seed);
  const golds = await goldsOf(options.golds ?? []);
  const training = options.chains === undefined ? [] : options.chains.split(',').flatMap(readChains).map(withFeatures);
  fs.mkdirSync(options.out, { recursive: true });
  const pair = await openPair({
    local: modelRef(options.local), expert: { kind: 'choice', choice: { kind: 'none' } }, sequences, note,
    ...(options.threads === undefined ? {} : { threads: wholeNumber('--threads', options.threads, 256, 1) }),
  }, signal);
  try {
    const { model, card } = pair.local;
    const store = openGateStore(tandemPaths().heads, note);
    const head = store.forModel(card)?.file;
    if (!head) throw new TandemError('notFound', `There is no head for ${card.name}. Take an exam with it first.`);
    const profile = card.profile ?? defaultProfile;
    const startedAt = Date.now();
    const scored = await scoreRows(rows, {
      model, profile, file: path.join(options.out, 'rows.jsonl'), atOnce: sequences,
      onRow: (done, of) => note(`${done} of ${of} rows scored, ${Math.round((Date.now() - startedAt) / 1000)} s`),
    }, signal);
    const scorers = stepScorers(head.head, examinedSteps(training), seed);
    const results: StepResults = {
      model: { name: card.name, sha256: card.sha256 ?? null, profile, head: `${head.measured.data}, ${head.measured.problems} problems, fitted ${head.measured.date.slice(0, 10)}` },
      command: `npm run tandem -- ${process.argv.slice(2).join(' ')}`, seed, draws,
      sets: [...Map.groupBy(scored, (row) => row.dataset)].map(([dataset, some]) => setResults(dataset, some, scorers, seed, draws)),
      goldExaminer: options.golds === undefined ? null : goldErrors(rows.filter((row) => row.dataset === 'processBench'), golds),
    };
    writeFileAtomic.sync(path.join(options.out, 'results.json'), `${JSON.stringify(results, null, 1)}\n`);
    writeFileAtomic.sync(path.join(options.out, 'table.md'), stepTable(results));
    for (const set of results.sets) out.write(`${datasetName(set.dataset)}: AUROC of the gate ${set.figures[0]?.auroc.value.toFixed(3) ?? 'none'}, F1 ${set.figures[0]?.f1.value.toFixed(3) ?? 'none'}, ${set.rows} rows\n`);
  } finally {
    await pair.close();
  }
  return exitCodes.answered;
}

function setResults(dataset: string, all: readonly ScoredRow[], scorers: readonly StepScorer[], seed: number, draws: number): SetResults {
  const rows = all.filter((row) => row.refused === undefined);
  const [gate] = scorers;
  const steps = gate ? labelledSteps(rows, gate) : [];
  return {
    dataset, rows: rows.length, refused: all.length - rows.length, withError: rows.filter((row) => row.firstWrong >= 0).length, steps: steps.length, wrong: steps.filter((step) => step.y === 1).length,
    tokens: rows.reduce((sum, row) => sum + row.steps.reduce((inner, step) => inner + step.evaluated, 0), 0),
    figures: scorers.map((scorer) => stepFigures(rows, scorer, seed, draws)),
  };
}
