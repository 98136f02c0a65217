import type { AcceptedStep } from '../../agent/model.ts';
import { convergence } from '../../hera/parts/convergence.ts';
import { decomposedSimilarity } from '../../hera/parts/decomposer.ts';
import { predictedDistance } from '../../hera/parts/difficultyPredictor.ts';
import { predictExpert, transitionsOf, type Predicting } from '../../hera/parts/expertPredictor.ts';
import { localWayThere } from '../../hera/parts/localWayThere.ts';
import { isAbort, TandemError } from '../../errors.ts';
import type { PartId } from '../../hera/heraFile.ts';
import { lackingOf, noTransitions } from '../../hera/lacking.ts';
import { foreignTo } from '../../learn/domain.ts';
import { isUnknownDomain, pAlike } from '../../hera/parts/requestClassifier.ts';
import { likeness, predictedSimilarity } from '../../hera/parts/subtaskSimilarity.ts';
import { unlikeness } from '../../hera/similarity.ts';
import type { Gate } from '../gate/gateFile.ts';
import type { Candidate, Score, ScorePart, StepContext, SwitchPolicy } from '../policy.ts';
import type { Probe } from '../probe.ts';
import { adaswitch } from './adaswitch.ts';
import type { HeraSetup } from './heraSetup.ts';
import { wayWords } from './heraWords.ts';

type Profiled = Extract<HeraSetup, { file: object }>;

/**
 * HERA (Hybrid Edge-cloud Resource Allocation, sections 2 and 3.3) on one machine: predicts, before the expert is called and without its output,
 * whether the local model would write what the expert would. The paper's order: request classifier, the expert's first
 * subtask where the request is not alike, similarity of the next subtasks under a threshold that grows with the
 * position, then convergence, then decomposition.
 *
 * One dial p moves both of the paper's thresholds: τ = β = 1 − p. Parts that can only lower the score run only while it
 * is above the dial. Without a profile of the pair, for replies, for questions unlike the profiled ones (ours: where
 * everything looks unlike, everything would be asked), and where a model that is needed fails, steps are decided as by
 * AdaSwitch. A part that the profile holds nothing for says so and is passed over.
 */
export function hera(setup: HeraSetup, gate: Gate | null): SwitchPolicy {
  const fallback = adaswitch(gate);
  const foreign = setup.file === null ? foreignTo(undefined, null) : foreignTo(setup.file.domain, setup.embedder);
  /** What is to be said of the request classifier with the step that it was asked before. */
  const notes = new WeakMap<StepContext, ScorePart>();
  const asAdaSwitch = async (why: string, context: StepContext, candidate: Candidate, probe?: Probe): Promise<Score> => {
    const score = await fallback.afterCandidate?.(context, candidate, probe);
    return { value: 0, meaning: 'doubt', calibrated: false, costMs: 0, ...score, parts: [{ id: 'fallback', words: `decided as AdaSwitch would: ${why}`, value: 0, weight: 0 }, ...(score?.parts ?? [])] };
  };
  return {
    id: 'hera',
    beforeStep: async (context, probe) => {
      if (setup.file === null || context.shape === 'reply' || !probe || await foreign(context.question) !== null) return null;
      try {
        const { score, note } = await aboutRequest(context, setup, probe);
        if (note) notes.set(context, note);
        return score;
      } catch (error) {
        notes.set(context, wayWords.notAsked('urc', failureOf(error)));
        return null;
      }
    },
    afterCandidate: async (context, candidate, probe) => {
      if (setup.file === null) return asAdaSwitch(setup.why, context, candidate, probe);
      if (context.shape === 'reply') return asAdaSwitch('a reply is no chain of subtasks', context, candidate, probe);
      const other = await foreign(context.question);
      if (other !== null) return asAdaSwitch(`this question is unlike those that the two models were profiled on (${other})`, context, candidate, probe);
      if (!probe) return asAdaSwitch('the local model can only write, and is not asked about what it writes', context, candidate);
      let why: string;
      try {
        const score = await aboutSubtask(context, candidate, setup, probe, notes.get(context));
        if (score !== null) return score;
        why = 'nothing of what is switched on is learnt for this pair';
      } catch (error) {
        why = `what HERA needs could not be asked (${failureOf(error)})`;
      }
      return asAdaSwitch(why, context, candidate, probe);
    },
  };
}

/** A model that fails costs HERA's word on one step and not the answer; a stop, or a call that a closed log lacks, ends it. */
function failureOf(error: unknown): string {
  if (isAbort(error) || (error instanceof TandemError && error.kind === 'notFound')) throw error;
  return error instanceof TandemError ? error.message.replace(/\.$/, '') : 'the model that it asks failed';
}

/** What the request classifier says, or what is to be said of it. */
interface AboutRequest { readonly score: Score | null; readonly note: ScorePart | null }

/**
 * URC, and the first subtask by the expert where the request is unlike. At the dial's setting a request that is alike
 * stays here as a whole, so the question is put again, without memory, before each step.
 */
async function aboutRequest({ question, position }: StepContext, setup: Profiled, probe: Probe): Promise<AboutRequest> {
  if (!partsOf(setup).includes('urc')) return { score: null, note: null };
  const lacks = lackingOf(setup.file, 0).urc;
  if (lacks !== undefined) return { score: null, note: position > 0 ? null : wayWords.notLearnt('urc', lacks) };
  const startedAt = probe.now();
  const vector = await embedder(setup, probe)(question);
  const alike = pAlike(setup.file, question, vector);
  if (alike === null) return { score: null, note: null };
  const value = 1 - alike;
  // Nothing near was profiled: the classifier would only guess, so the subtasks are looked at one by one.
  if (isUnknownDomain(setup.file, vector) && value > probe.dial) return { score: null, note: position > 0 ? null : wayWords.unknownRequest() };
  if (position > 0 && value > probe.dial) return { score: null, note: null };
  return {
    note: null,
    score: {
      value, meaning: 'unlike', calibrated: false, costMs: probe.now() - startedAt, parts: [wayWords.urc(alike, value <= probe.dial, probe.dial)], basis: basisOf(setup),
      // Later steps of a request that had been unlike would have been looked at one by one.
      ...(position > 0 ? { isUpperBound: true } : {}),
    },
  };
}

/** @returns null where nothing of what is switched on can say anything */
async function aboutSubtask(context: StepContext, candidate: Candidate, setup: Profiled, probe: Probe, note: ScorePart | undefined): Promise<Score | null> {
  const startedAt = probe.now();
  const { file } = setup;
  const parts = partsOf(setup);
  const alpha = setup.alpha ?? file.alpha;
  const embed = embedder(setup, probe);
  const predicting: Predicting = { find: setup.find ?? transitionsOf(file), embed, complete: (text) => probe.complete(text) };
  const way: ScorePart[] = [...(setup.why === undefined ? [] : [{ id: 'missing', words: setup.why, value: 0, weight: 0 }]), ...(note ? [note] : [])];
  let value = 1;
  let converges: Score['converges'] = [];
  const lower = (similar: number) => { value = Math.min(value, unlikeness(similar, context.position, alpha)); return value <= probe.dial; };
  const needed = 1 - probe.dial + alpha * context.position;
  const done = (isUpperBound: boolean): Score => ({
    value, meaning: 'unlike', calibrated: false, parts: way, costMs: probe.now() - startedAt, basis: basisOf(setup),
    ...(converges && converges.length > 0 ? { converges } : {}), ...(isUpperBound ? { isUpperBound } : {}),
  });
  // The transitions of use are known only to whoever searches them, so a lack of any shows where one is needed.
  const lacking = lackingOf(file, 1);
  let unlearnt = parts.includes('urc') && lacking.urc !== undefined ? 1 : 0;
  const lacks = (part: PartId | 'prediction', why: string) => {
    way.push(wayWords.notLearnt(part, why));
    if (part !== 'prediction') unlearnt += 1;
  };

  let predicted: Promise<string | null> | null = null;
  const prediction = () => (predicted ??= predictExpert(context, predicting));
  if (parts.includes('sse')) {
    const isForetold = (setup.sseBy ?? file.sseBy) === 'prediction' || file.likeness === null;
    const theirs = isForetold ? await prediction() : null;
    if (isForetold && theirs === null) lacks(file.likeness === null ? 'sse' : 'prediction', noTransitions);
    const byLikeness = theirs === null ? likeness(file, context, candidate) : null;
    const similar = theirs === null ? byLikeness : await predictedSimilarity(candidate.text, theirs, embed);
    if (similar !== null) {
      way.push(theirs === null ? wayWords.likely(similar, needed) : wayWords.similar(similar, needed, theirs));
      if (lower(similar)) return done(parts.some((part) => part === 'sle' || part === 'cd' || part === 'sd'));
    }
  }
  // What follows predicts the local model's own way on; an answer has none.
  const goesOn = candidate.reason === 'step';
  const walker = { continueFrom: (steps: readonly AcceptedStep[], count: number) => probe.continueFrom(steps, count), embed };
  if (parts.includes('sle') && lacking.sle !== undefined) lacks('sle', lacking.sle);
  else if (parts.includes('sle') && goesOn) {
    const distance = predictedDistance(file, context, candidate);
    const isWalked = distance !== null && distance > 0;
    const theirs = isWalked ? await prediction() : null;
    if (isWalked && theirs === null) lacks('sle', noTransitions);
    else {
      const there = isWalked && theirs !== null ? await localWayThere(distance, context.steps, candidate.text, theirs, walker) : null;
      way.push(wayWords.wayThere(distance, there, needed));
      if (there) {
        converges = [...(converges ?? []), { ahead: there.ahead, value: unlikeness(there.similar, context.position, alpha) }];
        if (unlikeness(there.similar, context.position, alpha) <= probe.dial) return done(true);
      }
    }
  }
  if (parts.includes('cd') && goesOn) {
    const theirs = await prediction();
    if (theirs === null) lacks('cd', noTransitions);
    else {
      const met = await convergence(context, candidate.text, theirs, { ...predicting, ...walker });
      converges = [...(converges ?? []), ...met.map(({ ahead, similar }) => ({ ahead, value: unlikeness(similar, context.position + ahead, alpha) }))].toSorted((a, b) => a.ahead - b.ahead);
      const latest = converges.findLast((point) => point.value <= probe.dial);
      way.push(wayWords.converges(latest?.ahead ?? null, met));
      if (latest) return done(true);
    }
  }
  if (parts.includes('sd')) {
    const theirs = await prediction();
    if (theirs === null) lacks('sd', noTransitions);
    else {
      const least = await decomposedSimilarity(context, candidate.text, theirs, { complete: predicting.complete, embed });
      way.push(wayWords.decomposed(least, needed));
      if (least !== null) lower(least);
    }
  }
  return unlearnt >= parts.length ? null : done(false);
}

const partsOf = (setup: Profiled) => setup.parts ?? setup.file.partsOn;

function embedder(setup: Profiled, probe: Probe): (text: string) => Promise<Float32Array> {
  const { embedder: own } = setup;
  return own === null ? (text) => probe.embed(text) : (text) => own.embed(text);
}

function basisOf({ file: { provenance: { requests, data, date, refitted, expertName } } }: Profiled): string {
  const since = refitted === undefined ? '' : `, likeness of steps learnt anew from use ${refitted.slice(0, 10)}`;
  return `Predicted from ${requests} requests (${data}, profiled ${date.slice(0, 10)}${since}) that this model and ${expertName} both worked; the expert was not asked.`;
}
