import type { AcceptedStep, ExpertModel, LocalModel, StepPart, StepRequest } from '../../../shared/agent/model.ts';
import { profileById } from '../../../shared/agent/prompts/profiles.ts';
import { splitChain } from '../../../shared/agent/splitter.ts';
import { examineChain, type StepVerdict } from '../../../shared/exam/goldExaminer.ts';
import { agreementValues, sampleCount } from '../../../shared/switching/features/agreement.ts';
import { judgeQuestions, judgeValues } from '../../../shared/switching/features/judge.ts';
import { alwaysOn, computeFeatures, type FeatureValues } from '../../../shared/switching/features/index.ts';
import type { Candidate } from '../../../shared/switching/policy.ts';
import type { Branch, ExamChain, ExamStep } from '../../../shared/exam/chain.ts';
import { judgeVerdict } from '../../../shared/exam/judgeExaminer.ts';
import { isNoStep } from '../expert/noStep.ts';
import { expertIdentity } from '../hera/pairName.ts';
import { isRightAnswer, nextGoldLine, type NumericProblem } from './goldWay.ts';
import type { Judge } from './judgeSteps.ts';

export interface ExamSetup {
  readonly local: Pick<LocalModel, 'writeStep' | 'judge' | 'resample'>;
  /** Null: wrong steps are replaced by gold lines at once. */
  readonly expert: ExpertModel | null;
  readonly profile: string;
  readonly maxSteps: number;
  readonly maxTokensPerStep: number;
  /** Seeded by problem; decides which right steps the expert is asked for as well. */
  readonly random: () => number;
  /** Share of wrong and of right steps whose both branches are finished, for r and d. */
  readonly branchShare: { readonly wrong: number; readonly right: number };
  /** Groups asked of the model besides, for heads that use them; they cost its time at every step. */
  readonly probes: readonly ('judge' | 'agreement')[];
  /** Says which step is wrong, in the place of gold values; these then only measure it. Absent: gold values examine. */
  readonly judge?: Judge;
  /** Second round: the gate decides instead of the examiner, which only labels. */
  readonly gate: { readonly p: number; readonly pWrong: (values: FeatureValues) => number } | null;
}

/**
 * AdaSwitch's collaborative examination of one problem (arXiv 2410.13181, stage 2). The local model works it; each
 * step is examined; a wrong one is replaced by the expert's, which is examined too and replaced by the gold line if it
 * is wrong as well; the chain goes on, so that later prefixes are those of real use.
 *
 * With a gate (second round) errors below its threshold stay: from the first missed one on, steps are marked and not
 * judged, because no one can say what is right after something wrong.
 */
export async function examineProblem(problem: NumericProblem, setup: ExamSetup, signal: AbortSignal): Promise<ExamChain> {
  const worker = createWorker(problem, setup, signal);
  const accepted: AcceptedStep[] = [];
  const steps: ExamStep[] = [];
  const branches: Branch[] = [];
  let isBroken = false;
  let right = false;
  let corrections = 0;
  // After several corrections the chain is more the examiner's than the model's, and says little about real use.
  while (accepted.length < setup.maxSteps && corrections < mostCorrections) {
    const position = accepted.length;
    const candidate = await worker.write(accepted);
    if (candidate.text === '' || candidate.text === accepted.at(-1)?.text) break;
    const values = { ...computeFeatures(alwaysOn, { question: problem.question, steps: accepted, position }, candidate), ...await worker.probe(accepted, candidate) };
    const verdict = isBroken ? { wrong: null, reason: 'afterError' as const } : await worker.examine(accepted, candidate);
    const pWrong = setup.gate ? setup.gate.pWrong(values) : null;
    const replaces = setup.gate && pWrong !== null ? pWrong > setup.gate.p : verdict.wrong === 1;
    const correction = replaces ? await worker.correct(accepted, setup.gate === null) : null;
    steps.push({ position, candidate, values, ...verdict, pWrong, correction: correction?.shown ?? null });
    const branch = verdict.wrong === null ? null : await worker.branch(accepted, candidate, verdict.wrong === 1);
    if (branch) branches.push(branch);

    if (correction && !setup.gate) corrections += 1;
    const next = correction ?? { text: candidate.text, ends: ends(candidate), by: 'local' as const };
    accepted.push({ by: next.by, text: next.text });
    if (next.ends) {
      right = isRightAnswer(problem, next.text);
      break;
    }
    if (setup.gate) isBroken ||= await worker.isWrong(accepted.slice(0, -1), next.text);
  }
  return { problem: problem.id, data: problem.data, question: problem.question, round: setup.gate ? 2 : 1, p: setup.gate?.p ?? null, steps, branches, rightUnaided: await worker.finish([]), right, ...await worker.expertAlone() };
}

export const mostCorrections = 3;
/** As for agreement: other chains than the greedy one, and still the model's own. */
const sampleTemperature = 0.8;
const restTokens = 1024;
export const ends = (candidate: Pick<Candidate, 'reason'>): boolean => candidate.reason === 'answer' || candidate.reason === 'stop';

interface Correction { readonly text: string; readonly ends: boolean; readonly by: 'expert'; readonly shown: NonNullable<ExamStep['correction']> }

export interface Worker {
  write(accepted: readonly AcceptedStep[]): Promise<Candidate>;
  /** The expert's next step, or (`finish`) all that is left; null without an expert. */
  ask(accepted: readonly AcceptedStep[], until?: StepRequest['until']): Promise<Candidate | null>;
  probe(accepted: readonly AcceptedStep[], candidate: Candidate): Promise<FeatureValues>;
  /** Whether the local model, left alone from here, comes to the right answer; drawn with that seed instead of greedily. */
  finish(accepted: readonly AcceptedStep[], sample?: number): Promise<boolean>;
  examine(accepted: readonly AcceptedStep[], candidate: Pick<Candidate, 'text' | 'reason'>): Promise<Pick<ExamStep, 'wrong' | 'reason' | 'gold'>>;
  isWrong(accepted: readonly AcceptedStep[], text: string): Promise<boolean>;
  /** @param examined whether a wrong step of the expert is replaced as well */
  correct(accepted: readonly AcceptedStep[], examined: boolean): Promise<Correction>;
  branch(accepted: readonly AcceptedStep[], candidate: Candidate, wrong: boolean): Promise<Branch | null>;
  /** Who the expert is, and whether it is right where it writes everything: the other end of the curve. */
  expertAlone(): Promise<Pick<ExamChain, 'expert' | 'expertAlone'>>;
}

/** The calls of one problem. With the models behind the call cache, finishing a chain costs nothing where it is gone on with later. */
export function createWorker(problem: NumericProblem, setup: ExamSetup, signal: AbortSignal): Worker {
  const request = (steps: readonly AcceptedStep[]): StepRequest => ({
    question: problem.question, history: [], steps, shape: 'steps', profile: setup.profile, documents: problem.documents,
    tools: problem.documents.length > 0 ? ['calculator', 'lookup'] : ['calculator'], until: 'step', maxTokens: setup.maxTokensPerStep, temperature: 0, seed: 1,
  });
  const write = async (accepted: readonly AcceptedStep[]) => finishOf(setup.local.writeStep(request(accepted), signal));

  const draw = (steps: readonly AcceptedStep[], seed: number) => finishOf(setup.local.writeStep({ ...request(steps), temperature: sampleTemperature, seed }, signal));

  const finish = async (from: readonly AcceptedStep[], sample?: number): Promise<boolean> => {
    const rolled = [...from];
    while (rolled.length < setup.maxSteps) {
      const next = sample === undefined ? await write(rolled) : await draw(rolled, sample);
      if (next.text === '') return isRightAnswer(problem, rolled.at(-1)?.text ?? '');
      if (ends(next)) return isRightAnswer(problem, next.text);
      if (next.text === rolled.at(-1)?.text) return false;
      rolled.push({ by: 'local', text: next.text });
    }
    return false;
  };

  /** What gold values say at once; null where the chain would have to be finished to know. */
  const goldVerdict = (accepted: readonly AcceptedStep[], candidate: Pick<Candidate, 'text' | 'reason'>): { readonly wrong: 0 | 1; readonly reason: StepVerdict['reason'] | 'repeats' } | null => {
    if (ends(candidate)) return isRightAnswer(problem, candidate.text) ? { wrong: 0, reason: 'goldValue' } : { wrong: 1, reason: 'wrongAnswer' };
    if (accepted.some((step) => step.text === candidate.text)) return { wrong: 1, reason: 'repeats' };
    const [alone] = examineChain(problem.way, [candidate.text], false);
    if (alone?.verdict === 'right') return { wrong: 0, reason: alone.reason };
    if (alone?.verdict === 'wrong') return { wrong: 1, reason: alone.reason };
    // It states nothing that could be false; whether it leads astray shows in the steps after it.
    if (alone?.reason === 'noResult') return { wrong: 0, reason: 'noResult' };
    return null;
  };

  const examine: Worker['examine'] = async (accepted, candidate) => {
    const known = goldVerdict(accepted, candidate);
    if (setup.judge) {
      const steps = [...accepted.map((step) => step.text), candidate.text];
      return { ...judgeVerdict(await setup.judge(problem.question, steps, signal), steps.length), ...(known === null || known.reason === 'noResult' ? {} : { gold: known.wrong }) };
    }
    if (known !== null) return known;
    return await finish([...accepted, { by: 'local', text: candidate.text }]) ? { wrong: 0, reason: 'chainEndsRight' } : { wrong: 1, reason: 'notOnTheWay' };
  };

  const ask: Worker['ask'] = async (accepted, until = 'step') => {
    if (!setup.expert) return null;
    const prepared = await setup.expert.prepareStep(until === 'step' ? request(accepted) : { ...request(accepted), until, maxTokens: restTokens });
    // An answer that is no step (longer than one may be) is a wrong one, and no outage that stops the exam.
    return finishOf(prepared.send(signal)).catch((error: unknown) => { if (isNoStep(error)) return { text: '', reason: 'length' as const, tokens: [], tools: [] }; throw error; });
  };

  /** A correction has to be right and to get on: one that states nothing or says something again is none. */
  const helps = async (accepted: readonly AcceptedStep[], asked: Candidate): Promise<boolean> => {
    if (goldVerdict(accepted, asked)?.reason === 'noResult') return false;
    return (await examine(accepted, asked)).wrong === 0;
  };

  return {
    write, ask, finish, examine,
    probe: async (accepted, candidate) => ({
      ...(setup.probes.includes('judge') ? judgeValues(await setup.local.judge(request(accepted), candidate.text, judgeQuestions, signal)) : {}),
      ...(setup.probes.includes('agreement') ? agreementValues(candidate, await setup.local.resample(request(accepted), sampleCount, signal)) : {}),
    }),
    isWrong: async (accepted, text) => (await examine(accepted, { text, reason: 'step' })).wrong === 1,
    correct: async (accepted, examined) => {
      const asked = await ask(accepted);
      const accept = asked !== null && asked.text !== '' && (!examined || await helps(accepted, asked));
      if (accept) return { text: asked.text, ends: ends(asked), by: 'expert', shown: { by: 'expert', text: asked.text } };
      const gold = nextGoldLine(problem, accepted.map((step) => step.text));
      const text = gold ?? String(problem.answer);
      return { text, ends: gold === null, by: 'expert', shown: { by: 'gold', text, ...(asked ? { refused: asked.text } : {}) } };
    },
    branch: async (accepted, candidate, wrong) => {
      const drawn = setup.random() < (wrong ? setup.branchShare.wrong : setup.branchShare.right);
      if (!drawn || !setup.expert) return null;
      const asked = await ask(accepted);
      if (asked === null || asked.text === '') return null;
      const end = (step: Pick<Candidate, 'text' | 'reason'>, by: AcceptedStep['by']) =>
        (ends(step) ? Promise.resolve(isRightAnswer(problem, step.text)) : finish([...accepted, { by, text: step.text }]));
      return { position: accepted.length, stepWrong: wrong, keptEndsRight: await end(candidate, 'local'), askedEndsRight: await end(asked, 'expert') };
    },
    expertAlone: async () => {
      const written = await ask([], 'finish');
      return {
        expert: setup.expert && { id: expertIdentity(setup.expert.card), name: setup.expert.card.name },
        expertAlone: written && isRightAnswer(problem, splitChain(written.text, profileById(setup.profile)).at(-1)?.text ?? written.text),
      };
    },
  };
}

async function finishOf(parts: AsyncIterable<StepPart>): Promise<Candidate> {
  for await (const part of parts) if (part.type === 'finish') return { text: part.text, reason: part.reason, tokens: part.tokens, tools: part.tools };
  return { text: '', reason: 'stop', tokens: [], tools: [] };
}
