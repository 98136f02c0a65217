import { foreignTo } from '../../learn/domain.ts';
import { logit } from '../../learn/logistic.ts';
import { agreementValues, sampleCount } from '../features/agreement.ts';
import type { FeatureGroup } from '../features/feature.ts';
import { alwaysOn, computeFeatures, featureById, type FeatureValues } from '../features/index.ts';
import { judgeQuestions, judgeValues } from '../features/judge.ts';
import { explain } from '../gate/explain.ts';
import { probabilityWrong } from '../gate/fitHead.ts';
import { basisWords, isCalibratedGate, type Gate } from '../gate/gateFile.ts';
import type { Head } from '../gate/head.ts';
import type { Candidate, Score, SwitchPolicy } from '../policy.ts';
import type { Probe } from '../probe.ts';
import { uncalibratedDoubt } from './uncalibrated.ts';

/** Log-odds around the dial in which asking the model about its step can still change the decision. */
export const uncertainBand = 1;

/**
 * AdaSwitch's switch at inference (arXiv 2410.13181, "Collaborative Inference"): the expert iff P(wrong) > p.
 * Departure: the paper reads P(wrong) from the fine-tuned model's own reflection; here it is a calibrated logistic
 * regression on what any GGUF measures while it writes, fitted by the exam for this very model file and prompt.
 * Questions to the model and samples, where a head for them exists, are asked only in the uncertain band.
 *
 * Without a gate, and for replies, which no exam examines, the value is a doubt and says so. So it is for a question
 * unlike the exam's: it orders steps there, but how often a step with that value is wrong is not known.
 */
export function adaswitch(gate: Gate | null): SwitchPolicy {
  const foreign = foreignTo(gate?.file.domain, gate?.embedder ?? null);
  return {
    id: 'adaswitch',
    afterCandidate: async (context, candidate, probe) => {
      if (gate === null || context.shape === 'reply') return uncalibratedDoubt(context, candidate);
      const { head, further } = gate.file;
      const values = computeFeatures(alwaysOn, context, candidate);
      const other = await foreign(context.question);
      const scored = (by: Head, on: FeatureValues, costMs: number) => asFar(other, scoreBy(by, on, candidate, gate, costMs));
      const first = scored(head, values, 0);
      if (!probe || further.length === 0 || Math.abs(logit(first.value) - logit(Math.min(0.99, Math.max(0.01, probe.dial)))) > uncertainBand) return first;
      const startedAt = probe.now();
      // The richest head whose groups are all that is asked.
      const dear = further.toSorted((a, b) => b.columns.length - a.columns.length)[0];
      if (!dear) return first;
      probe.undecided?.();
      const asked = await probed(groupsOf(dear), candidate, probe);
      return scored(dear, { ...values, ...asked }, probe.now() - startedAt);
    },
  };
}

function asFar(other: string | null, score: Score): Score {
  return other === null ? score : { ...score, calibrated: false, basis: `Not calibrated for this question: it is unlike those that the percentages were fitted on (${other}). The number orders steps by doubt.` };
}

/** The probabilities of one head, with the reasons. */
export function scoreBy(head: Head, values: FeatureValues, candidate: Candidate, gate: Gate, costMs: number): Score {
  return { value: probabilityWrong(head, values), meaning: 'pWrong', calibrated: isCalibratedGate(gate.file), costMs, parts: [...explain(head, values, candidate)], basis: basisWords(gate) };
}

export function groupsOf(head: Pick<Head, 'columns'>): ReadonlySet<FeatureGroup> {
  return new Set(head.columns.flatMap((column) => featureById(column.feature)?.group ?? []));
}

async function probed(groups: ReadonlySet<FeatureGroup>, candidate: Candidate, probe: Probe): Promise<FeatureValues> {
  return {
    ...(groups.has('judge') ? judgeValues(await probe.judge(judgeQuestions)) : {}),
    ...(groups.has('agreement') ? agreementValues(candidate, await probe.resample(sampleCount)) : {}),
  };
}
