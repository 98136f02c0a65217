import { createHash } from 'node:crypto';
import type Anthropic from '@anthropic-ai/sdk';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { priceOf } from '../../../shared/agent/model.ts';
import { findClaude, shippedPrices } from './prices.ts';
import { ask, claudeAt, serverAt, stepRequest, testKey } from './testing/requests.ts';
import { startFakeCloud, type FakeCloud } from './testing/fakeCloud.ts';

let cloud: FakeCloud;
beforeAll(async () => { cloud = await startFakeCloud({ key: testKey }); });
afterAll(() => cloud.close());
beforeEach(() => cloud.plan({ kind: 'text', text: 'Step 1: The baker makes 6 * 12 = 72 buns.' }));

function lastBody(): Anthropic.MessageCreateParamsStreaming & { temperature?: number } {
  return JSON.parse(cloud.requests.at(-1)?.raw ?? '{}');
}

describe('a step by Claude', () => {
  it('streams and finishes one step without its label, with usage', async () => {
    cloud.plan({ kind: 'text', text: 'Step 1: The baker makes 6 * 12 = 72 buns.\nStep 2: Then 72 - 50 = 22.', pieces: 40, usage: { input_tokens: 40, cache_read_input_tokens: 60, cache_creation_input_tokens: 10, output_tokens: 17 } });
    const { finish, streamed } = await ask(await claudeAt(cloud.url));
    expect(finish).toMatchObject({ reason: 'step', text: 'The baker makes 6 * 12 = 72 buns.', usage: { inputTokens: 110, freshInputTokens: 50, cacheReadTokens: 60, cacheWriteTokens: 10, outputTokens: 17 } });
    expect(streamed).toBe('The baker makes 6 * 12 = 72 buns.');
    expect(priceOf(finish.usage, findClaude(shippedPrices, 'claude-haiku-5-5').price)).toBeCloseTo((40 * 0.1 + 10 * 0.125 + 60 * 0.01 + 17 * 0.5) / 1e6, 12);
  });

  it('steps so far stand in the user turn, behind what can be cached; no sampling parameters; stop sequence with text', async () => {
    await ask(await claudeAt(cloud.url), stepRequest({ history: [{ role: 'user', text: 'Hi' }, { role: 'assistant', text: 'Hello!' }], steps: [{ by: 'local', text: 'The baker makes 6 * 12 = 72 buns.' }] }));
    const body = lastBody();
    expect(body.messages.slice(-3).map((message) => message.role)).toEqual(['user', 'assistant', 'user']);
    expect(JSON.stringify(body.messages.slice(0, -1))).not.toContain('72 buns');
    const blocks = body.messages.at(-1)?.content as Anthropic.TextBlockParam[];
    expect(blocks[0]).toMatchObject({ text: stepRequest().question, cache_control: { type: 'ephemeral' } });
    expect(blocks[1]?.text).toContain('Step 1: The baker makes 6 * 12 = 72 buns.');
    expect(blocks[1]?.cache_control).toBeUndefined();
    expect((body.system as Anthropic.TextBlockParam[])[0]?.cache_control).toEqual({ type: 'ephemeral' });
    expect(body.stop_sequences).toEqual(['\nStep 3:']);
    expect(body).not.toHaveProperty('temperature');
    expect(body.max_tokens).toBe(160 + 2048);
  });

  it('what is stable is the same bytes from step to step', async () => {
    const expert = await claudeAt(cloud.url);
    const prefix = async (steps: readonly string[]) => {
      const { payload } = await expert.prepareStep(stepRequest({ question: 'Mail a@b.example about 6 * 12', steps: steps.map((text) => ({ by: 'expert', text })) }));
      const body: Anthropic.MessageCreateParams = JSON.parse(payload);
      const last = body.messages.at(-1);
      return JSON.stringify([body.system, body.messages.slice(0, -1), Array.isArray(last?.content) ? last.content[0] : undefined]);
    };
    const bare = await prefix([]);
    expect(bare).toContain('[EMAIL_1]');
    expect(await prefix(['one', 'c@d.example'])).toBe(bare);
  });

  it('sends exactly the prepared bytes, once, and nothing in prepare; the payload holds no key', async () => {
    const before = cloud.requests.length;
    const prepared = await (await claudeAt(cloud.url)).prepareStep(stepRequest());
    expect(cloud.requests.length).toBe(before);
    for await (const part of prepared.send(new AbortController().signal)) void part;
    expect(cloud.requests.length).toBe(before + 1);
    expect(cloud.requests.at(-1)?.raw).toBe(prepared.payload);
    expect(prepared.digest).toBe(createHash('sha256').update(prepared.payload).digest('hex'));
    expect(prepared.payload).not.toContain(testKey);
    expect(cloud.requests.at(-1)?.headers.authorization).toBe(`Bearer ${testKey}`);
  });

  it('thinks in blocks that are no text', async () => {
    cloud.plan({ kind: 'text', thinking: 'Step 9: secret thoughts', text: 'Step 1: 6 * 12 = 72 buns.' });
    const { finish, streamed } = await ask(await claudeAt(cloud.url));
    expect([finish.text, streamed]).toEqual(['6 * 12 = 72 buns.', '6 * 12 = 72 buns.']);
  });

  it('ends with the answer line', async () => {
    cloud.plan({ kind: 'text', text: 'Answer: 22' });
    expect((await ask(await claudeAt(cloud.url), stepRequest({ steps: [{ by: 'local', text: '72 - 50 = 22' }] }))).finish).toMatchObject({ reason: 'answer', text: '22' });
  });

  it('wrong arithmetic is corrected and told as tool calls', async () => {
    cloud.plan({ kind: 'text', text: 'Step 1: The baker makes 6 * 12 = 74 buns.' });
    const { finish, parts } = await ask(await claudeAt(cloud.url));
    expect(finish.text).toBe('The baker makes 6 * 12 = 72 buns.');
    expect(finish.tools).toMatchObject([{ tool: 'calculator', output: '72', ownGuess: '74' }]);
    expect(parts.filter((part) => part.type === 'tool')).toHaveLength(1);
  });

  it('finishes a whole answer when asked to', async () => {
    const chain = 'Step 1: 6 * 12 = 72.\nStep 2: 72 - 50 = 22.\nAnswer: 22';
    cloud.plan({ kind: 'text', text: chain });
    expect((await ask(await claudeAt(cloud.url), stepRequest({ until: 'finish' }))).finish.text).toBe(chain);
    expect(lastBody().stop_sequences).toBeUndefined();
  });

  it('a reply is natural text, and may be cut by its limit', async () => {
    cloud.plan({ kind: 'text', text: 'Hello!\nHow are you?' });
    const request = stepRequest({ shape: 'reply', question: 'hello', tools: [], until: 'finish' });
    expect((await ask(await claudeAt(cloud.url), request)).finish).toMatchObject({ reason: 'answer', text: 'Hello!\nHow are you?' });
    cloud.plan({ kind: 'text', text: 'Hello! How', stopReason: 'max_tokens' });
    expect((await ask(await claudeAt(cloud.url), request)).finish.reason).toBe('length');
  });

  it('a model that rambles after its step is left, and paid for what it wrote', async () => {
    cloud.plan({ kind: 'text', text: `6 * 12 = 72 buns.\n${'And so on and on. '.repeat(50)}`, pieces: 100, usage: { output_tokens: 400 } });
    const { finish } = await ask(await claudeAt(cloud.url));
    expect(finish.text).toBe('6 * 12 = 72 buns.');
    expect(finish.usage.outputTokens).toBeGreaterThan(20);
    expect(finish.usage.inputTokens).toBe(100);
    cloud.plan({ kind: 'text', text: `6 * 12 = 72 buns.\n${'And so on and on. '.repeat(50)}`, pieces: 100, usage: { input_tokens: 0 } });
    expect((await ask(await claudeAt(cloud.url))).finish.usage.inputTokens).toBeGreaterThan(100);
  });
});

describe('what leaves', () => {
  it('private values are replaced before, and put back into what comes, also when cut in pieces', async () => {
    cloud.plan({ kind: 'text', text: 'Step 1: Write to [EMAIL_1] and add 2 + 2 = 5 to [EMAIL_2].', pieces: 60 });
    const expert = await claudeAt(cloud.url);
    const request = stepRequest({ question: 'Mail jane@doe.example', steps: [{ by: 'local', text: 'jane@doe.example or joe@doe.example' }], history: [{ role: 'user', text: 'I am jane@doe.example' }, { role: 'assistant', text: 'Hi' }] });
    const prepared = await expert.prepareStep(request);
    expect(prepared.redactions).toEqual({ email: 2 });
    expect(prepared.payload).not.toContain('doe.example');
    expect(prepared.payload).toContain('placeholders in square brackets');
    const { finish, streamed } = await ask(expert, request);
    expect(finish.text).toBe('Write to jane@doe.example and add 2 + 2 = 4 to joe@doe.example.');
    expect(streamed).toBe('Write to jane@doe.example and add 2 + 2 = 5 to joe@doe.example.');
  });

  describe('whatever the environment says', () => {
    beforeEach(() => {
      vi.stubEnv('ANTHROPIC_CUSTOM_HEADERS', 'x-secret: 1\nAuthorization: Bearer environment\nx-api-key: environment');
      vi.stubEnv('ANTHROPIC_AUTH_TOKEN', 'environment');
      vi.stubEnv('ANTHROPIC_API_KEY', 'environment');
      vi.stubEnv('ANTHROPIC_BASE_URL', 'http://127.0.0.1:9');
    });
    afterEach(() => { vi.unstubAllEnvs(); });
    const privateHeaders = (fake: FakeCloud) => Object.entries(fake.requests.at(-1)?.headers ?? {}).filter(([name]) => /secret|stainless|authorization|x-api-key|traceparent/.test(name));

    it('no header goes out beyond what the API needs', async () => {
      await ask(await claudeAt(cloud.url));
      expect(privateHeaders(cloud)).toEqual([['authorization', `Bearer ${testKey}`]]);
      const open = await startFakeCloud({ acceptsSampling: true });
      await ask(await serverAt(open.url));
      expect(privateHeaders(open)).toEqual([]);
      await ask(await serverAt(open.url, { key: testKey }));
      expect(privateHeaders(open)).toEqual([['authorization', `Bearer ${testKey}`], ['x-api-key', testKey]]);
      await open.close();
    });
  });

  it('maxUsd is never passed by the true cost', async () => {
    const expert = await claudeAt(cloud.url);
    const prepared = await expert.prepareStep(stepRequest());
    const price = findClaude(shippedPrices, 'claude-haiku-5-5').price;
    const bytes = Buffer.byteLength(prepared.payload);
    const worst = priceOf({ inputTokens: bytes, freshInputTokens: bytes, cacheReadTokens: 0, cacheWriteTokens: bytes, outputTokens: 160 + 2048 }, price);
    expect(prepared.maxUsd).toBeGreaterThanOrEqual(worst);
    expect(prepared.maxUsd).toBeLessThan(0.01);
    const long = await expert.prepareStep(stepRequest({ question: 'word '.repeat(30_000) }));
    expect(long.maxUsd).toBeGreaterThan(150_000 * 0.5 / 1e6);
  });
});
