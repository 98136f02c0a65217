import { describe, expect, it } from 'vitest';
import type { Client, Output, TopicMessage } from '../../shared/contract/api.ts';
import { noUsage } from '../../shared/agent/model.ts';
import { TandemError } from '../../shared/errors.ts';
import type { AnyNumberedEvent, RunEvent } from '../../shared/trace/events.ts';
import { emptyRun, reduceRunAll } from '../../shared/trace/reduceRun.ts';
import type { RunView } from '../../shared/trace/view.ts';
import { followRun } from './followRun.ts';

const step = (index: number): readonly RunEvent[] => [
  { type: 'stepStarted', step: index, by: 'local' },
  { type: 'stepAccepted', step: index, by: 'local', kind: 'reasoning', model: 'm', text: `step ${index}`, usage: noUsage, ms: 1, usd: 0, tokens: [], tools: [], why: '' },
];
const all: readonly AnyNumberedEvent[] = [...step(0), ...step(1), ...step(2), { type: 'runFinished', answer: 'done', ms: 9 } satisfies RunEvent].map((event, index) => ({ seq: index + 1, at: index, event }));

/** A client whose run topic and `runs.events` the test plays. */
function played(missing: (fromSeq: number) => Promise<Output<'runs.events'>> = () => Promise.reject(new TandemError('notFound', 'none'))) {
  let tellRun: (message: TopicMessage<'run'>) => void = () => undefined;
  const asked: unknown[] = [];
  const frames: (() => void)[] = [];
  const views: RunView[] = [];
  const failures: unknown[] = [];
  const client: Client = {
    call: (method, input) => {
      asked.push([method, input]);
      return missing((input as { fromSeq: number }).fromSeq) as Promise<Output<typeof method>>;
    },
    subscribe: (_topic, params, tell) => {
      asked.push(params);
      tellRun = tell as typeof tellRun;
      return () => { tellRun = () => undefined; };
    },
    close: () => undefined,
  };
  const stop = (from: RunView = emptyRun) => followRun({
    client, runId: 'r', from, tell: (view) => views.push(view), fail: (error) => failures.push(error), schedule: (work) => frames.push(work),
  });
  return {
    start: stop, asked, frames, views, failures,
    say: (events: readonly AnyNumberedEvent[]) => tellRun({ events: [...events] }),
    frame: () => { for (const work of frames.splice(0)) work(); },
  };
}
const settled = () => new Promise<void>((resolve) => { setImmediate(resolve); });

describe('following a run', () => {
  it('folds everything that came since the last frame at once', () => {
    const run = played();
    run.start();
    for (const event of all) run.say([event]);
    expect([run.views.length, run.frames.length]).toEqual([0, 1]);
    run.frame();
    expect(run.views).toEqual([reduceRunAll(emptyRun, all)]);
  });

  it('asks only for what it does not have', () => {
    const run = played();
    const from = reduceRunAll(emptyRun, all.slice(0, 3));
    run.start(from);
    expect(run.asked).toEqual([{ runId: 'r', fromSeq: 4 }]);
    run.say(all.slice(1));
    run.frame();
    expect(run.views.at(-1)).toEqual(reduceRunAll(emptyRun, all));
  });

  it('closes a gap before it folds what is behind it', async () => {
    const run = played((fromSeq) => Promise.resolve({ status: 'running', events: all.filter((event) => event.seq >= fromSeq && event.seq < 6) }));
    run.start();
    run.say(all.slice(0, 2));
    run.say(all.slice(5));
    run.frame();
    expect(run.views.at(-1)?.seq).toBe(2);
    await settled();
    run.frame();
    expect(run.asked).toContainEqual(['runs.events', { runId: 'r', fromSeq: 3 }]);
    expect(run.views.at(-1)).toEqual(reduceRunAll(emptyRun, all));
  });

  it('goes on behind a gap that nobody can close', async () => {
    const run = played(() => Promise.resolve({ status: 'running', events: [] }));
    run.start();
    run.say(all.slice(4));
    run.frame();
    await settled();
    run.frame();
    expect(run.views.at(-1)).toMatchObject({ status: 'finished', answer: 'done' });
  });

  it('tells a failure and nothing after it was stopped', async () => {
    const run = played();
    const stop = run.start();
    run.say(all.slice(3));
    run.frame();
    await settled();
    expect(run.failures).toMatchObject([{ kind: 'notFound' }]);
    stop();
    run.say(all);
    run.frame();
    expect(run.views).toEqual([]);
  });
});
