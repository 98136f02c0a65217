import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profileById } from './prompts/profiles.ts';
import { renderSteps } from './prompts/renderPrompt.ts';
import { createStepSplitter, splitChain } from './splitter.ts';

const profile = profileById('twoExamples');

/** Feeds `text` in pieces and stops where the engine would. */
function split(text: string, pieces: number, shape: 'steps' | 'reply' = 'steps') {
  const splitter = createStepSplitter({ profile, shape, position: 0, until: 'step' });
  let visible = '';
  let done: string | null = null;
  for (let i = 0; i < text.length && !done; i += pieces) {
    const result = splitter.push(text.slice(i, i + pieces));
    visible += result.visible;
    done = result.done;
  }
  if (!done) {
    const result = splitter.end();
    visible += result.visible;
    done = result.done;
  }
  return { text: splitter.text, visible: visible.trim(), done };
}

describe('one step', () => {
  it.each([
    ['Step 1: Tom starts with 36.\nStep 2', 'Tom starts with 36.', 'step'],
    ['Answer: 36\n', '36', 'answer'],
    ['\n\n**Step 2:** The violin\n', 'The violin', 'step'],
    ['1. He has 3\n', 'He has 3', 'step'],
    ['3 * 4 = 12 apples\n', '3 * 4 = 12 apples', 'step'],
    ['#### 12', '12', 'answer'],
    ['**Final answer:** 12', '12', 'answer'],
    ['Step 4: Answer: 12\n', '12', 'answer'],
    ['Step 3: The total is:\n20 + 3 = 23\nStep', 'The total is:\n20 + 3 = 23', 'step'],
    ['To solve this, we follow these steps:\n\nStep 1: x', 'To solve this, we follow these steps:', 'step'],
    ['Step 1: so \\[\n20*3\n\\]\nfoo', 'so \\[\n20*3\n\\]', 'step'],
    ['So the \\boxed{12}\nx', 'So the \\boxed{12}', 'answer'],
    ['Step 2: A cat\n', 'A cat', 'step'],
    ['Stephen has 3\n', 'Stephen has 3', 'step'],
    ['The first box\n', 'The first box', 'step'],
  ])('%j', (raw, text, done) => {
    for (const pieces of [1, 2, 3, 7, 100]) {
      expect(split(raw, pieces)).toMatchObject({ text, done });
      expect(split(raw, pieces).visible).toBe(text);
    }
  });

  it('without a delimiter and without an answer nothing is done', () => {
    expect(split('Step 1: He has', 3)).toMatchObject({ text: 'He has', done: null });
    expect(split('', 1)).toMatchObject({ text: '', done: null });
  });

  it('never shows a label, half or whole, however the stream is cut', () => {
    const words = fc.stringMatching(/^[a-z][a-z0-9 +*]{0,40}[a-z0-9]$/);
    fc.assert(fc.property(words, fc.integer({ min: 1, max: 9 }), fc.constantFrom('Step 7: ', '3. ', '## Step 2: '), (body, pieces, label) => {
      const result = split(`${label}${body}\nStep 8: more`, pieces);
      expect(result.text).toBe(body.trim());
      expect(result.visible).toBe(body.trim());
    }));
  });
});

describe('a text that is long and shows no label', () => {
  const splitterFor = (until: 'step' | 'finish') => createStepSplitter({ profile, shape: 'steps', position: 0, until });

  it('is shown as it comes once no label can follow, and stays whole', () => {
    const splitter = splitterFor('step');
    const rule = '- '.repeat(80);
    expect(splitter.push(rule).visible).toBe(rule);
    expect(splitter.push('end\n')).toEqual({ visible: 'end', done: 'step' });
    expect(splitter.text).toBe(`${rule}end`);
  });

  it('is not read anew for each character or line', () => {
    for (const text of [' '.repeat(200_000), '#'.repeat(200_000), `Step 1: \`\`\`${'\na'.repeat(10_000)}`]) expect(splitterFor('step').push(text).done).toBeNull();
    const whole = splitterFor('finish');
    for (let line = 0; line < 6000; line++) expect(whole.push(`Step ${line}: on\n`).done).toBeNull();
    expect(whole.push('Answer: 12\n').done).toBe('answer');
  });
});

it('a reply is one piece, labels and all', () => {
  expect(split('Dear Anna,\n\n1. thanks\nAnswer: soon\n', 4, 'reply')).toMatchObject({ text: 'Dear Anna,\n\n1. thanks\nAnswer: soon', done: null });
});

it('splitChain undoes renderSteps', () => {
  const line = fc.stringMatching(/^[a-z][a-z0-9 +*]{0,30}[0-9]$/);
  fc.assert(fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
    const steps = lines.map((text) => ({ text }));
    const chain = splitChain(`${renderSteps(profile, steps)}Answer: 12`, profile);
    expect(chain).toEqual([...lines.map((text) => ({ text, isAnswer: false })), { text: '12', isAnswer: true }]);
  }));
});

describe('a whole solution, written in one go', () => {
  const whole = (text: string) => {
    const splitter = createStepSplitter({ profile, shape: 'steps', position: 0, until: 'finish' });
    let done: string | null = null;
    for (const character of text) {
      done = splitter.push(character).done;
      if (done) break;
    }
    return { text: splitter.text, done: done ?? splitter.end().done };
  };
  const code = 'Step 1: Add both.\nAnswer: ```python\ndef add(a, b):\n    return a + b\n```';

  it('ends behind its answer', () => {
    expect(whole('Step 1: 3 * 4 = 12\nAnswer: 12\nStep 2: and so on')).toEqual({ text: 'Step 1: 3 * 4 = 12\nAnswer: 12', done: 'answer' });
  });

  it('keeps all lines of an answer in code, and nothing behind it', () => {
    expect(whole(`${code}\nThat is all.`)).toEqual({ text: code, done: 'answer' });
    expect(splitChain(code, profile).at(-1)).toEqual({ text: '```python\ndef add(a, b):\n    return a + b\n```', isAnswer: true });
  });

  it('waits for an answer that stands below its label', () => {
    expect(whole('Step 1: Add both.\nAnswer:\n12\nmore').text).toBe('Step 1: Add both.\nAnswer:\n12');
  });
});
