import { performance } from 'node:perf_hooks';
import type { z } from 'zod';
import { profileById } from '../../../shared/agent/prompts/profiles.ts';
import { renderPrompt } from '../../../shared/agent/prompts/renderPrompt.ts';
import { rawTurnSchema } from './benchProtocol.ts';
import { createBrain } from './process/brain.ts';
import { openChannel } from './process/channel.ts';
import { loadModel, type LoadedModel } from './process/loadModel.ts';
import { serveEngine } from './process/serveEngine.ts';

// The engine's process as it is in the app, and beside it, on the same weights and the same sequence, a turn written by
// nothing but llama.cpp's bindings.
const channel = openChannel();
let loaded: LoadedModel | null = null;

channel.onMessage((message) => {
  const asked = rawTurnSchema.safeParse(message);
  if (asked.success && loaded) void rawTurn(loaded, asked.data.request).then((ms) => { channel.post({ type: 'rawAnswer', ms }); });
});
serveEngine(channel, async (request) => {
  loaded = await loadModel(request);
  return loaded;
});

/** Milliseconds per token, from the first to the last. */
async function rawTurn(model: LoadedModel, request: z.infer<typeof rawTurnSchema>['request']): Promise<number> {
  const [sequence] = model.sequences;
  if (!sequence) throw new Error('no sequence');
  const prompt = [...createBrain(model).tokenise(renderPrompt(profileById(request.profile), request)).tokens];
  await sequence.clearHistory();
  await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(0, -1));
  let tokens = 0;
  let start = 0;
  for await (const _token of sequence.evaluate(prompt.slice(-1), { temperature: 0 })) {
    if (tokens === 0) start = performance.now();
    tokens += 1;
    if (tokens >= request.maxTokens) break;
  }
  return (performance.now() - start) / (tokens - 1);
}
