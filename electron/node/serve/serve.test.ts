import { request as httpRequest } from 'node:http';
import Anthropic, { APIError } from '@anthropic-ai/sdk';
import { afterEach, describe, expect, it } from 'vitest';
import { TandemError } from '../../../shared/errors.ts';
import { gate } from '../../../shared/testing/scriptedModel.ts';
import { testExpert } from '../expert/testExpert.ts';
import { ask, noGguf, serverAt, stepRequest } from '../expert/testing/requests.ts';
import { silentLog } from '../log.ts';
import { startServe, type RunningServe, type ServeOptions } from './startServe.ts';
import { scriptedEngine, type ScriptedCompletion, type ScriptedEngine } from './testing/scriptedEngine.ts';

const open: RunningServe[] = [];
afterEach(async () => { await Promise.all(open.splice(0).map((server) => server.close())); });

async function start(answer: ScriptedCompletion, options: Partial<ServeOptions> = {}): Promise<{ engine: ScriptedEngine; server: RunningServe; client: Anthropic }> {
  const engine = scriptedEngine(answer);
  const server = await startServe({ engines: [engine], log: silentLog, ...options });
  open.push(server);
  return { engine, server, client: new Anthropic({ baseURL: server.url, apiKey: server.token, maxRetries: 0, logLevel: 'off' }) };
}
const hi: Anthropic.MessageCreateParamsNonStreaming = { model: 'tiny', max_tokens: 50, messages: [{ role: 'user', content: 'Say something' }] };
const answer = { text: 'one two three END four' };

async function fails(promise: PromiseLike<unknown>): Promise<InstanceType<typeof APIError>> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof APIError) return error;
    throw error;
  }
  throw new Error('no failure');
}

describe('a message', () => {
  it('whole', async () => {
    const { client } = await start(answer);
    const message = await client.messages.create(hi);
    expect(message).toMatchObject({ type: 'message', role: 'assistant', model: 'tiny', stop_reason: 'end_turn', stop_sequence: null, content: [{ type: 'text', text: answer.text }], usage: { input_tokens: 2, output_tokens: 5, cache_read_input_tokens: 0 } });
    expect(message.id).toMatch(/^msg_/);
  });

  it('also from whoever names no model but "default", as an address alone does on the command line', async () => {
    const { client } = await start(answer);
    expect(await client.messages.create({ ...hi, model: 'default' })).toMatchObject({ content: [{ type: 'text', text: answer.text }] });
  });

  it('streamed, event by event, and put together by the SDK to the same message', async () => {
    const { client } = await start(answer);
    const types: string[] = [];
    const stream = client.messages.stream(hi).on('streamEvent', (event) => types.push(event.type));
    const message = await stream.finalMessage();
    expect(types.filter((type, at) => types[at - 1] !== type)).toEqual(['message_start', 'content_block_start', 'content_block_delta', 'content_block_stop', 'message_delta', 'message_stop']);
    const { id, ...whole } = await client.messages.create(hi);
    expect(id).not.toBe(message.id);
    expect(message).toMatchObject({ content: whole.content, stop_reason: whole.stop_reason, model: whole.model, role: whole.role });
    expect(message.usage).toMatchObject({ input_tokens: 2, output_tokens: 5 });
    expect(whole.usage.cache_read_input_tokens).toBe(0);
  });

  it('counts what was held from before as read from the cache', async () => {
    const { client } = await start(answer);
    const long = { ...hi, messages: [{ role: 'user' as const, content: 'a b c d e f g h i j' }] };
    await client.messages.create(long);
    expect((await client.messages.create(long)).usage).toMatchObject({ input_tokens: 5, cache_read_input_tokens: 5 });
    expect((await client.messages.stream(long).finalMessage()).usage).toMatchObject({ input_tokens: 5, cache_read_input_tokens: 5 });
  });

  it('stops at a stop sequence and at max_tokens', async () => {
    const { client } = await start(answer);
    expect(await client.messages.create({ ...hi, stop_sequences: ['END'] })).toMatchObject({ stop_reason: 'stop_sequence', stop_sequence: 'END' });
    expect(await client.messages.stream({ ...hi, stop_sequences: ['END'] }).finalMessage()).toMatchObject({ stop_reason: 'stop_sequence', stop_sequence: 'END' });
    expect(await client.messages.create({ ...hi, max_tokens: 2 })).toMatchObject({ stop_reason: 'max_tokens', usage: { output_tokens: 2 } });
  });

  it('understands systems, blocks, a begun answer and sampling, each within its bounds', async () => {
    const { client, engine } = await start(answer);
    const unusual = { temperature: 9, top_p: -1, top_k: 5 };
    await client.messages.create({
      ...hi, ...unusual, max_tokens: 20_000, system: [{ type: 'text', text: 'Be kind.', cache_control: { type: 'ephemeral' } }], thinking: { type: 'adaptive' },
      messages: [{ role: 'user', content: [{ type: 'text', text: 'a' }, { type: 'text', text: 'b' }] }, { role: 'user', content: 'c' }, { role: 'system', content: 'Be short.' }, { role: 'assistant', content: 'I begin' }],
    });
    expect(engine.requests[0]).toMatchObject({
      system: 'Be kind.\n\nBe short.', turns: [{ role: 'user', text: 'ab\n\nc' }], prefix: 'I begin', temperature: 2, topP: 0.001, topK: 5, maxTokens: 512,
    });
    await client.messages.create(hi);
    expect(engine.requests[1]).toMatchObject({ system: '', prefix: '', temperature: 1 });
    expect(engine.requests[1]).not.toHaveProperty('topK');
    const many = { ...hi, top_k: 1000 };
    await client.messages.create(many);
    expect(engine.requests[2]).toMatchObject({ topK: 40 });
  });

  it('lists its models and counts tokens', async () => {
    const { client } = await start(answer);
    const models: Anthropic.ModelInfo[] = [];
    for await (const model of client.models.list()) models.push(model);
    expect(models).toMatchObject([{ id: 'tiny', display_name: 'Tiny model', type: 'model', max_input_tokens: 512 }]);
    expect(await client.models.retrieve('tiny')).toMatchObject({ id: 'tiny' });
    expect(await client.messages.countTokens({ model: 'tiny', system: 'one two', messages: hi.messages })).toEqual({ input_tokens: 4 });
  });
});

describe('errors in the API\'s own shape', () => {
  it.each([
    ['an unknown model', { model: 'huge' }, 404, 'not_found_error', /Served: tiny/],
    ['no messages', { messages: [] }, 400, 'invalid_request_error', /messages/],
    ['no limit', { max_tokens: undefined }, 400, 'invalid_request_error', /max_tokens/],
    ['a wrong role', { messages: [{ role: 'king', content: 'x' }] }, 400, 'invalid_request_error', /messages\.0\.role/],
    ['an assistant who begins', { messages: [{ role: 'assistant', content: 'x' }] }, 400, 'invalid_request_error', /first message/],
    ['a picture', { messages: [{ role: 'user', content: [{ type: 'image', source: {} }] }] }, 400, 'invalid_request_error', /only text/],
    ['tools', { tools: [{ name: 'x' }] }, 400, 'invalid_request_error', /tools/],
    ['an empty stop sequence', { stop_sequences: [' '] }, 400, 'invalid_request_error', /stop_sequences/],
    ['a number for a text', { system: 5 }, 400, 'invalid_request_error', /system/],
  ])('%s', async (_what, wrong, status, type, words) => {
    const { client } = await start(answer);
    const error = await fails(client.post('/v1/messages', { body: { ...hi, ...wrong } }));
    expect(error.status).toBe(status);
    expect(error.type).toBe(type);
    expect(error.apiMessage).toMatch(words);
    expect(error.requestID).toMatch(/^req_/);
  });

  it.each([
    [new TandemError('contextTooSmall', 'Too long for 512 tokens.'), 400, 'invalid_request_error', 'Too long for 512 tokens.'],
    [new TandemError('engineCrashed', 'The engine died and was started again.'), 500, 'api_error', 'The engine died and was started again.'],
    [new Error('/home/me/secret.gguf broke'), 500, 'api_error', 'The server failed; its log has the details.'],
  ])('a failing engine: %s', async (error, status, type, message) => {
    const { client } = await start({ text: 'a b c', failure: { error, afterWords: 0 } });
    for (const failed of [await fails(client.messages.create(hi)), await fails(client.messages.stream(hi).finalMessage())]) {
      expect([failed.status, failed.type, failed.apiMessage]).toEqual([status, type, message]);
    }
  });

  it('after the first words a failure is an event', async () => {
    const { client } = await start({ text: 'a b c', failure: { error: new TandemError('engineCrashed', 'Gone.'), afterWords: 2 } });
    const texts: string[] = [];
    const error = await fails(client.messages.stream(hi).on('text', (text) => texts.push(text)).finalMessage());
    expect([error.status, error.type, error.apiMessage]).toEqual([undefined, 'api_error', 'Gone.']);
    expect(texts.join('')).toBe('a b ');
  });

  it('a body that is no JSON, one that is too large, an unknown path, a wrong method', async () => {
    const { server, client } = await start(answer);
    const headers = { 'x-api-key': server.token, 'content-type': 'application/json' };
    const post = (path: string, body: string | undefined, method = 'POST') => fetch(`${server.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
    expect(await (await post('/v1/messages', '{')).json()).toMatchObject({ type: 'error', error: { type: 'invalid_request_error' } });
    expect(await (await post('/v1/nothing', '{}')).json()).toMatchObject({ error: { type: 'not_found_error' } });
    expect((await post('/v1/messages', undefined, 'GET')).status).toBe(405);
    expect((await post('/v1/models/%E0', undefined, 'GET')).status).toBe(400);
    const large = await post('/v1/messages', JSON.stringify({ ...hi, system: 'x'.repeat(9 * 1024 * 1024) }));
    expect([large.status, await large.json()]).toEqual([413, expect.objectContaining({ error: { type: 'request_too_large', message: expect.stringContaining('8 MB') } })]);
    expect((await client.messages.create(hi)).type).toBe('message');
  });
});

describe('who may ask', () => {
  function raw(url: string, headers: Record<string, string>): Promise<number> {
    return new Promise((resolve, reject) => {
      httpRequest(`${url}/v1/models`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      }).on('error', reject).end();
    });
  }

  it('only with the token', async () => {
    const { server } = await start(answer);
    expect(server.token.length).toBeGreaterThan(20);
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await raw(server.url, {})).toBe(401);
    expect(await raw(server.url, { 'x-api-key': `${server.token}x` })).toBe(401);
    expect(await raw(server.url, { 'x-api-key': server.token })).toBe(200);
    expect(await raw(server.url, { authorization: `Bearer ${server.token}` })).toBe(200);
    expect((await fails(new Anthropic({ baseURL: server.url, apiKey: 'wrong', maxRetries: 0 }).messages.create(hi))).type).toBe('authentication_error');
  });

  it('only at its own address, and no other site\'s page', async () => {
    const { server } = await start(answer);
    const auth = { 'x-api-key': server.token };
    const port = new URL(server.url).port;
    expect(await raw(server.url, { ...auth, host: `evil.example:${port}` })).toBe(403);
    expect(await raw(server.url, { ...auth, host: `127.0.0.1.evil.example:${port}` })).toBe(403);
    expect(await raw(server.url, { ...auth, host: `192.168.1.5:${port}` })).toBe(403);
    expect(await raw(server.url, { ...auth, host: `localhost:${port}` })).toBe(200);
    expect(await raw(server.url, { ...auth, origin: 'https://evil.example' })).toBe(403);
    expect(await raw(server.url, { ...auth, origin: 'null' })).toBe(403);
    expect(await raw(server.url, { ...auth, origin: server.url })).toBe(200);
  });

  it('opened on purpose, it answers to addresses but not to foreign names', async () => {
    const { server } = await start(answer, { host: '0.0.0.0', token: 'long-enough' });
    const url = server.url.replace('0.0.0.0', '127.0.0.1');
    const auth = { 'x-api-key': 'long-enough' };
    expect(await raw(url, { ...auth, host: '192.168.1.5:1234' })).toBe(200);
    expect(await raw(url, { ...auth, host: 'evil.example' })).toBe(403);
    expect(await raw(url, {})).toBe(401);
  });

  it('says what is wrong with a port, an address or a token', async () => {
    const { server } = await start(answer);
    const other = scriptedEngine(answer);
    const port = Number(new URL(server.url).port);
    await expect(startServe({ engines: [other], port, log: silentLog })).rejects.toMatchObject({ kind: 'portTaken' });
    await expect(startServe({ engines: [other], host: '203.0.113.7', log: silentLog })).rejects.toMatchObject({ kind: 'badInput' });
    await expect(startServe({ engines: [other], token: 'short', log: silentLog })).rejects.toMatchObject({ kind: 'badInput' });
  });
});

describe('several at once', () => {
  it('a client that leaves stops its generation, streaming or not', async () => {
    for (const stream of [true, false]) {
      const door = gate();
      const { client, engine } = await start({ text: 'a b', hold: door.wait });
      const controller = new AbortController();
      const asked = stream ? client.messages.create({ ...hi, stream: true }, { signal: controller.signal }) : client.messages.create(hi, { signal: controller.signal });
      await door.reached;
      controller.abort();
      await expect(Promise.resolve(asked)).rejects.toThrow();
      await expect.poll(() => engine.aborted()).toBe(1);
    }
  });

  it('while one waits another is answered; a wait is filled with pings', async () => {
    const door = gate();
    const { client, server } = await start({ text: 'a b', hold: (signal) => door.wait(signal) }, { pingMs: 5 });
    const response = await fetch(`${server.url}/v1/messages`, { method: 'POST', headers: { 'x-api-key': server.token }, body: JSON.stringify({ ...hi, stream: true }) });
    const reader = response.body?.getReader();
    let text = '';
    while (!text.includes('event: ping')) text += new TextDecoder().decode((await reader?.read())?.value);
    expect(text.indexOf('message_start')).toBeLessThan(text.indexOf('event: ping'));
    const other = client.messages.create(hi);
    door.open();
    expect((await other).content).toEqual([{ type: 'text', text: 'a b', citations: null }]);
    for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) text += new TextDecoder().decode(chunk.value);
    expect(text).toContain('message_stop');
  });

  it('too many are told to come back', async () => {
    const door = gate();
    const { client, engine } = await start({ text: 'a', hold: door.wait });
    const asked = Array.from({ length: 32 }, () => client.messages.create(hi));
    await expect.poll(() => engine.requests.length).toBe(32);
    expect(await fails(client.messages.create(hi))).toMatchObject({ status: 529, type: 'overloaded_error' });
    door.open();
    expect(await Promise.all(asked)).toHaveLength(32);
  });

  it('closing ends what is open', async () => {
    const door = gate();
    const { client, server, engine } = await start({ text: 'a', hold: door.wait });
    const asked = client.messages.create(hi);
    await door.reached;
    await server.close();
    await expect(Promise.resolve(asked)).rejects.toThrow();
    expect(engine.aborted()).toBe(1);
  });
});

describe('as an expert', () => {
  it('writes a step through the SDK, and passes the test button', async () => {
    const { server, engine } = await start({ text: 'Step 1: The baker makes 6 * 12 = 73 buns.\nStep 2: More.' });
    const expert = await serverAt(server.url, { key: server.token }, { model: 'tiny' });
    const { finish } = await ask(expert, stepRequest());
    expect(finish).toMatchObject({ reason: 'step', text: 'The baker makes 6 * 12 = 72 buns.' });
    expect(finish.usage.inputTokens).toBeGreaterThan(20);
    expect(engine.requests[0]).toMatchObject({ temperature: 0, stopSequences: ['\nStep 2:'] });
    expect(expert.card).toMatchObject({ where: 'remote', kind: 'server' });
    const choice = { kind: 'server', baseUrl: `${server.url}/v1/`, model: 'tiny', allowPlainHttp: false } as const;
    expect(await testExpert(choice, { key: server.token, openGguf: noGguf }, (expert) => expert)).toMatchObject({ ok: true });
    expect(await testExpert({ ...choice, model: 'nope' }, { key: server.token, openGguf: noGguf }, (expert) => expert)).toMatchObject({ ok: false, words: expect.stringContaining('does not know nope') });
    expect(await testExpert(choice, { key: null, openGguf: noGguf }, (expert) => expert)).toMatchObject({ ok: false, words: expect.stringContaining('does not accept the key') });
  });
});
