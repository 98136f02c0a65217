import { performance } from 'node:perf_hooks';
import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { profileById } from '../../../shared/agent/prompts/profiles.ts';
import { renderPrompt } from '../../../shared/agent/prompts/renderPrompt.ts';
import { assertNever } from '../../../shared/errors.ts';
import { benchAskSchema, type BenchAsk } from './benchProtocol.ts';
import { createBrain } from './process/brain.ts';
import { openChannel } from './process/channel.ts';
import { statOf } from './process/generation.ts';
import { holdSequence } from './process/heldSequence.ts';
import { loadModel, type LoadedModel } from './process/loadModel.ts';
import { serveEngine } from './process/serveEngine.ts';

// The engine's process as it is in the app, and beside it, on the same weights and the same sequence, turns written by
// nothing but llama.cpp's bindings.
const channel = openChannel();
let loaded: LoadedModel | null = null;

channel.onMessage((message) => {
  const asked = benchAskSchema.safeParse(message);
  if (asked.success && loaded) void answer(loaded, asked.data).then((value) => { channel.post({ type: 'rawAnswer', value }); });
});
serveEngine(channel, async (request) => {
  loaded = await loadModel(request);
  return loaded;
});

function answer(model: LoadedModel, ask: BenchAsk): Promise<number> {
  const [sequence] = model.sequences;
  if (!sequence) throw new Error('no sequence');
  if (ask.type === 'evaluated') return Promise.resolve(sequence.tokenMeter.usedInputTokens + sequence.tokenMeter.usedOutputTokens);
  const prompt = [...createBrain(model).tokenise(renderPrompt(profileById(ask.request.profile), ask.request)).tokens];
  switch (ask.type) {
    case 'rawTurn':
      return plainTurn(sequence, prompt, ask.request.maxTokens);
    case 'rawBlock':
      return block(model, sequence, prompt, ask);
    case 'rawSteps':
      return plainSteps(model, sequence, prompt, ask.steps);
    default:
      return assertNever(ask);
  }
}

/** Reads a prompt anew, up to its last token. */
async function readAnew(sequence: LlamaContextSequence, prompt: readonly Token[]): Promise<void> {
  await sequence.clearHistory();
  await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(0, -1));
}

/** Milliseconds per token, from the first to the last. */
async function plainTurn(sequence: LlamaContextSequence, prompt: readonly Token[], length: number): Promise<number> {
  await readAnew(sequence, prompt);
  let tokens = 0;
  let start = 0;
  for await (const _token of sequence.evaluate(prompt.slice(-1), { temperature: 0 })) {
    if (tokens === 0) start = performance.now();
    tokens += 1;
    if (tokens >= length) break;
  }
  return (performance.now() - start) / (tokens - 1);
}

/** The last token of the text that blocks go on with; it is not evaluated yet. */
let last: Token | undefined;

/** Milliseconds per token behind the first. A step's statistics of a token: log-probability, entropy and margin of the 40 most probable. */
async function block({ chunk }: LoadedModel, sequence: LlamaContextSequence, prompt: readonly Token[], { statistics, tokens, begins }: Extract<BenchAsk, { type: 'rawBlock' }>): Promise<number> {
  if (begins) {
    await readAnew(sequence, prompt);
    last = prompt.at(-1);
  }
  if (last === undefined) throw new Error('an empty prompt cannot be continued');
  let start = 0;
  let written = 0;
  const count = (token: Token): boolean => {
    if (written === 0) start = performance.now();
    last = token;
    written += 1;
    return written > tokens;
  };
  if (statistics) {
    const held = holdSequence(sequence, chunk);
    for (let thought = await held.feed(last); ; thought = await held.feed(last)) {
      const [token] = thought.tokens;
      if (token === undefined) throw new Error('llama.cpp gave no token');
      statOf('', token, thought, false);
      if (count(token)) break;
    }
    const ms = performance.now() - start;
    await held.rest();
    return ms / tokens;
  }
  for await (const token of sequence.evaluate([last], { temperature: 0, yieldEogToken: true })) if (count(token)) break;
  return (performance.now() - start) / tokens;
}

/** Milliseconds for all steps: each reads the run's number of new tokens and writes the run's number of tokens. */
async function plainSteps(model: LoadedModel, sequence: LlamaContextSequence, prompt: readonly Token[], steps: Extract<BenchAsk, { type: 'rawSteps' }>['steps']): Promise<number> {
  const start = performance.now();
  const label = model.model.tokenizer('\nStep 2:', false, 'trimLeadingSpace');
  for (const [position, { read, written }] of steps.entries()) {
    let unread: Token[];
    if (position === 0) {
      const kept = sequence.nextTokenIndex === 0 ? 0 : Math.min(sequence.compareContextTokens([...prompt]).firstDifferentIndex, prompt.length - 1);
      if (kept < sequence.nextTokenIndex) await (kept === 0 ? sequence.clearHistory() : sequence.eraseContextTokenRanges([{ start: kept, end: sequence.nextTokenIndex }]));
      unread = prompt.slice(sequence.nextTokenIndex);
    } else unread = Array.from({ length: read }, (_, index) => index % label.length).flatMap((at) => label.slice(at, at + 1));
    if (unread.length > 1) await sequence.evaluateWithoutGeneratingNewTokens(unread.slice(0, -1));
    let tokens = 0;
    for await (const _token of sequence.evaluate(unread.slice(-1), { temperature: 0, yieldEogToken: true })) {
      tokens += 1;
      if (tokens >= written) break;
    }
  }
  return performance.now() - start;
}
