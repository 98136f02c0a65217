import fs from 'node:fs';
import path from 'node:path';
import type { LocalModel } from '../../../shared/agent/model.ts';
import { TandemError } from '../../../shared/errors.ts';
import { withMistakes } from '../../../shared/exam/mistakes/withMistakes.ts';
import { taughtName } from '../evaluate/pairedRows.ts';
import { mistakesIn } from '../exam/mistakes/mistakesIn.ts';
import { defaultProfile } from '../../../shared/agent/prompts/profiles.ts';
import { openCallCache } from '../evaluate/calls/callCache.ts';
import { logFacts } from '../evaluate/calls/logFacts.ts';
import { claimDocuments } from '../evaluate/calls/sameDocuments.ts';
import { readSets, type ProblemSet } from '../evaluate/data/readSets.ts';
import { answerWithOracle, gridAndOracle } from '../evaluate/oracleGrid.ts';
import { readRequestHead } from '../evaluate/requestHeadFile.ts';
import { answerScorer } from '../evaluate/scoreAnswer.ts';
import { throughputOf } from '../evaluate/throughput.ts';
import type { Gate } from '../../../shared/switching/gate/gateFile.ts';
import type { ModelPair } from '../evaluate/openPair.ts';
import { openPairOrReplay } from '../evaluate/replayPair.ts';
import { policyGrid, type GridPoint } from '../evaluate/policyGrid.ts';
import { runGrid } from '../evaluate/runGrid.ts';
import { oracleName } from '../evaluate/oracleFigures.ts';
import { openGateStore } from '../exam/gateStore.ts';
import { findClaude, shippedPrices } from '../expert/prices.ts';
import { tandemPaths } from '../paths.ts';
import type { Surroundings } from './ask.ts';
import { agreedUsd, modelRef, wholeNumber } from './askPlan.ts';
import { expertSpec } from './examCommand.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';
import { heraFor } from '../evaluate/heraFor.ts';
import { openHeraStore } from '../hera/heraStore.ts';
import { report, type RunNotes } from './reportCommand.ts';

export interface EvaluateOptions {
  readonly data: readonly string[]; readonly n: string; readonly skip: string; readonly local: string; readonly expert: string; readonly policies: string;
  readonly seed: string; readonly sequences?: string; readonly atOnce?: string; readonly requestHead?: string; readonly context: string; readonly out: string; readonly priceAs?: string; readonly replay?: string; readonly heads?: string; readonly chains?: string; readonly transfer?: string; readonly draws: string; readonly mistakes?: string; readonly mistakesShown: string; readonly agree?: string; readonly examSeconds?: string; readonly note?: readonly string[];
}

/** Answers the same problems under every policy and dial, and appends what came out to OUT/answers.jsonl. */
export async function evaluate(options: EvaluateOptions, { note, signal }: Surroundings): Promise<ExitCode> {
  const seed = wholeNumber('--seed', options.seed);
  const n = wholeNumber('--n', options.n, 100_000, 1);
  const atOnce = wholeNumber('--at-once', options.atOnce ?? options.sequences ?? '4', 64, 1);
  const sequences = wholeNumber('--sequences', options.sequences ?? String(atOnce), 64, 1);
  fs.mkdirSync(options.out, { recursive: true });
  const cache = openCallCache(options.replay ?? path.join(options.out, 'calls.jsonl'));
  const rows = { skip: wholeNumber('--skip', options.skip), n };
  const sets = await readSets(options.data, rows.skip, rows.n);
  const problems = sets.flatMap((set) => set.problems);
  if (options.replay === undefined) claimDocuments(options.out, problems);
  const replayed = options.replay === undefined ? null : await logFacts(options.replay);
  const nameOf = new Map(sets.flatMap((set) => set.problems.map((problem) => [problem.id, set.name] as const)));
  const wished = gridAndOracle(options.policies);
  const requestHead = options.requestHead === undefined ? null : readRequestHead(options.requestHead);
  const scoreAnswer = await answerScorer(problems);
  const named = { local: modelRef(options.local), expert: expertSpec(options.expert) };
  const pair = await openPairOrReplay(options.replay, { ...named, sequences, contextSize: wholeNumber('--context', options.context, 131_072, 512), note, agreeUsd: agreedUsd(options.agree), work: 'evaluation' }, signal);
  const answersFile = path.join(options.out, 'answers.jsonl');
  fs.rmSync(answersFile, { force: true });
  const memory = options.mistakes === undefined ? null : mistakesIn(options.mistakes);
  const shown = wholeNumber('--mistakes-shown', options.mistakesShown, 2, 1);
  const startedAt = Date.now();
  const closers: (() => Promise<void>)[] = [() => pair.close()];
  try {
    const gates = openGateStore(options.heads ?? tandemPaths().heads, note);
    const gate = gates.forModel(pair.local.card);
    const heads = options.heads ?? tandemPaths().heads;
    const hera = /\b(?:hera|auto)\b/.test(options.policies) ? await heraFor(pair, openHeraStore(heads, note), cache, options.replay === undefined ? note : null, /\[[^\]]*\b(?:urc|sle|cd|sd|prediction)\b/.test(options.policies), signal) : null;
    closers.push(async () => { await hera?.close(); });
    const teach = memory === null ? null : (model: LocalModel) => withMistakes(model, memory, shown);
    const grid = withTaught(policyGrid(wished.policies, gate, hera?.setup, requestHead), teach);
    const asking = grid.find(({ policy, asksItself }) => policy.id !== 'localOnly' && asksItself !== true);
    if (pair.expert === null && asking) throw new TandemError('expertNotConfigured', `${asking.name} asks an expert, and none is named: what the local model wrote would be counted as its own. Nothing was run; name one with --expert, or leave it out of --policies.`);
    if (gate === null && grid.some((point) => point.policy.id === 'adaswitch' || point.policy.id === 'handover')) note('There is no fitted head for this model: adaswitch is evaluated with its uncalibrated doubt.');
    const price = options.priceAs === undefined ? null : findClaude(shippedPrices, options.priceAs).price;
    const run = { pair, gate, seed, sets, rows, replayed };
    writeNotes(options, run);
    let done = 0;
    const setup = {
      local: pair.local.model, expert: pair.expert, cache, profile: pair.local.card.profile ?? defaultProfile, seed, atOnce, scoreAnswer,
      localParameters: pair.local.card.parameters ?? 0, expertParameters: pair.expertParameters, expertPrice: price,
    };
    const atWork = performance.now();
    await runGrid(problems, grid, { ...setup, ...(wished.oracle === null ? {} : { oracle: answerWithOracle(setup, wished.oracle) }) }, (results) => {
      done += 1;
      for (const { point, problem, right, answered, oracle } of results) {
        const { name, dial } = oracle ? { name: oracleName, dial: null } : (grid[point] ?? { name: '', dial: null });
        fs.appendFileSync(answersFile, `${JSON.stringify({ policy: name, dial, problem: problem.id, dataset: nameOf.get(problem.id), right, steps: answered.steps, expertSteps: answered.expertSteps, scoringMs: answered.scoringMs, checksMs: answered.checksMs, ...(answered.noSteps > 0 ? { noSteps: answered.noSteps } : {}), ...answered.cost, ...(oracle ? { oracle } : {}), view: answered.view })}\n`);
      }
      // A log answers at once: that is nobody's speed.
      if (options.replay === undefined) writeNotes(options, { ...run, throughput: throughputOf({ atOnce, sequences, problems: done, ms: performance.now() - atWork, counts: cache.counts }) });
      const each = (Date.now() - startedAt) / 1000 / done;
      note(`${done} of ${problems.length}: ${cache.counts.made} calls made, ${cache.counts.known} known, ${Math.round(each * done)} s, about ${Math.round((each * (problems.length - done)) / 60)} min to go; right: ${results.map((result) => Math.round(result.right * 100) / 100).join(' ')}`);
    }, signal);
  } finally {
    for (const close of closers.toReversed()) await close();
  }
  if (!signal.aborted) await reportOn(options, note);
  return exitCodes.answered;
}

/** Beside the local model alone: the same, shown its corrected mistakes. */
function withTaught(grid: readonly GridPoint[], teach: GridPoint['changed'] | null): readonly GridPoint[] {
  return grid.flatMap((point) => (teach && point.name === 'localOnly' ? [point, { ...point, name: taughtName, changed: teach }] : [point]));
}

/** The report alone, from the answers that are there: after an evaluation that was stopped, or with other training chains. */
export async function reportOn(options: Pick<EvaluateOptions, 'out' | 'data' | 'chains' | 'transfer' | 'draws' | 'note' | 'examSeconds'>, note: (words: string) => void): Promise<ExitCode> {
  const { points } = await report({ folder: options.out, data: options.data, chains: options.chains, transfer: options.transfer, draws: wholeNumber('--draws', options.draws, 100_000, 1), notes: options.note ?? [], examSeconds: options.examSeconds === undefined ? undefined : wholeNumber('--exam-seconds', options.examSeconds, 100_000, 1) });
  for (const { policy, dial, right, n, share } of points) note(`${policy}${dial === null ? '' : ` at ${dial.toFixed(2)}`}: ${right} of ${n} right, ${Math.round(share.value * 100)} % of the steps by the expert`);
  note(`The report is ${path.join(options.out, 'index.html')}`);
  return exitCodes.answered;
}

interface RunParts { readonly sets: readonly ProblemSet[]; readonly rows: NonNullable<RunNotes['rows']>; readonly replayed: RunNotes['replayed'] | null; readonly throughput?: RunNotes['throughput']; readonly pair: Pick<ModelPair, 'local' | 'expert' | 'expertSha256' | 'expertParameters' | 'expertDevice' | 'via'>; readonly gate: Gate | null; readonly seed: number }

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
