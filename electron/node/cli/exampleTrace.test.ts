import fs from 'node:fs';
import { expect, it } from 'vitest';
import { numberedEventSchema, runEventSchema } from '../../../shared/trace/events.ts';
import { emptyRun, reduceRunAll } from '../../../shared/trace/reduceRun.ts';

const inDocs = (name: string) => fs.readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
const events = inDocs('examples/piano.jsonl').trim().split('\n').map((line) => numberedEventSchema.parse(JSON.parse(line)));

it('the trace in the docs is one of this contract: every event known, without gaps', () => {
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  for (const { event } of events) expect(runEventSchema.safeParse(event).error?.message).toBeUndefined();
});

it('the trace in the docs folds to the answer that the page beside it tells', () => {
  const run = reduceRunAll(emptyRun, events);
  expect(run).toMatchObject({ status: 'finished', answer: '1920', policy: 'adaswitch', dial: 0.3, totals: { accepted: 8, byLocal: 4, byExpert: 4, usd: 0 } });
  expect(run.steps.map(({ discarded }) => discarded.length)).toEqual([0, 0, 1, 1, 1, 0, 1, 0]);
  const rows = [...inDocs('piano.md').matchAll(/^\| (\d+) \| (here|expert) \| (.*?) \| (\d+) %/gm)];
  expect(rows.map(([, step, by, text, score]) => [Number(step), by, text, Number(score)])).toEqual(run.steps.map(({ index, by, text, scores }) =>
    [index + 1, by === 'local' ? 'here' : 'expert', text.trim(), Math.round(100 * (scores.at(-1)?.score.value ?? Number.NaN))]));
  for (const { discarded } of run.steps) for (const { text } of discarded) expect(inDocs('piano.md')).toContain(`~~${text.trim()}~~`);
});
