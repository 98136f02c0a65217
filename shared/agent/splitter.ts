import type { AnswerShape } from './model.ts';
import { readLineStart } from './labels.ts';
import type { PromptProfile } from './prompts/profile.ts';
import type { SplitResult, StepSplitter } from './steps.ts';
import { withoutThoughts } from './thoughts.ts';

export interface SplitterOptions {
  readonly profile: PromptProfile;
  readonly shape: AnswerShape;
  /** 0-based index of the step being written. */
  readonly position: number;
  readonly until: 'step' | 'finish';
}

/**
 * Cuts one step out of a stream. A step is one labelled line; a line goes on over a line break only while a formula
 * or code block is open, or where a labelled one ends in a colon. With `until: 'finish'` or for a reply everything is one piece, labels
 * and all, and only the answer line ends it. Thoughts in front of it are dropped.
 */
export function createStepSplitter(options: SplitterOptions): StepSplitter {
  return withoutThoughts(options.shape === 'reply' || options.until === 'finish' ? wholeText(options) : oneStep(options));
}

const nothing: SplitResult = { visible: '', done: null };
/** A line that has shown no label by here has none. Without an end to the looking, a long line would be read anew for each of its characters. */
const longestLabel = 100;

function oneStep({ profile }: SplitterOptions): StepSplitter {
  let line = '';
  let text = '';
  let labelRead = false;
  let isAnswer = false;
  let isLabelled = false;
  let done: SplitResult['done'] = null;
  const goesOn = createGoesOn();

  const finish = (visible: string): SplitResult => {
    done = isAnswer || text.includes('\\boxed{') ? 'answer' : 'step';
    return { visible, done };
  };

  const take = (character: string, complete: boolean): string => {
    if (!labelRead) {
      if (line === '' && character.trim() === '') return '';
      line += character;
      const start = readLineStart(line, profile, complete || line.length >= longestLabel);
      if (start.kind === 'unclear') return '';
      labelRead = true;
      isAnswer = start.kind === 'answer';
      isLabelled = start.kind !== 'plain';
      text = line.slice(start.length);
      return text;
    }
    // White space at a line's end may belong to the delimiter: it becomes visible with what follows it.
    text += character;
    return character;
  };

  return {
    push: (chunk) => {
      if (done) return { visible: '', done };
      let visible = '';
      for (const character of chunk) {
        if (character === '\n') {
          if (!labelRead) {
            if (line === '') continue;
            visible += take('', true);
          }
          if (text.trim() === '') continue;
          if (!goesOn(text, isLabelled)) return finish(visible);
        }
        visible += take(character, false);
      }
      return visible === '' ? nothing : { visible, done: null };
    },
    end: () => {
      if (done) return { visible: '', done };
      const visible = labelRead || line === '' ? '' : take('', true);
      if (text.trim() === '') return nothing;
      return isAnswer || text.includes('\\boxed{') ? finish(visible) : { visible, done: null };
    },
    get text() {
      return tidy(text);
    },
    isThinking: false,
  };
}

function wholeText({ profile, shape }: SplitterOptions): StepSplitter {
  let text = '';
  let done: SplitResult['done'] = null;
  /** Where the first line begins that was not yet complete, and the answer's. */
  let lineFrom = 0;
  let answerFrom: number | null = null;
  const goesOn = createGoesOn();
  const answered = (): boolean => {
    if (shape === 'reply') return false;
    for (let end = text.indexOf('\n', lineFrom); end >= 0; end = text.indexOf('\n', lineFrom)) {
      const start = text.slice(lineFrom, end).trimStart().slice(0, longestLabel);
      if (start !== '' && readLineStart(start, profile, true).kind === 'answer') answerFrom ??= lineFrom;
      lineFrom = end + 1;
    }
    // An answer of many lines, such as code, is there only once its block is closed.
    return answerFrom !== null && !goesOn(text.slice(answerFrom, lineFrom - 1), true);
  };
  return {
    push: (chunk) => {
      if (done) return { visible: '', done };
      text += chunk;
      if (!chunk.includes('\n') || !answered()) return { visible: chunk, done: null };
      done = 'answer';
      return { visible: chunk, done };
    },
    end: () => ({ visible: '', done }),
    get text() {
      return text.trim();
    },
    isThinking: false,
  };
}

/** Asked of a growing text: a line break at its end is part of the step, for a block is open, or a labelled line announces what follows. */
function createGoesOn(): (text: string, isLabelled: boolean) => boolean {
  const [fences, dollars, opening, closing] = [createCounter('```'), createCounter('$$'), createCounter('\\['), createCounter('\\]')];
  return (text, isLabelled) => {
    const isOpen = fences(text) % 2 === 1 || dollars(text) % 2 === 1 || opening(text) > closing(text);
    return isOpen || (isLabelled && text.length < 400 && text.trimEnd().endsWith(':'));
  };
}

/** How often `what` stands in a growing text, without overlap; only what is new is read. */
function createCounter(what: string): (text: string) => number {
  let count = 0;
  let from = 0;
  return (text) => {
    for (let at = text.indexOf(what, from); at >= 0; at = text.indexOf(what, from)) {
      count++;
      from = at + what.length;
    }
    from = Math.max(from, text.length - what.length + 1);
    return count;
  };
}

function tidy(text: string): string {
  return text.trim().replace(/^\*\*(.*)\*\*$/s, '$1').replace(/<<[^<>=]*=([^<>]*)>>\1/g, '$1');
}

/** A finished chain as steps, for a writer that finished the answer in one go. */
export function splitChain(text: string, profile: PromptProfile): readonly { readonly text: string; readonly isAnswer: boolean }[] {
  const found: { text: string; isAnswer: boolean }[] = [];
  let rest = text;
  while (rest.trim() !== '') {
    const splitter = oneStep({ profile, shape: 'steps', position: found.length, until: 'step' });
    let used = 0;
    let done: SplitResult['done'] = null;
    for (const character of rest) {
      used += character.length;
      done = splitter.push(character).done;
      if (done) break;
    }
    done ??= splitter.end().done;
    if (splitter.text !== '') found.push({ text: splitter.text, isAnswer: done === 'answer' });
    rest = rest.slice(used);
  }
  return found;
}
