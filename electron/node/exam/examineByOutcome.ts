import type { AcceptedStep } from '../../../shared/agent/model.ts';
import type { Branch, ExamChain, ExamStep } from '../../../shared/exam/chain.ts';
import { alwaysOn, computeFeatures } from '../../../shared/switching/features/index.ts';
import type { Candidate } from '../../../shared/switching/policy.ts';
import { createWorker, ends, mostCorrections, type ExamSetup, type Worker } from './examineProblem.ts';
import { isRightAnswer, type NumericProblem } from './goldWay.ts';
import { afterError, outcomeLabels, untold, type OutcomeLabels } from './outcomeLabels.ts';

/**
 * The examination of a problem of which only the answer is known (AdaSwitch, arXiv 2410.13181, with the rule):
 * the local chain is finished unaided; right: its steps are right; wrong: its first wrong step is looked for by
 * finishing it from its prefixes, replaced by the expert's if that one leads to the answer, and the chain goes on.
 * Steps that cannot be told have no label.
 */
export async function examineByOutcome(problem: NumericProblem, setup: ExamSetup, signal: AbortSignal): Promise<ExamChain> {
  const worker = createWorker(problem, setup, signal);
  const labels = outcomeLabels(problem, worker);
  const common = { problem: problem.id, data: problem.data, question: problem.question };
  const values = async (accepted: readonly AcceptedStep[], candidate: Candidate) =>
    ({ ...computeFeatures(alwaysOn, { question: problem.question, steps: accepted, position: accepted.length }, candidate), ...await worker.probe(accepted, candidate) });
  return { ...await (setup.gate ? secondRound(setup.gate) : firstRound()), ...await worker.expertAlone() };

  async function firstRound(): Promise<ExamChain> {
    const accepted: AcceptedStep[] = [];
    const steps: ExamStep[] = [];
    const branches: Branch[] = [];
    let rightUnaided: boolean | null = null;
    let right = false;
    for (let corrections = 0; ; corrections += 1) {
      const tail = await chainFrom(worker, accepted, setup.maxSteps);
      const last = tail.at(-1);
      right = last !== undefined && ends(last) && isRightAnswer(problem, last.text);
      rightUnaided ??= right;
      const told = await labels.ofChain(accepted, tail.map(local), right ? 'right' : last && ends(last) ? 'wrong' : 'stopped');
      const firstWrong = right ? -1 : told.findIndex((label) => label.wrong === 1);
      for (const [i, candidate] of (firstWrong < 0 ? tail : tail.slice(0, firstWrong + 1)).entries()) {
        const label = told[i] ?? untold;
        const before = [...accepted];
        // What stands behind a step that could not be told may be anybody's fault: no correction is looked for there.
        const isTurn = i === firstWrong && told.slice(0, i).every((one) => one.wrong === 0);
        const correction = isTurn && corrections < mostCorrections ? await correct(before) : null;
        steps.push({ position: before.length, candidate, values: await values(before, candidate), ...label, pWrong: null, correction: correction?.shown ?? null });
        const branch = label.wrong === null ? null : await worker.branch(before, candidate, label.wrong === 1);
        if (branch) branches.push(branch);
        accepted.push(correction?.next ?? local(candidate));
        if (i !== firstWrong) continue;
        if (!correction?.next || correction.ends) return { ...common, round: 1, p: null, steps, branches, rightUnaided, right: correction?.ends === true };
      }
      if (firstWrong < 0) return { ...common, round: 1, p: null, steps, branches, rightUnaided, right };
    }
  }

  /** The expert's step, if it leads to the answer; refused without a successor if it does not; null if nobody can say. */
  async function correct(accepted: readonly AcceptedStep[]) {
    const asked = await worker.ask(accepted);
    if (asked === null) return null;
    const label = asked.text === '' ? { wrong: 1 as const } : await labels.ofStep(accepted, asked, 'expert');
    if (label.wrong === null) return null;
    if (label.wrong === 1) return { shown: { by: 'none' as const, text: '', refused: asked.text }, next: null, ends: false };
    return { shown: { by: 'expert' as const, text: asked.text }, next: { by: 'expert' as const, text: asked.text }, ends: ends(asked) };
  }

  /** The gate decides, as in real use; then the steps it saw are labelled. */
  async function secondRound(gate: NonNullable<ExamSetup['gate']>): Promise<ExamChain> {
    const accepted: AcceptedStep[] = [];
    const seen: Omit<ExamStep, 'wrong' | 'reason'>[] = [];
    let end: 'right' | 'wrong' | 'stopped' = 'stopped';
    while (accepted.length < setup.maxSteps) {
      const candidate = await worker.write(accepted);
      if (candidate.text === '' || candidate.text === accepted.at(-1)?.text) break;
      const own = await values(accepted, candidate);
      const pWrong = gate.pWrong(own);
      const asked = pWrong > gate.p ? await worker.ask(accepted) : null;
      const replaced = asked !== null && asked.text !== '' ? asked : null;
      seen.push({ position: accepted.length, candidate, values: own, pWrong, correction: replaced && { by: 'expert', text: replaced.text } });
      const next = replaced ?? candidate;
      accepted.push({ by: replaced ? 'expert' : 'local', text: next.text });
      if (!ends(next)) continue;
      end = isRightAnswer(problem, next.text) ? 'right' : 'wrong';
      break;
    }
    const told = await labels.ofChain([], accepted, end);
    const steps: ExamStep[] = [];
    for (const [i, step] of seen.entries()) steps.push({ ...step, ...step.correction ? await replacedLabel(accepted.slice(0, i), told, step.candidate) : told[i] ?? untold });
    return { ...common, round: 2, p: gate.p, steps, branches: [], rightUnaided: await worker.finish([]), right: end === 'right' };
  }

  /** A candidate that the expert took the place of can be told only behind steps that are right. */
  async function replacedLabel(before: readonly AcceptedStep[], told: Awaited<ReturnType<OutcomeLabels['ofChain']>>, candidate: Candidate) {
    const earlier = told.slice(0, before.length);
    if (earlier.some((label) => label.wrong === 1)) return afterError;
    return earlier.every((label) => label.wrong === 0) ? labels.ofStep(before, candidate, 'local') : untold;
  }
}

const local = (candidate: Candidate): AcceptedStep => ({ by: 'local', text: candidate.text });

/** The local model's own way on from here, to its end or until it says nothing new. */
async function chainFrom(worker: Worker, from: readonly AcceptedStep[], maxSteps: number): Promise<readonly Candidate[]> {
  const tail: Candidate[] = [];
  while (from.length + tail.length < maxSteps) {
    const so = [...from, ...tail.map(local)];
    const next = await worker.write(so);
    if (next.text === '' || next.text === so.at(-1)?.text) break;
    tail.push(next);
    if (ends(next)) break;
  }
  return tail;
}
