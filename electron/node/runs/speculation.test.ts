import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noUsage, type StepPart } from '../../../shared/agent/model.ts';
import { runAgent } from '../../../shared/agent/runAgent.ts';
import { handExpert, undecidedLocal, undecidedPolicy, untilAborted } from '../../../shared/agent/testing/undecided.ts';
import { TandemError } from '../../../shared/errors.ts';
import { emptyRun, reduceRunAll } from '../../../shared/trace/reduceRun.ts';
import type { RunEvent } from '../../../shared/trace/events.ts';
import { tandemPaths } from '../paths.ts';
import { openStore, type Store } from './store/openStore.ts';
import { temporaryHome } from './testing/testService.ts';
import { withLedger } from './withLedger.ts';

let store: Store;
let time = 0;
beforeEach(() => { store = openStore(tandemPaths({ TANDEM_HOME: temporaryHome() }), () => time); });
afterEach(() => store.close());

/** What a call does: says so many words, then answers, hangs until it is given up, or fails. */
type Call = { readonly words: number; readonly end: 'answers' | 'hangs' | 'unreachable' | 'malformed'; readonly reports: boolean };

const usage = { ...noUsage, inputTokens: 80, freshInputTokens: 80, outputTokens: 7 };

async function* said({ words, end, reports }: Call, signal: AbortSignal): AsyncGenerator<StepPart> {
  if (reports) yield { type: 'usage', usage: { ...usage, outputTokens: 1 } };
  for (let word = 0; word < words; word += 1) {
    yield { type: 'delta', text: `word${word} ` };
    await Promise.resolve();
    signal.throwIfAborted();
  }
  if (end === 'hangs') await untilAborted(signal);
  if (end === 'unreachable') throw new TandemError('expertUnreachable', 'gone');
  if (end === 'malformed') throw new TandemError('expertMalformed', 'cut');
  yield { type: 'finish', reason: 'step', text: `${words} words`, usage, tokens: [], tools: [] };
}

async function spentBy(runId: string, steps: readonly { readonly keeps: boolean; readonly waits: number; readonly call: Call }[], sentTokens: number | undefined, agreed: { readonly capUsd: number } = { capUsd: 9 }) {
  const expert = withLedger(handExpert((position, signal) => said(steps[position]?.call ?? { words: 1, end: 'answers', reports: false }, signal), sentTokens === undefined ? {} : { sentTokens }), {
    runId, ledger: store.ledger, agreements: () => ({ 'expert.example': { at: 0, ...agreed } }), now: () => time, onChange: () => undefined,
  });
  const local = undecidedLocal(async (position) => {
    for (let turn = 0; turn < (steps[position]?.waits ?? 0); turn += 1) await Promise.resolve();
    return steps[position]?.keeps ?? true;
  });
  const events: RunEvent[] = [];
  const deps = { local, expert, policy: undecidedPolicy(), dial: () => 0.5, limits: { maxSteps: 8, maxTokensPerStep: 100, maxUsd: null }, whenExpertFails: 'continue', speculative: true, now: () => ++time } as const;
  for await (const event of runAgent({ question: 'q', history: [], documents: [], shape: 'steps', accepted: [], profile: 'twoExamples', seed: 1 }, deps, new AbortController().signal)) events.push(event);
  return { events, view: reduceRunAll(emptyRun, events.map((event, i) => ({ seq: i + 1, at: i, event }))), rows: store.ledger.list(runId, 100) };
}

const ends = fc.constantFrom<Call['end'][]>('answers', 'hangs', 'unreachable', 'malformed');
const step = fc.record({ keeps: fc.boolean(), waits: fc.nat(30), call: fc.record({ words: fc.nat(6), end: ends, reports: fc.boolean() }) })
  // A needed call that hangs has no end, and one that breaks off is told as a failure, not as a price.
  .filter(({ keeps, call }) => keeps || call.end === 'answers' || call.end === 'unreachable');

describe('speculative calls', () => {
  it("cost the run exactly what stands in the ledger, whenever they are given up", async () => {
    let run = 0;
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 3 }), fc.option(fc.nat(500), { nil: undefined }), async (steps, sentTokens) => {
      const { view, rows } = await spentBy(`run ${++run}`, steps, sentTokens);
      expect(view.status).toBe('finished');
      expect(rows.every((row) => row.outcome !== 'sent')).toBe(true);
      expect(view.totals.usd).toBeCloseTo(rows.reduce((sum, row) => sum + row.usd, 0), 12);
    }), { numRuns: 60 });
  });

  it('are written down with what they sent, and near the cap they are not begun', async () => {
    const kept = { keeps: true, waits: 20, call: { words: 2, end: 'hangs', reports: false } } as const;
    const { rows } = await spentBy('a', [kept, kept, kept], 100);
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({ outcome: 'failed', inputTokens: 100, host: 'expert.example', payloadDigest: 'digest of step 2' });
    expect((await spentBy('b', [kept, kept, kept], 100, { capUsd: 0.0101 })).rows).toEqual([]);
  });

  it('never leave before the user agreed', async () => {
    const sent: number[] = [];
    const expert = withLedger(handExpert(async function* (position): AsyncGenerator<StepPart> {
      sent.push(position);
      yield { type: 'delta', text: 'x' };
    }), { runId: 'c', ledger: store.ledger, agreements: () => ({}), now: () => time, onChange: () => undefined });
    const deps = { local: undecidedLocal(() => Promise.resolve(true)), expert, policy: undecidedPolicy(), dial: () => 0.5, limits: { maxSteps: 8, maxTokensPerStep: 100, maxUsd: null }, whenExpertFails: 'continue', speculative: true, now: () => ++time } as const;
    for await (const event of runAgent({ question: 'q', history: [], documents: [], shape: 'steps', accepted: [], profile: 'twoExamples', seed: 1 }, deps, new AbortController().signal)) expect(event.type).not.toBe('expertCallDiscarded');
    expect([sent, store.ledger.list('c', 9)]).toEqual([[], []]);
  });
});
