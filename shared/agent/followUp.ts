import type { Turn } from './model.ts';

/** Answers to problems stand in the history as they were written: numbered steps and an answer line. */
const workedAnswer = /^(?:Step 1:[\s\S]*\n)?Answer: /;
/** Asks about the answer, or for something else. */
const aboutTheAnswer = /^\s*(?:(?:and|but|so|wait|sorry|hm+)[\s,]+)*(?:why|explain|describe|are you|is (?:it|that|this)|was (?:it|that)|did you|do you|how (?:did|do|can|come|are)|where|who|when (?:was|did)|what (?:does|do|did|is (?:an?|the (?:capital|meaning|difference|name|definition))|are)|which|i (?:do not|don['’]t|think|thought|see|got|understand)|that (?:is|was)|that['’]s|you (?:are|were|made|forgot)|(?:can|could|would) you (?:please )?(?:explain|show|tell|help|put|write|translate|say|repeat)|put|translate|show|tell|repeat|step)\b/i;
const varies = /\b(?:what if|what about|how about|and if|suppose|assume|imagine that|instead|double|triple|halve|twice|half|quarter|same (?:question|problem|again|thing)|again with|now (?:with|for|do|try)|redo|recalculate|recompute|per (?:second|minute|hour|day|week|month|year|person|head|piece|kilo|litre|liter)|each)\b/i;
/** A quantity of what was spoken of: short, and without a subject of its own. */
const asksOn = /\bhow (?:many|much|long|far|old|fast|often)\b.*\b(?:left|then|now|that|those|it|they|them|he|she|we|each|altogether|in total|per|remain\w*|more|need\w*)\b/i;
const quantity = /\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred|thousand|dozen)\b/i;
/** Longer texts bring what they ask for with them. */
const longestFollowUp = 160;

/** Whether a request varies the problem that was answered just before: another number, another case, another unit. */
export function isFollowUp(text: string, history: readonly Turn[]): boolean {
  const last = history.at(-1);
  if (last?.role !== 'assistant' || !workedAnswer.test(last.text) || text.length > longestFollowUp || aboutTheAnswer.test(text)) return false;
  return quantity.test(text.replace(/\bsteps? \d+/gi, '')) || varies.test(text) || asksOn.test(text);
}
