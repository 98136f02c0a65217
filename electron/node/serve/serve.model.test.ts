import Anthropic from '@anthropic-ai/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../engine/api.ts';
import { openReal } from '../engine/testing/realModels.ts';
import { ask, serverAt, stepRequest } from '../expert/testing/requests.ts';
import { silentLog } from '../log.ts';
import { startServe, type RunningServe } from './startServe.ts';

/** The smallest real model behind the endpoint, asked by the real SDK. */
describe('SmolLM2 135M, served', () => {
  let engine: Engine;
  let server: RunningServe;
  let client: Anthropic;
  beforeAll(async () => {
    engine = await openReal('smallest', { sequences: 2 });
    server = await startServe({ engines: [engine], log: silentLog, pingMs: 1000 });
    client = new Anthropic({ baseURL: server.url, apiKey: server.token, maxRetries: 0 });
  });
  afterAll(async () => {
    await server.close();
    await engine.dispose();
  });
  // The types of 1.12 have no sampling parameters any more; the endpoint takes them.
  const greedy = { temperature: 0 };
  const ask135 = (messages: Anthropic.MessageParam[], more: Partial<Anthropic.MessageCreateParamsNonStreaming> = {}) =>
    client.messages.create({ model: engine.card.id, max_tokens: 16, system: 'You are brief.', messages, ...greedy, ...more });
  const textOf = (message: Anthropic.Message) => message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  const capital: Anthropic.MessageParam[] = [{ role: 'user', content: 'What is the capital of France?' }];

  it('streams the same text as it gives at once', async () => {
    const whole = await ask135(capital);
    expect(textOf(whole).length).toBeGreaterThan(10);
    const texts: string[] = [];
    const streamed = await client.messages.stream({ model: engine.card.id, max_tokens: 16, system: 'You are brief.', messages: capital, ...greedy })
      .on('text', (text) => texts.push(text)).finalMessage();
    expect(texts.join('')).toBe(textOf(whole));
    expect([textOf(streamed), streamed.stop_reason, streamed.usage.output_tokens]).toEqual([textOf(whole), whole.stop_reason, whole.usage.output_tokens]);
  });

  it('evaluates a conversation only once: the next turn finds the former ones held', async () => {
    const first = await ask135(capital);
    const next = await ask135([...capital, { role: 'assistant', content: textOf(first) }, { role: 'user', content: 'And of Italy?' }]);
    const held = (first.usage.cache_read_input_tokens ?? 0) + first.usage.input_tokens;
    expect(next.usage.cache_read_input_tokens).toBeGreaterThanOrEqual(held);
    expect(next.usage.input_tokens).toBeLessThan(30);
    const { input_tokens } = await client.messages.countTokens({ model: engine.card.id, system: 'You are brief.', messages: capital });
    expect(input_tokens).toBe(held);
  });

  it('stops at a stop sequence, at the limit, and goes on with a begun answer', async () => {
    const whole = textOf(await ask135(capital));
    const word = whole.split(' ')[2] ?? '';
    const stopped = await ask135(capital, { stop_sequences: [word] });
    expect([stopped.stop_reason, stopped.stop_sequence]).toEqual(['stop_sequence', word]);
    expect(textOf(stopped)).toBe(whole.slice(0, whole.indexOf(word)));
    const begun = await ask135(capital, { max_tokens: 4 });
    expect(begun).toMatchObject({ stop_reason: 'max_tokens', usage: { output_tokens: 4 } });
    const rest = await ask135([...capital, { role: 'assistant', content: textOf(begun) }], { max_tokens: 12 });
    expect(textOf(begun) + textOf(rest)).toBe(whole);
  });

  it('answers several at once, and a client that leaves gives its place to the next', async () => {
    const alone = textOf(await ask135(capital));
    const controller = new AbortController();
    const endless = client.messages.create({ model: engine.card.id, max_tokens: 1000, messages: [{ role: 'user', content: 'Count to a thousand.' }], stream: true }, { signal: controller.signal });
    const counting = await endless;
    await counting[Symbol.asyncIterator]().next();
    const answers = Promise.all([ask135(capital), ask135(capital), ask135(capital)]);
    controller.abort();
    for (const message of await answers) expect(textOf(message)).toContain(alone.slice(0, 10));
  });

  it('a prompt longer than the context is refused before any work', async () => {
    await expect(Promise.resolve(ask135([{ role: 'user', content: 'word '.repeat(20_000) }]))).rejects.toMatchObject({ status: 400, type: 'invalid_request_error' });
    await expect(client.messages.stream({ model: engine.card.id, max_tokens: 5, messages: [{ role: 'user', content: 'word '.repeat(20_000) }] }).finalMessage()).rejects.toMatchObject({ status: 400 });
  });

  it('writes steps as an expert, over the whole way', async () => {
    const expert = await serverAt(server.url, { key: server.token }, { model: engine.card.id });
    const { finish, streamed } = await ask(expert, stepRequest({ maxTokens: 120 }));
    expect(finish.text).not.toBe('');
    expect(finish.text).not.toContain('Step 2:');
    expect(streamed.trim().length).toBeGreaterThan(0);
    expect(finish.usage.inputTokens).toBeGreaterThan(100);
  });
});
