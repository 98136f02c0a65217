/**
 * Exact match and F1 of short answers, as HotpotQA (`hotpot_evaluate_v1.py`) and MuSiQue (`metrics/answer.py`) score
 * them, both after SQuAD: lower case, punctuation and articles away, white space closed up; over several golds the best.
 */
export interface QaScore { readonly em: 0 | 1; readonly f1: number }

/** The ASCII punctuation that SQuAD's script takes away, and no other. */
const punctuation = /[!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]/g;

export function normaliseAnswer(text: string): string {
  return text.toLowerCase().replace(punctuation, '').replace(/\b(?:a|an|the)\b/g, ' ').split(/\s+/).filter((word) => word !== '').join(' ');
}

/** Token F1 on bags of words. Yes, no and noanswer match only themselves (HotpotQA); two empty answers match (MuSiQue). */
export function answerF1(answer: string, gold: string): number {
  const [said, meant] = [normaliseAnswer(answer), normaliseAnswer(gold)];
  const special = ['yes', 'no', 'noanswer'];
  if (said !== meant && (special.includes(said) || special.includes(meant))) return 0;
  const [saidWords, meantWords] = [words(said), words(meant)];
  if (saidWords.length === 0 || meantWords.length === 0) return said === meant ? 1 : 0;
  const same = commonCount(saidWords, meantWords);
  if (same === 0) return 0;
  const precision = same / saidWords.length;
  const recall = same / meantWords.length;
  return (2 * precision * recall) / (precision + recall);
}

/** Best exact match and best F1 over the gold answer and its aliases. */
export function scoreQa(answer: string, golds: readonly string[]): QaScore {
  return {
    em: golds.some((gold) => normaliseAnswer(answer) === normaliseAnswer(gold)) ? 1 : 0,
    f1: golds.reduce((best, gold) => Math.max(best, answerF1(answer, gold)), 0),
  };
}

/** StrategyQA: accuracy on yes/no. The first yes or no (true or false) behind the last "answer", else the last in the text. */
export function scoreYesNo(answer: string, gold: boolean): 0 | 1 {
  return saidYesNo(answer) === gold ? 1 : 0;
}

export function saidYesNo(answer: string): boolean | null {
  const label = answer.toLowerCase().lastIndexOf('answer');
  const found = (text: string) => [...text.toLowerCase().matchAll(/\b(yes|no|true|false)\b/g)].map((match) => match[1]);
  const word = (label >= 0 ? found(answer.slice(label))[0] : undefined) ?? found(answer).at(-1);
  return word === undefined ? null : word === 'yes' || word === 'true';
}

const words = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '');

function commonCount(a: readonly string[], b: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of b) left.set(word, (left.get(word) ?? 0) + 1);
  let same = 0;
  for (const word of a) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    left.set(word, count - 1);
    same += 1;
  }
  return same;
}
