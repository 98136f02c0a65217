import { expect, it } from 'vitest';
import type { StepPart, StepRequest } from '../../../shared/agent/model.ts';
import { openReal } from './testing/realModels.ts';

const never = new AbortController().signal;
const asked: StepRequest = {
  question: 'A baker sells 48 rolls in the morning and half as many in the afternoon. Each roll costs $3. How much does she earn?',
  history: [], steps: [], shape: 'steps', profile: 'twoExamples', documents: [], tools: [], until: 'step', maxTokens: 60, temperature: 0, seed: 1,
};

it('scores greedily written steps as they were written', async () => {
  const engine = await openReal('smallest', { contextSize: 1024 });
  const written: Extract<StepPart, { type: 'finish' }>[] = [];
  for (let i = 0; i < 2; i += 1) {
    const steps = written.map((finish) => ({ by: 'local' as const, text: finish.text }));
    for await (const part of engine.model.writeStep({ ...asked, steps }, never)) if (part.type === 'finish') written.push(part);
  }
  const scored = await engine.model.scoreSteps?.(asked, written.map((finish) => finish.text), never);
  await engine.dispose();
  expect(written.map((finish) => finish.reason)).toEqual(['step', 'step']);
  expect(scored?.map((step) => step.tokens.map((token) => token.text))).toEqual(written.map((finish) => finish.tokens.map((token) => token.text)));
  const far = written.flatMap((finish) => finish.tokens).map((token, i) => Math.abs((token.logProb ?? 0) - (scored?.flatMap((step) => step.tokens)[i]?.logProb ?? 9)));
  expect(Math.max(...far)).toBeLessThan(1e-2);
  // Only the beginning that was held is not evaluated again.
  expect(scored?.[1]?.evaluated).toBeLessThanOrEqual((scored?.[1]?.tokens.length ?? 0) + 1);
});
