import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profileById } from './prompts/profiles.ts';
import { createStepSplitter, type SplitterOptions } from './splitter.ts';
import { isThoughtMark } from './thoughts.ts';

const profile = profileById('twoExamples');

function split(pieces: readonly string[], options: Partial<SplitterOptions> = {}) {
  const splitter = createStepSplitter({ profile, shape: 'steps', position: 0, until: 'step', ...options });
  let visible = '';
  let done: string | null = null;
  for (const piece of pieces) {
    const result = splitter.push(piece);
    visible += result.visible;
    done = result.done;
    if (done) break;
  }
  if (!done) {
    const result = splitter.end();
    visible += result.visible;
    done = result.done;
  }
  return { text: splitter.text, visible: visible.trim(), done, isThinking: splitter.isThinking };
}

/** A text cut at the given places. */
function cut(text: string, at: readonly number[]): readonly string[] {
  const places = [0, ...at.map((place) => place % (text.length + 1)).toSorted((a, b) => a - b), text.length];
  return places.slice(1).map((end, i) => text.slice(places[i], end));
}

const thought = '\nStep 1: 3 * 4 = 13? No.\nAnswer: I < 3 and </ thin\n';
const blocks = [`<think>${thought}</think>\n\n`, '<think>\n\n</think>\n\n', `\n<thinking>${thought}</thinking>`, `<|channel>thought\n${thought}<channel|>`, '<|channel>thought\n<channel|>', `[THINK]${thought}[/THINK]`, `<think>${thought}</think>\n<think>${thought}</think>`];
const places = fc.array(fc.nat(1000), { maxLength: 12 });

describe('thoughts before a step', () => {
  it('are dropped and never shown, wherever the stream is cut', () => {
    fc.assert(fc.property(fc.constantFrom(...blocks), places, (block, at) => {
      expect(split(cut(`${block}Step 1: 3 * 4 = 12\nStep 2: more`, at))).toEqual({ text: '3 * 4 = 12', visible: '3 * 4 = 12', done: 'step', isThinking: false });
      expect(split(cut(`${block}Answer: 12\n`, at))).toMatchObject({ text: '12', visible: '12', done: 'answer' });
      expect(split(cut(`${block}Dear Anna,\nhello`, at), { shape: 'reply' })).toMatchObject({ text: 'Dear Anna,\nhello', visible: 'Dear Anna,\nhello' });
      expect(split(cut(`${block}Step 1: a\nAnswer: 12\nmore`, at), { until: 'finish' }).text).toContain('Step 1: a\nAnswer: 12');
    }));
  });

  it('change nothing where there are none, wherever the stream is cut', () => {
    const starts = fc.constantFrom('<', '<t', '<b>', '< 3', '[', '[1] ', '<think', 'think ', '', '\n', '<|', 'x <think> y ');
    fc.assert(fc.property(starts, fc.stringMatching(/^[a-z0-9 <>/=]{0,30}$/), places, (start, rest, at) => {
      const text = `${start}${rest}`;
      fc.pre(!/^\s*<think>/.test(text));
      const { text: found, visible } = split(cut(text, at), { shape: 'reply' });
      expect(found).toBe(text.trim());
      expect(visible).toBe(text.trim());
    }));
  });

  it('that never end leave no step', () => {
    fc.assert(fc.property(places, (at) => {
      expect(split(cut(`<think>${thought}`, at))).toEqual({ text: '', visible: '', done: null, isThinking: true });
    }));
  });
});

it('knows the marks that are single tokens', () => {
  for (const mark of ['<think>', '</think>', '<|channel>', '<channel|>']) expect(isThoughtMark(mark)).toBe(true);
  for (const other of ['', '<', '<|im_end|>', '<turn|>', 'thought']) expect(isThoughtMark(other)).toBe(false);
});
