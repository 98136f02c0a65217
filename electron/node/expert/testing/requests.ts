import type { ExpertModel, StepPart, StepRequest } from '../../../../shared/agent/model.ts';
import type { ExpertDeps, RealChoice } from '../api.ts';
import { createExpert } from '../createExpert.ts';

export const testKey = 'sk-ant-test-0123456789abcdefghij';

export function stepRequest(more: Partial<StepRequest> = {}): StepRequest {
  return {
    question: 'A baker makes 6 trays of 12 buns and sells 50. How many are left?', history: [], steps: [], shape: 'steps', profile: 'zeroShot',
    documents: [], tools: ['calculator'], until: 'step', maxTokens: 160, temperature: 0, seed: 1, ...more,
  };
}

export const noGguf: ExpertDeps['openGguf'] = () => Promise.reject(new Error('no GGUF here'));

/** Claude at a fake cloud's address. */
export async function claudeAt(url: string, more: Partial<ExpertDeps> = {}): Promise<ExpertModel> {
  return (await createExpert({ kind: 'claude', model: 'claude-haiku-5-5' }, { key: testKey, openGguf: noGguf, maxRetries: 0, claudeUrl: url, ...more }, new AbortController().signal)).model;
}

/** A server of one's own at a fake cloud's address. */
export async function serverAt(baseUrl: string, more: Partial<ExpertDeps> = {}, choice: Partial<Extract<RealChoice, { kind: 'server' }>> = {}): Promise<ExpertModel> {
  return (await createExpert({ kind: 'server', baseUrl, model: 'small-model', allowPlainHttp: false, ...choice }, { key: null, openGguf: noGguf, maxRetries: 0, ...more }, new AbortController().signal)).model;
}

export async function partsOf(stream: AsyncIterable<StepPart>): Promise<readonly StepPart[]> {
  const parts: StepPart[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

/** Asks for one step: its last part, and the text as it streamed. */
export async function ask(expert: ExpertModel, request: StepRequest = stepRequest(), signal: AbortSignal = new AbortController().signal) {
  const parts = await partsOf((await expert.prepareStep(request)).send(signal));
  const last = parts.at(-1);
  if (last?.type !== 'finish') throw new Error('no finish');
  return { finish: last, parts, streamed: parts.map((part) => (part.type === 'delta' ? part.text : '')).join('') };
}
