import fs from 'node:fs';
import path from 'node:path';
import type { LocalModel } from '../../../shared/agent/model.ts';
import { withMistakes } from '../../../shared/exam/mistakes/withMistakes.ts';
import { taughtName } from '../evaluate/pairedRows.ts';
import { defaultProfile } from '../../../shared/agent/prompts/profiles.ts';
import { callLog } from '../evaluate/calls/callCache.ts';
import { logFacts } from '../evaluate/calls/logFacts.ts';
import { claimDocuments } from '../evaluate/calls/sameDocuments.ts';
import type { ProblemSet } from '../evaluate/data/readSets.ts';
import { answerWithOracle } from '../evaluate/oracleGrid.ts';
import { answerScorer } from '../evaluate/scoreAnswer.ts';
import { throughputOf } from '../evaluate/throughput.ts';
import type { Gate } from '../../../shared/switching/gate/gateFile.ts';
import type { ModelPair } from '../evaluate/openPair.ts';
import { openPairOrReplay } from '../evaluate/replayPair.ts';
import { policyGrid, type GridPoint } from '../evaluate/policyGrid.ts';
import { runGrid } from '../evaluate/runGrid.ts';
import { oracleName } from '../evaluate/oracleFigures.ts';
import { openGateStore } from '../exam/gateStore.ts';
import { tandemPaths } from '../paths.ts';
import type { Surroundings } from './ask.ts';
import { evaluatePlan, reportPlan, type EvaluateOptions, type EvaluatePlan } from './evaluatePlan.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';
import { heraFor } from '../evaluate/heraFor.ts';
import { openHeraStore } from '../hera/heraStore.ts';
import { replacingLines } from './replacingLines.ts';
import { report, type ReportOptions, type RunNotes } from './reportCommand.ts';

/** Answers the same problems under every policy and dial, and writes what came out to OUT/answers.jsonl. */
export async function evaluate(options: EvaluateOptions, { note, signal }: Surroundings): Promise<ExitCode> {
  const plan = await evaluatePlan(options);
  const { seed, atOnce, problems, sets, rows, memory } = plan;
  fs.mkdirSync(options.out, { recursive: true });
  const cache = callLog(options.replay, path.join(options.out, 'calls.jsonl'));
  if (options.replay === undefined) claimDocuments(options.out, problems);
  const replayed = options.replay === undefined ? null : await logFacts(options.replay);
  const nameOf = new Map(sets.flatMap((set) => set.problems.map((problem) => [problem.id, set.name] as const)));
  const scoreAnswer = await answerScorer(problems);
  const pair = await openPairOrReplay(options.replay, { ...plan.pair, note, work: 'evaluation' }, signal);
  const closers: (() => Promise<void>)[] = [() => pair.close()];
  try {
    const startedAt = Date.now();
    const heads = options.heads ?? tandemPaths().heads;
    const gate = openGateStore(heads, note).forModel(pair.local.card);
    const hera = /\b(?:hera|auto)\b/.test(options.policies) ? await heraFor(pair, openHeraStore(heads, note), cache, options.replay === undefined ? note : null, /\[[^\]]*\b(?:urc|sle|cd|sd|prediction)\b/.test(options.policies), signal) : null;
    closers.push(async () => { await hera?.close(); });
    const teach = memory === null ? null : (model: LocalModel) => withMistakes(model, memory, plan.shown);
    const grid = withTaught(policyGrid(plan.policies, gate, hera?.setup, plan.requestHead), teach);
    if (gate === null && grid.some((point) => point.policy.id === 'adaswitch' || point.policy.id === 'handover')) note('There is no fitted head for this model: adaswitch is evaluated with its uncalibrated doubt.');
    const run = { pair, gate, seed, sets, rows, replayed };
    const addAnswer = replacingLines(path.join(options.out, 'answers.jsonl'));
    let done = 0;
    const setup = {
      local: pair.local.model, expert: pair.expert, cache, profile: pair.local.card.profile ?? defaultProfile, seed, atOnce, scoreAnswer,
      localParameters: pair.local.card.parameters ?? 0, expertParameters: pair.expertParameters, expertPrice: plan.price,
    };
    const atWork = performance.now();
    await runGrid(problems, grid, { ...setup, ...(plan.oracle === null ? {} : { oracle: answerWithOracle(setup, plan.oracle) }) }, (results) => {
      done += 1;
      for (const { point, problem, right, answered, oracle } of results) {
        const { name, dial } = oracle ? { name: oracleName, dial: null } : (grid[point] ?? { name: '', dial: null });
        addAnswer({ policy: name, dial, problem: problem.id, dataset: nameOf.get(problem.id), right, steps: answered.steps, expertSteps: answered.expertSteps, scoringMs: answered.scoringMs, checksMs: answered.checksMs, ...(answered.noSteps > 0 ? { noSteps: answered.noSteps } : {}), ...answered.cost, ...(oracle ? { oracle } : {}), view: answered.view });
      }
      // With the answers they tell of, and not before. A log answers at once: that is nobody's speed.
      if (options.replay === undefined) writeNotes(options, { ...run, throughput: throughputOf({ atOnce, sequences: plan.pair.sequences, problems: done, ms: performance.now() - atWork, counts: cache.counts }) });
      else if (done === 1) writeNotes(options, run);
      const each = (Date.now() - startedAt) / 1000 / done;
      note(`${done} of ${problems.length}: ${cache.counts.made} calls made, ${cache.counts.known} known, ${Math.round(each * done)} s, about ${Math.round((each * (problems.length - done)) / 60)} min to go; right: ${results.map((result) => Math.round(result.right * 100) / 100).join(' ')}`);
    }, signal);
  } finally {
    for (const close of closers.toReversed()) await close();
  }
  return signal.aborted ? exitCodes.answered : reportWith(plan.report, note);
}

/** Beside the local model alone: the same, shown its corrected mistakes. */
function withTaught(grid: readonly GridPoint[], teach: GridPoint['changed'] | null): readonly GridPoint[] {
  return grid.flatMap((point) => (teach && point.name === 'localOnly' ? [point, { ...point, name: taughtName, changed: teach }] : [point]));
}

/** The report alone, from the answers that are there: after an evaluation that was stopped, or with other training chains. */
export async function reportOn(options: Parameters<typeof reportPlan>[0], note: (words: string) => void): Promise<ExitCode> {
  return reportWith(reportPlan(options), note);
}

async function reportWith(options: ReportOptions, note: (words: string) => void): Promise<ExitCode> {
  const { points } = await report(options);
  for (const { policy, dial, right, n, share } of points) note(`${policy}${dial === null ? '' : ` at ${dial.toFixed(2)}`}: ${right} of ${n} right, ${Math.round(share.value * 100)} % of the steps by the expert`);
  note(`The report is ${path.join(options.folder, 'index.html')}`);
  return exitCodes.answered;
}

interface RunParts { readonly sets: readonly ProblemSet[]; readonly rows: EvaluatePlan['rows']; readonly replayed: RunNotes['replayed'] | null; readonly throughput?: RunNotes['throughput']; readonly pair: Pick<ModelPair, 'local' | 'expert' | 'expertSha256' | 'expertParameters' | 'expertDevice' | 'via'>; readonly gate: Gate | null; readonly seed: number }

/** What a reader needs to know of this evaluation, and a later report to be made without a model. */
function writeNotes(options: EvaluateOptions, { pair, gate, seed, sets, rows, replayed, throughput }: RunParts): void {
  const { card } = pair.local;
  const profile = card.profile ?? defaultProfile;
  const notes: RunNotes = {
    command: `npm run tandem -- ${process.argv.slice(2).join(' ')}`, date: new Date().toISOString(), seed, dataset: sets[0]?.name ?? 'unknown',
    data: path.basename(sets[0]?.file ?? ''), dataSha256: sets[0]?.sha256 ?? '',
    sets: sets.map(({ name, file, sha256 }) => ({ name, file: path.basename(file), sha256 })), ...(throughput ? { throughput } : {}), rows,
    ...(replayed ? { replayed } : { devices: [card.device, pair.expertDevice].flatMap((device) => device ?? []) }),
    local: { id: card.id, name: card.name, sha256: card.sha256 ?? null, parameters: card.parameters ?? null, profile },
    expert: pair.expert && { id: pair.expert.card.id, name: pair.expert.card.name, sha256: pair.expertSha256, parameters: pair.expertParameters, profile, via: pair.via },
    head: gate && { key: `${gate.file.head.provenance.modelSha256.slice(0, 16)} ${profile}`, data: gate.file.measured.data, examiner: gate.file.measured.examiner, problems: gate.file.measured.problems, steps: gate.file.measured.steps },
  };
  fs.writeFileSync(path.join(options.out, 'run.json'), `${JSON.stringify(notes, null, 1)}\n`);
}
