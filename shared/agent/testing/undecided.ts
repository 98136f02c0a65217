import type { ExpertModel, LocalModel, StepPart } from './../model.ts';
import { adaswitch } from '../../switching/policies/adaswitch.ts';
import type { SwitchPolicy } from '../../switching/policy.ts';
import { sampleGate, sampleHead } from '../../switching/gate/testing/sampleGate.ts';
import { scriptedExpertCard, scriptedLocal, type ScriptedStep } from '../../testing/scriptedModel.ts';

/** AdaSwitch whose cheap signs leave every `undecidedChain` step in the band; the samples decide: the same thrice keeps it, others ask. */
export function undecidedPolicy(): SwitchPolicy {
  return adaswitch({ file: sampleGate('m', 'p', 10, [sampleHead('m', 'p', 10, ['meanLogProb', 'sameResult'], [-2, -3])]), basis: 'exam' });
}

export const undecidedChain: readonly ScriptedStep[] = [{ text: '20 * 3 = 60', logProb: -0.2 }, { text: '60 + 60 = 120', logProb: -0.2 }, { text: '480', logProb: -0.2 }];

/** @param agrees whether the samples of the step at that position agree with it; awaited, so that tests hold the decision open */
export function undecidedLocal(agrees: (position: number, signal: AbortSignal) => Promise<boolean>): LocalModel {
  const local = scriptedLocal(undecidedChain);
  return {
    ...local,
    resample: async (request, k, signal) => {
      const isSame = await agrees(request.steps.length, signal);
      return Array.from({ length: k }, (_, i) => (isSame ? (undecidedChain[request.steps.length]?.text ?? '') : `1 + ${i} = ${1 + i}`));
    },
  };
}

/** An expert whose stream is in the test's hands. 100 tokens are sent; 1 and 5 dollars a million. */
export function handExpert(stream: (position: number, signal: AbortSignal) => AsyncIterable<StepPart>, prepared: { readonly maxUsd?: number; readonly sentTokens?: number } = { sentTokens: 100 }): ExpertModel {
  return {
    card: scriptedExpertCard,
    prepareStep: (request) => Promise.resolve({
      payload: JSON.stringify(request), digest: `digest of step ${request.steps.length}`, redactions: { email: 1 }, maxUsd: 0.001, ...prepared,
      send: (signal) => stream(request.steps.length, signal),
    }),
  };
}

/** Until it is given up; then as a remote expert fails. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(signal.reason instanceof Error ? signal.reason : new Error('stopped'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
}
