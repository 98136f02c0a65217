import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCallMeter } from '../../../shared/agent/callPrice.ts';
import type { ExpertModel, StepPart } from '../../../shared/agent/model.ts';
import { TandemError, type ErrorKind } from '../../../shared/errors.ts';
import { startFakeCloud, type FakeAnswer, type FakeCloud } from './testing/fakeCloud.ts';
import { testExpert } from './testExpert.ts';
import { ask, claudeAt, noGguf, serverAt, stepRequest, testKey } from './testing/requests.ts';

let cloud: FakeCloud;
beforeAll(async () => { cloud = await startFakeCloud({ key: testKey }); });
afterAll(() => cloud.close());

const half = 'Step 1: The baker makes 6 * 12';
const status = (code: number, type: string, headers: Record<string, string> = {}): FakeAnswer =>
  ({ kind: 'status', status: code, type, message: `something about ${testKey} \u001b[31mred`, headers: { 'retry-after-ms': '1', ...headers } });
const sse = (event: string, data: unknown) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

/** Asks, expects a failure, and that no `finish` came before it. */
async function failure(expert: ExpertModel, signal = new AbortController().signal): Promise<{ error: TandemError; parts: readonly StepPart[] }> {
  const parts: StepPart[] = [];
  try {
    for await (const part of (await expert.prepareStep(stepRequest())).send(signal)) parts.push(part);
  } catch (error) {
    expect(parts.every((part) => part.type !== 'finish')).toBe(true);
    if (error instanceof TandemError) return { error, parts };
    throw error;
  }
  throw new Error(`no failure: ${JSON.stringify(parts)}`);
}

const cases: readonly (readonly [string, FakeAnswer, ErrorKind, RegExp])[] = [
  ['400', status(400, 'invalid_request_error'), 'expertRejected', /status 400/],
  ['401', status(401, 'authentication_error'), 'expertUnauthorized', /does not accept the key/],
  ['402', status(402, 'billing_error'), 'expertRejected', /payment/],
  ['403', status(403, 'permission_error'), 'expertUnauthorized', /not allowed/],
  ['404', status(404, 'not_found_error'), 'expertRejected', /does not know claude-haiku-5-5/],
  ['413', status(413, 'request_too_large'), 'expertRejected', /too long/],
  ['429', status(429, 'rate_limit_error', { 'retry-after': '3600' }), 'expertRateLimited', /wait 3600 seconds/],
  ['529', status(529, 'overloaded_error'), 'expertOverloaded', /overloaded/],
  ['500', status(500, 'api_error'), 'expertOverloaded', /fault of its own/],
  ['a redirect', { kind: 'redirect', to: 'http://127.0.0.1:9/' }, 'expertRejected', /Redirects are not followed/],
  ['a connection cut in the middle', { kind: 'cut', text: half }, 'expertMalformed', /broke off/],
  ['a stream that ends without its end', { kind: 'cut', text: half, clean: true }, 'expertMalformed', /broke off/],
  ['broken JSON', { kind: 'raw', text: half, raw: 'event: content_block_delta\ndata: {"type":"content_blo\n\n' }, 'expertMalformed', /not the Messages format/],
  ['wrong types in an event', { kind: 'raw', text: half, raw: sse('content_block_delta', { type: 'content_block_delta', delta: { type: 'text_delta', text: 5 } }) }, 'expertMalformed', /not the Messages format/],
  ['no object in an event', { kind: 'raw', text: half, raw: sse('content_block_delta', [1]) }, 'expertMalformed', /not the Messages format/],
  ['overloaded in the middle', { kind: 'raw', text: half, raw: sse('error', { type: 'error', error: { type: 'overloaded_error', message: 'x' } }) }, 'expertOverloaded', /middle of its step/],
  ['an error in the middle', { kind: 'raw', text: half, raw: sse('error', { type: 'error', error: { type: 'api_error', message: testKey } }) }, 'expertMalformed', /reported an error/],
  ['an unknown stop reason', { kind: 'text', text: half, stopReason: 'tool_use' }, 'expertMalformed', /tool_use/],
  ['a web page', { kind: 'html' }, 'expertMalformed', /broke off/],
  ['a refusal', { kind: 'text', text: half, stopReason: 'refusal' }, 'expertRefused', /declined/],
  ['a full context', { kind: 'text', text: half, stopReason: 'model_context_window_exceeded' }, 'expertRejected', /too long/],
  ['a step cut by the limit', { kind: 'text', text: half, stopReason: 'max_tokens' }, 'expertMalformed', /not finished/],
  ['nothing', { kind: 'text', text: '' }, 'expertMalformed', /wrote nothing/],
  ['a label only', { kind: 'text', text: 'Step 1: \n' }, 'expertMalformed', /wrote nothing/],
  ['white space only', { kind: 'text', text: ' \n\n ' }, 'expertMalformed', /wrote nothing/],
];

describe('failures are named, never half a step, never the key', () => {
  it.each(cases)('%s', async (_what, answer, kind, words) => {
    cloud.plan(answer);
    const { error } = await failure(await claudeAt(cloud.url));
    expect(error.kind).toBe(kind);
    expect(error.message).toMatch(words);
    const everything = [error.message, String(error.stack), String(error.cause), JSON.stringify(error.cause)].join(' ');
    expect(everything).not.toContain(testKey);
    expect(error.message).not.toContain('\u001b');
  });

  it('nobody listens', async () => {
    const gone = await startFakeCloud();
    await gone.close();
    const { error } = await failure(await serverAt(gone.url));
    expect(error.kind).toBe('expertUnreachable');
    expect(error.message).toContain('nothing listens there');
  });

  it('a redirect is not followed, with or without key', async () => {
    const other = await startFakeCloud();
    cloud.plan({ kind: 'redirect', to: `${other.url}/v1/messages` });
    await failure(await claudeAt(cloud.url));
    expect(other.requests).toHaveLength(0);
    await other.close();
  });
});

it('a server that writes on and on without a step is stopped', async () => {
  const talkative = await startFakeCloud({ acceptsSampling: true });
  for (const [text, until] of [[' '.repeat(4000), 'step'], ['-'.repeat(4000), 'step'], ['And on. '.repeat(500), 'finish']] as const) {
    talkative.plan({ kind: 'text', text, pieces: 100 });
    await expect(ask(await serverAt(talkative.url), stepRequest({ maxTokens: 100, until }))).rejects.toMatchObject({ kind: 'expertMalformed', message: expect.stringContaining('far more than was asked for') as unknown });
  }
  await talkative.close();
});

describe('silence ends', () => {
  const quick = { answerMs: 40, idleMs: 40, totalMs: 10_000 };
  it.each([
    ['no answer at all', { kind: 'silent' }, quick, /did not begin/],
    ['silence in the middle', { kind: 'stall', text: half }, quick, /fell silent/],
    ['nothing but pings', { kind: 'stall', text: half, pings: true }, { answerMs: 10_000, idleMs: 10_000, totalMs: 80 }, /took too long/],
  ] as const)('%s', async (_what, answer, timeouts, words) => {
    cloud.plan(answer);
    const { error } = await failure(await claudeAt(cloud.url, { timeouts }));
    expect(error.kind).toBe('expertTimedOut');
    expect(error.message).toMatch(words);
  });

  it('pings keep a slow answer alive', async () => {
    cloud.plan({ kind: 'stall', text: half, pings: true });
    const { error } = await failure(await claudeAt(cloud.url, { timeouts: { answerMs: 10_000, idleMs: 1500, totalMs: 2000 } }));
    expect(error.message).toMatch(/took too long/);
  });
});

describe('stopping', () => {
  it('in the middle of the stream', async () => {
    cloud.plan({ kind: 'stall', text: half });
    const controller = new AbortController();
    const parts = (await (await claudeAt(cloud.url)).prepareStep(stepRequest())).send(controller.signal)[Symbol.asyncIterator]();
    expect((await parts.next()).value).toMatchObject({ type: 'usage', usage: { inputTokens: expect.any(Number) as unknown } });
    expect((await parts.next()).value).toMatchObject({ type: 'delta' });
    controller.abort();
    await expect(parts.next()).rejects.toMatchObject({ kind: 'cancelled' });
  });

  it('while waiting for the answer, and before', async () => {
    cloud.plan({ kind: 'silent' });
    const controller = new AbortController();
    const waiting = failure(await claudeAt(cloud.url), controller.signal);
    const before = cloud.requests.length;
    setImmediate(() => controller.abort());
    expect((await waiting).error.kind).toBe('cancelled');
    expect((await failure(await claudeAt(cloud.url), controller.signal)).error.kind).toBe('cancelled');
    expect(cloud.requests.length - before).toBeLessThanOrEqual(1);
  });

  it('while the SDK waits to try again', async () => {
    cloud.plan(status(529, 'overloaded_error', { 'retry-after-ms': '9000' }));
    const controller = new AbortController();
    const waiting = failure(await claudeAt(cloud.url, { maxRetries: 2 }), controller.signal);
    setTimeout(() => controller.abort(), 30);
    expect((await waiting).error.kind).toBe('cancelled');
  });
});

describe('trying again', () => {
  it('after a passing fault the SDK asks again', async () => {
    const before = cloud.requests.length;
    cloud.plan(status(529, 'overloaded_error'), status(500, 'api_error'), { kind: 'text', text: 'Step 1: 6 * 12 = 72.' });
    expect((await ask(await claudeAt(cloud.url, { maxRetries: 2 }))).finish.text).toBe('6 * 12 = 72.');
    expect(cloud.requests.length - before).toBe(3);
  });

  it('never for longer than a person waits', async () => {
    const before = cloud.requests.length;
    cloud.plan(status(429, 'rate_limit_error', { 'retry-after-ms': '', 'retry-after': '86400' }), { kind: 'text', text: 'Step 1: late.' });
    expect((await failure(await claudeAt(cloud.url, { maxRetries: 2 }))).error.kind).toBe('expertRateLimited');
    expect(cloud.requests.length - before).toBe(1);
  });

  it.each([
    ['the connection broke', { kind: 'silent', cut: true }, /may have arrived/],
    ['a gateway gave up', status(504, 'timeout_error'), /did not answer in time/],
  ] as const)('never where it is paid and may have arrived, and counts as billed: %s', async (_what, answer, words) => {
    const before = cloud.requests.length;
    cloud.plan(answer, { kind: 'text', text: 'Step 1: again.' });
    const { error } = await failure(await claudeAt(cloud.url, { maxRetries: 2 }));
    expect(error).toMatchObject({ kind: 'expertTimedOut', message: expect.stringMatching(words) as unknown });
    expect(cloud.requests.length - before).toBe(1);
    expect(createCallMeter({ maxUsd: 0.1 }, undefined).priceAfter(error, new AbortController().signal)).toMatchObject({ outcome: 'failed', usd: 0.1, atMost: true });
  });

  it('where it costs nothing also after the connection broke', async () => {
    const free = await startFakeCloud({ acceptsSampling: true });
    free.plan({ kind: 'silent', cut: true }, { kind: 'text', text: 'Step 1: again.' });
    expect((await ask(await serverAt(free.url, { maxRetries: 2 }))).finish.text).toBe('again.');
    await free.close();
  });

  it('never once a stream has begun: that would be paid twice', async () => {
    const before = cloud.requests.length;
    cloud.plan({ kind: 'cut', text: half }, { kind: 'text', text: 'Step 1: again.' });
    await failure(await claudeAt(cloud.url, { maxRetries: 2 }));
    expect(cloud.requests.length - before).toBe(1);
  });
});

describe('the test button', () => {
  const test = (key: string) => testExpert({ kind: 'claude', model: 'claude-haiku-5-5' }, { key, openGguf: noGguf, claudeUrl: cloud.url }, (expert) => expert);
  it('says in words what came back', async () => {
    cloud.plan({ kind: 'text', text: 'OK' });
    expect(await test(testKey)).toEqual({ ok: true, words: 'Claude Haiku 5.5 answered (100 tokens read, 1 written).' });
    const wrong = await test('sk-ant-wrong-key-000000');
    expect(wrong.ok).toBe(false);
    expect(wrong.words).toMatch(/does not accept the key/);
    cloud.plan({ kind: 'cut', text: 'O' });
    expect((await test(testKey)).ok).toBe(false);
    cloud.plan({ kind: 'html' });
    expect(await test(testKey)).toEqual({ ok: false, words: 'Claude Haiku 5.5 sent no answer.' });
  });
});
