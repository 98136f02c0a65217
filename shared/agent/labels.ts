import type { PromptProfile } from './prompts/profile.ts';

/** What the beginning of a line says about it. */
export type LineStart =
  /** Not enough text to know. */
  | { readonly kind: 'unclear' }
  /** `length` characters of label are to be removed. */
  | { readonly kind: 'step' | 'answer' | 'plain'; readonly length: number };

const decoration = '(?:[#>*_\\-\\s]*)';
const stepStart = new RegExp(`^${decoration}(?:step\\s*#?\\d{1,3}\\s*[:.)\\-–]\\s*[*_]*\\s*|\\d{1,2}[.)][*_]*\\s+)`, 'i');
const answerStart = new RegExp(`^${decoration}(?:(?:final\\s+)?answer\\s*[*_]*\\s*(?::|is\\b:?)[*_]*\\s*|the\\s+(?:final\\s+)?answer\\s+is\\b:?[*_]*\\s*|#{4}\\s*)`, 'i');
/** Behind a label: it may still be followed by the label's own closing asterisks. */
const onlyDecoration = /^[*_\s]*$/;
/** Anything that may still become one of the labels above. */
const maybeStep = new RegExp(`^${decoration}(?:s|st|ste|step|step\\s*#?|step\\s*#?\\d{1,3}\\s*|\\d{1,2}|\\d{1,2}[.)][*_]*\\s*)?$`, 'i');
const maybeAnswer = /^(?:[#>*_\-\s]*)(?:(?:the\s+)?(?:final\s+)?(?:a|an|ans|answ|answe|answer)\s*[*_]*\s*(?:i|is)?:?|(?:the\s+)?(?:f|fi|fin|fina|final)\s*|t|th|the\s*|the\s+final\s*)?$/i;

/**
 * Reads the label at the start of a line, in the profile's form and in the forms models fall back to
 * ("1.", "**Step 2:**", "Final answer:", "#### 12").
 * @param complete no more text will come on this line
 */
export function readLineStart(line: string, profile: PromptProfile, complete: boolean): LineStart {
  const own = line.trimStart();
  if (own.startsWith(profile.answerLabel)) {
    const after = own.slice(profile.answerLabel.length);
    if (!complete && onlyDecoration.test(after)) return { kind: 'unclear' };
    return { kind: 'answer', length: line.length - after.trimStart().length };
  }
  const answer = answerStart.exec(line);
  if (answer) return !complete && onlyDecoration.test(line.slice(answer[0].length)) ? { kind: 'unclear' } : { kind: 'answer', length: answer[0].length };
  const step = stepStart.exec(line);
  if (step) {
    // "Step 4: Answer: 12" is an answer in a step's clothes.
    const inner = answerStart.exec(line.slice(step[0].length));
    if (inner) return { kind: 'answer', length: step[0].length + inner[0].length };
    if (!complete && maybeAnswer.test(line.slice(step[0].length))) return { kind: 'unclear' };
    return { kind: 'step', length: step[0].length };
  }
  if (!complete && (maybeStep.test(line) || maybeAnswer.test(line) || profile.answerLabel.startsWith(own))) return { kind: 'unclear' };
  return { kind: 'plain', length: line.length - own.length };
}
