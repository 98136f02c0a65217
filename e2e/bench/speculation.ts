import { performance } from 'node:perf_hooks';
import { runAgent } from '../../shared/agent/runAgent.ts';
import type { RunDeps } from '../../shared/agent/runTypes.ts';
import { builtInExam } from '../../shared/exam/builtIn/builtInExam.ts';
import { sampleGate, sampleHead } from '../../shared/switching/gate/testing/sampleGate.ts';
import type { Gate } from '../../shared/switching/gate/gateFile.ts';
import { adaswitch } from '../../shared/switching/policies/adaswitch.ts';
import { createMessagesExpert } from '../../electron/node/expert/messagesExpert.ts';
import { defaultTimeouts } from '../../electron/node/expert/createExpert.ts';
import { findClaude, shippedPrices } from '../../electron/node/expert/prices.ts';
import { median } from '../../electron/node/engine/bench.ts';
import { openReal } from '../../electron/node/engine/testing/realModels.ts';
import { silentLog } from '../../electron/node/log.ts';
import { startServe } from '../../electron/node/serve/startServe.ts';
import { asTable, type Figure } from './figure.ts';

/** What is seen of one step that was left undecided by its cheap signs. */
interface Seen { readonly text: string; readonly by: 'local' | 'expert'; /** From the candidate to the accepted step. */ readonly ms: number; readonly dearMs: number; readonly early: number | null; readonly discardedUsd: number | null }

/** `npm run bench -- speculation [seconds]`: each problem once with and once without the expert beginning early, real weights on both sides. */
export async function benchSpeculation(seconds: number): Promise<void> {
  const local = await openReal('smallest', { sequences: 3 });
  const large = await openReal('smallest', { sequences: 2 });
  const server = await startServe({ engines: [large], log: silentLog });
  try {
    const priced = findClaude(shippedPrices, 'claude-haiku-5-5');
    const expert = createMessagesExpert({
      card: { id: large.card.id, name: '135M, served', kind: 'server', where: 'remote', host: new URL(server.url).host, price: priced.price }, base: new URL(server.url), key: server.token,
      sendsTemperature: true, thinkingTokens: 0, marksCache: false, continuesTurn: true, timeouts: defaultTimeouts.server, maxRetries: 0,
    });
    const deps = { local: local.model, expert, dial: () => 0.5, limits: { maxSteps: 4, maxTokensPerStep: 40, maxUsd: null }, whenExpertFails: 'continue', now: () => performance.now() } as const;
    const pairs: (readonly [waiting: Seen, early: Seen])[] = [];
    const all: Seen[] = [];
    const until = performance.now() + seconds * 1000;
    for (const [index, { question }] of [...builtInExam({ seed: 20261123, count: 100 })].entries()) {
      if (performance.now() > until) break;
      // Whoever comes second finds the prompt evaluated; they take turns.
      const first = await seenOf(question, { ...deps, speculative: index % 2 === 0 });
      const second = await seenOf(question, { ...deps, speculative: index % 2 === 1 });
      const [early, waiting] = index % 2 === 0 ? [first, second] : [second, first];
      all.push(...early);
      process.stderr.write(`problem ${index + 1}: ${early.length} steps, ${early.filter((step) => step.by === 'expert').length} asked\n`);
      // Beyond the first step in which they differ the two runs are different answers.
      const same = waiting.findIndex((step, at) => step.by !== early[at]?.by || step.text !== early[at].text);
      for (const [at, step] of waiting.slice(0, same < 0 ? waiting.length : same).entries()) {
        const other = early[at];
        // The first step also evaluates the prompt, for whoever comes first.
        if (at > 0 && other) pairs.push([step, other]);
      }
    }
    process.stdout.write(`${asTable(figuresOf(all, pairs))}\n`);
  } finally {
    await server.close();
    await Promise.all([local.dispose(), large.dispose()]);
  }
}

/** Every step is undecided by its cheap signs; whether the samples agree with it decides. Fitted on nothing: what is measured is time and price. */
function everyStepUndecided(): Gate {
  const dear = sampleHead('m', 'p', 10, ['judgedCorrect', 'sameResult'], [-0.01, -3]);
  const file = sampleGate('m', 'p', 10, [{ ...dear, model: { ...dear.model, mean: [0, 0.5] } }]);
  return { file: { ...file, head: sampleHead('m', 'p', 10, ['meanLogProb'], [0]) }, basis: 'exam' };
}

async function seenOf(question: string, deps: Omit<RunDeps, 'policy'>): Promise<readonly Seen[]> {
  const plain = adaswitch(everyStepUndecided());
  const candidateAt: number[] = [];
  const policy: RunDeps['policy'] = {
    ...plain,
    afterCandidate: async (context, candidate, probe) => {
      candidateAt[context.position] = performance.now();
      const score = await plain.afterCandidate?.(context, candidate, probe);
      if (!score) throw new Error('AdaSwitch gave no score');
      return score;
    },
  };
  const seen: Seen[] = [];
  let step: Pick<Seen, 'dearMs' | 'early' | 'discardedUsd'> = { dearMs: 0, early: null, discardedUsd: null };
  const input = { question, history: [], documents: [], shape: 'steps', accepted: [], profile: 'zeroShot', seed: 1 } as const;
  for await (const event of runAgent(input, { ...deps, policy }, new AbortController().signal)) {
    if (event.type === 'candidateScored') step = { ...step, dearMs: event.score.costMs };
    if (event.type === 'stepEscalated') step = { ...step, early: event.begunMsEarly ?? null };
    if (event.type === 'expertCallDiscarded') step = { ...step, discardedUsd: event.usd };
    if (event.type === 'runFailed') throw new Error(event.error.message);
    if (event.type !== 'stepAccepted') continue;
    seen.push({ ...step, text: event.text, by: event.by, ms: performance.now() - (candidateAt[event.step] ?? Number.NaN) });
    step = { dearMs: 0, early: null, discardedUsd: null };
  }
  return seen;
}

function figuresOf(all: readonly Seen[], pairs: readonly (readonly [waiting: Seen, early: Seen])[]): readonly Figure[] {
  const ms = (values: readonly number[]) => (values.length === 0 ? 'none seen' : `${median(values).toFixed(0)} ms`);
  const asked = pairs.filter(([waiting]) => waiting.by === 'expert');
  const kept = pairs.filter(([waiting]) => waiting.by === 'local');
  const discarded = all.flatMap((step) => (step.discardedUsd === null ? [] : [step.discardedUsd]));
  const leads = all.flatMap((step) => (step.early === null ? [] : [step.early]));
  const total = discarded.reduce((sum, usd) => sum + usd, 0);
  return [
    { what: 'begun early, of an asked step', value: ms(leads), target: 'none', detail: `median of ${leads.length} asked steps; the questions to the model took ${ms(all.map((step) => step.dearMs))}` },
    { what: 'saved on an asked step', value: ms(asked.map(([waiting, early]) => waiting.ms - early.ms)), target: 'none', detail: `median of ${asked.length} pairs of the same step; without: ${ms(asked.map(([waiting]) => waiting.ms))} from the candidate to the expert's step` },
    { what: 'lost on a step that stays', value: ms(kept.map(([waiting, early]) => early.ms - waiting.ms)), target: 'none', detail: `median of ${kept.length} pairs; both models share the processor here` },
    { what: 'price of a discarded call', value: discarded.length === 0 ? 'none seen' : `$${median(discarded).toFixed(6)}`, target: 'none', detail: `median of ${discarded.length}, $${total.toFixed(6)} in all, as if at the price of Claude Haiku 5.5` },
  ];
}
