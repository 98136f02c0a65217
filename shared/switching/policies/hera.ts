import type { AcceptedStep } from '../../agent/model.ts';
import { convergence } from '../../hera/parts/convergence.ts';
import { decomposedSimilarity } from '../../hera/parts/decomposer.ts';
import { predictedDistance } from '../../hera/parts/difficultyPredictor.ts';
import { predictExpert, transitionsOf, type Predicting } from '../../hera/parts/expertPredictor.ts';
import { localWayThere } from '../../hera/parts/localWayThere.ts';
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
 * is above the dial. Without a profile of the pair, for replies, and for questions unlike the profiled ones (ours: where
 * everything looks unlike, everything would be asked), steps are decided as by AdaSwitch.
 */
export function hera(setup: HeraSetup, gate: Gate | null): SwitchPolicy {
  const fallback = adaswitch(gate);
  const foreign = setup.file === null ? foreignTo(undefined, null) : foreignTo(setup.file.domain, setup.embedder);
  return {
    id: 'hera',
    beforeStep: async (context, probe) => (setup.file === null || context.shape === 'reply' || !probe || await foreign(context.question) !== null ? null : await aboutRequest(context, setup, probe)),
    afterCandidate: async (context, candidate, probe) => {
      const other = context.shape === 'reply' ? null : await foreign(context.question);
      if (setup.file !== null && context.shape !== 'reply' && probe && other === null) return aboutSubtask(context, candidate, setup, probe);
      const score = await fallback.afterCandidate?.(context, candidate, probe);
      const why = `decided as AdaSwitch would: ${setup.file === null ? setup.why : other === null ? 'a reply is no chain of subtasks' : `this question is unlike those that the two models were profiled on (${other})`}`;
      return { value: 0, meaning: 'doubt', calibrated: false, costMs: 0, ...score, parts: [{ id: 'fallback', words: why, value: 0, weight: 0 }, ...(score?.parts ?? [])] };
    },
  };
}

/**
 * URC, and the first subtask by the expert where the request is unlike. At the dial's setting a request that is alike
 * stays here as a whole, so the question is put again, without memory, before each step.
 */
async function aboutRequest({ question, position }: StepContext, setup: Profiled, probe: Probe): Promise<Score | null> {
  if (!partsOf(setup).includes('urc')) return null;
  const startedAt = probe.now();
  const vector = await embedder(setup, probe)(question);
  const alike = pAlike(setup.file, question, vector);
  if (alike === null) return null;
  const value = 1 - alike;
  // Nothing near was profiled: the classifier would only guess, so the subtasks are looked at one by one.
  if (isUnknownDomain(setup.file, vector) && value > probe.dial) return null;
  if (position > 0 && value > probe.dial) return null;
  return {
    value, meaning: 'unlike', calibrated: false, costMs: probe.now() - startedAt, parts: [wayWords.urc(alike, value <= probe.dial, probe.dial)], basis: basisOf(setup),
    // Later steps of a request that had been unlike would have been looked at one by one.
    ...(position > 0 ? { isUpperBound: true } : {}),
  };
}

async function aboutSubtask(context: StepContext, candidate: Candidate, setup: Profiled, probe: Probe): Promise<Score> {
  const startedAt = probe.now();
  const { file } = setup;
  const parts = partsOf(setup);
  const alpha = setup.alpha ?? file.alpha;
  const embed = embedder(setup, probe);
  const predicting: Predicting = { find: setup.find ?? transitionsOf(file), embed, complete: (text) => probe.complete(text) };
  const way: ScorePart[] = setup.why === undefined ? [] : [{ id: 'missing', words: setup.why, value: 0, weight: 0 }];
  let value = 1;
  let converges: Score['converges'] = [];
  const lower = (similar: number) => { value = Math.min(value, unlikeness(similar, context.position, alpha)); return value <= probe.dial; };
  const needed = 1 - probe.dial + alpha * context.position;
  const done = (isUpperBound: boolean): Score => ({
    value, meaning: 'unlike', calibrated: false, parts: way, costMs: probe.now() - startedAt, basis: basisOf(setup),
    ...(converges && converges.length > 0 ? { converges } : {}), ...(isUpperBound ? { isUpperBound } : {}),
  });

  const byLikeness = (setup.sseBy ?? file.sseBy) === 'likeness' ? likeness(file, context, candidate) : null;
  let predicted: string | null = null;
  const prediction = async () => (predicted ??= await predictExpert(context, predicting));
  if (parts.includes('sse')) {
    const similar = byLikeness ?? await predictedSimilarity(candidate.text, await prediction(), embed);
    way.push(byLikeness === null ? wayWords.similar(similar, needed, await prediction()) : wayWords.likely(similar, needed));
    if (lower(similar)) return done(parts.some((part) => part === 'sle' || part === 'cd' || part === 'sd'));
  }
  // What follows predicts the local model's own way on; an answer has none.
  const goesOn = candidate.reason === 'step';
  const walker = { continueFrom: (steps: readonly AcceptedStep[], count: number) => probe.continueFrom(steps, count), embed };
  if (parts.includes('sle') && goesOn) {
    const distance = predictedDistance(file, context, candidate);
    const there = distance === null || distance === 0 ? null : await localWayThere(distance, context.steps, candidate.text, await prediction(), walker);
    way.push(wayWords.wayThere(distance, there, needed));
    if (there) {
      converges = [...(converges ?? []), { ahead: there.ahead, value: unlikeness(there.similar, context.position, alpha) }];
      if (unlikeness(there.similar, context.position, alpha) <= probe.dial) return done(true);
    }
  }
  if (parts.includes('cd') && goesOn) {
    const met = await convergence(context, candidate.text, await prediction(), { ...predicting, ...walker });
    converges = [...(converges ?? []), ...met.map(({ ahead, similar }) => ({ ahead, value: unlikeness(similar, context.position + ahead, alpha) }))].toSorted((a, b) => a.ahead - b.ahead);
    const latest = converges.findLast((point) => point.value <= probe.dial);
    way.push(wayWords.converges(latest?.ahead ?? null, met));
    if (latest) return done(true);
  }
  if (parts.includes('sd')) {
    const least = await decomposedSimilarity(context, candidate.text, await prediction(), { complete: predicting.complete, embed });
    way.push(wayWords.decomposed(least, needed));
    if (least !== null) lower(least);
  }
  return done(false);
}

const partsOf = (setup: Profiled) => setup.parts ?? setup.file.partsOn;

function embedder(setup: Profiled, probe: Probe): (text: string) => Promise<Float32Array> {
  const { embedder: own } = setup;
  return own === null ? (text) => probe.embed(text) : (text) => own.embed(text);
}

function basisOf({ file: { provenance: { requests, data, date, expertName } } }: Profiled): string {
  return `Predicted from ${requests} requests (${data}, profiled ${date.slice(0, 10)}) that this model and ${expertName} both worked; the expert was not asked.`;
}
