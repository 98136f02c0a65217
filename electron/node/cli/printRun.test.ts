import fc from 'fast-check';
import { expect, it } from 'vitest';
import { noUsage } from '../../../shared/agent/model.ts';
import type { RunEvent } from '../../../shared/trace/events.ts';
import { createRunPrinter, summary } from './printRun.ts';
import { safeText } from './safeText.ts';

const score = { value: 0.7, meaning: 'pWrong', calibrated: false, parts: [{ id: 'a', words: 'least sure of the number 60', value: 1, weight: 1 }], costMs: 0 } as const;
const accepted = (step: number, by: 'local' | 'expert', text: string): RunEvent => ({ type: 'stepAccepted', step, by, kind: 'reasoning', model: 'm', text, usage: noUsage, ms: 1, usd: 0, tokens: [], tools: [], why: '' });
const events: readonly RunEvent[] = [
  { type: 'stepStarted', step: 0, by: 'local' }, { type: 'stepDelta', step: 0, by: 'local', text: '20 * 3 = 61' },
  { type: 'candidateScored', step: 0, stage: 'after', score, threshold: 0.5, decision: 'ask', why: 'doubt 70 % is above 50 %' },
  { type: 'stepEscalated', step: 0, to: 'Big', where: 'thisDevice', why: '', payloadDigest: '', redactions: {} },
  { type: 'stepStarted', step: 0, by: 'expert' }, { type: 'stepDelta', step: 0, by: 'expert', text: '20 * 3 = 60' },
  { type: 'candidateDiscarded', step: 0, text: '20 * 3 = 61', usage: noUsage, ms: 1, tokens: [] },
  accepted(0, 'expert', '20 * 3 = 60'),
  { type: 'expertUnavailable', step: 1, error: { kind: 'expertUnreachable', message: 'Big cannot be reached.' }, continues: true },
  accepted(1, 'local', '80'),
  { type: 'runFinished', answer: '80', ms: 2100 },
];

function printed(isTerminal: boolean, list: readonly RunEvent[] = events): string {
  let text = '';
  const printer = createRunPrinter({ isTerminal, write: (more) => { text += more; } });
  for (const [index, event] of list.entries()) printer.print({ seq: index + 1, at: index, event });
  // eslint-disable-next-line no-control-regex
  return text.replace(/\u001B\[\d*m/g, '');
}

it.each([true, false])('says in words who wrote each step, why it was asked, and what was discarded (terminal: %s)', (isTerminal) => {
  const text = printed(isTerminal);
  expect(text).toContain(' 1 expert 20 * 3 = 60');
  expect(text).toContain('discarded: 20 * 3 = 61');
  expect(text).toContain('asking the expert: doubt 70 % is above 50 %');
  expect(text).toContain('least sure of the number 60');
  expect(text).toContain('→ Big, on this device');
  expect(text).toContain(' 2 here   80');
  expect(text).toContain('! Step 2: Big cannot be reached. The answer goes on here.');
  expect(text).toContain('2 steps, 1 here, 1 asked, $0, 2.1 s');
});

it('says how early the expert had begun, and what it cost where it was not needed', () => {
  const text = printed(false, [
    { type: 'stepEscalated', step: 0, to: 'Big', where: 'remote', why: 'doubt', payloadDigest: 'ab', redactions: {}, begunMsEarly: 640.4 },
    { type: 'expertCallDiscarded', step: 1, to: 'Big', where: 'remote', why: 'not needed', payloadDigest: 'cd', redactions: {}, usage: noUsage, usd: 0.00031, atMost: true, ms: 9 },
  ]);
  expect(text).toContain('→ Big, leaves this device, begun 640 ms early');
  expect(text).toContain('Big had begun already; not needed, at most $0.00031');
});

it('shows a step once where nothing is streamed', () => {
  expect(printed(false).match(/20 \* 3 = 60/g)).toHaveLength(1);
});

it('shows a streamed step once, also where an expert would have been asked about it', () => {
  const text = printed(true, [
    { type: 'stepStarted', step: 0, by: 'local' }, { type: 'stepDelta', step: 0, by: 'local', text: '20 * 3 ' }, { type: 'stepDelta', step: 0, by: 'local', text: '= 61' },
    { type: 'candidateScored', step: 0, stage: 'after', score, threshold: 0.5, decision: 'wouldAsk', why: 'doubt 70 % is above 50 %' },
    accepted(0, 'local', '20 * 3 = 61'),
  ]);
  expect(text).toContain(' 1 here   20 * 3 = 61\n   would ask an expert');
  expect(text.match(/20 \* 3 = 61/g)).toHaveLength(1);
});

it('shows a step whole where its streamed text was not all', () => {
  expect(printed(true, [{ type: 'stepDelta', step: 0, by: 'local', text: '20 * 3 ' }, accepted(0, 'local', '20 * 3 = 61')])).toBe(' 1 here   20 * 3 \n 1 here   20 * 3 = 61\n');
});

it('no step can pass for two', () => {
  const text = printed(false, [accepted(0, 'local', 'one\n 2 expert all is well')]);
  expect(text).not.toMatch(/^ 2 expert/m);
  expect(text).toContain('2 expert all is well');
});

it('colours only where they are wanted', () => {
  const raw = (hasColour: boolean) => {
    let text = '';
    const printer = createRunPrinter({ isTerminal: false, write: (more) => { text += more; } }, hasColour);
    printer.print({ seq: 1, at: 0, event: accepted(0, 'expert', 'x') });
    return text;
  };
  expect(raw(false)).toBe(' 1 expert x\n');
  expect(raw(true)).toContain('\u001B[35m');
});

it('says where an expert would have been asked', () => {
  expect(summary({ steps: [], totals: { accepted: 1, byLocal: 1, byExpert: 0, wouldAsk: [2, 4], usd: 0.00031, ms: 0, outputTokens: 0 } })).toBe('1 step, 1 here, 0 asked, $0.0003, 0.0 s; an expert would have been asked at steps 2, 4');
});

it('nothing that a model writes reaches the terminal as a command', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    // eslint-disable-next-line no-control-regex
    expect(safeText(text)).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/);
  }));
  expect(printed(false, [accepted(0, 'local', 'a\u001B]0;title\u0007b\u009B2J')])).toContain('a]0;titleb2J');
  expect(safeText('a\u202Eb\u2066c\u200Fd')).toBe('abcd');
  expect(safeText('tab\tand\nline')).toBe('tab\tand\nline');
});
