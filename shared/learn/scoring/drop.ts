import type { QaScore } from './qa.ts';

/**
 * DROP's exact match and numeracy-aware F1 (allenai/allennlp-models, `allennlp_models/rc/tools/drop.py`): answers become one or more spans, each a
 * bag of words; spans are matched one to one so that the sum of F1 is greatest; a gold bag with numbers scores 0
 * against a bag that shares none of them.
 */
interface Bags { readonly spans: readonly string[]; readonly bags: readonly ReadonlySet<string>[] }

/** Best of several golds; a gold or an answer of several spans is given as an array. */
export function scoreDrop(answer: string | readonly string[], golds: readonly (string | readonly string[])[]): QaScore {
  const said = asBags(answer);
  let best: QaScore = { em: 0, f1: 0 };
  for (const gold of golds) {
    const meant = asBags(gold);
    if (meant.spans.every((span) => span.trim() === '')) continue;
    const em = sameSpans(said.spans, meant.spans) ? 1 : 0;
    const f1 = Math.round(alignedF1(said.bags, meant.bags) * 100) / 100;
    best = { em: em > best.em ? em : best.em, f1: Math.max(best.f1, f1) };
  }
  return best;
}

function asBags(answer: string | readonly string[]): Bags {
  const spans = (typeof answer === 'string' ? [answer] : answer).map(normalise);
  return { spans, bags: spans.map((span) => new Set(span.split(' ').filter((word) => word !== ''))) };
}

const punctuation = /[!"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]/g;

/** Word by word, split at spaces and hyphens: numbers become their value, other words lose punctuation and articles. */
function normalise(text: string): string {
  return text.split(/[ -]/).map((word) => {
    const bare = asNumber(word) === null ? word.toLowerCase().replace(punctuation, '') : word.toLowerCase();
    const value = asNumber(bare);
    const written = value === null ? bare : Number.isInteger(value) ? `${value}.0` : String(value);
    return written.replace(/\b(?:a|an|the)\b/g, ' ').split(/\s+/).filter((part) => part !== '').join(' ');
  }).filter((word) => word !== '').join(' ').trim();
}

/** What Python's `float` reads, as far as it occurs: no thousands commas. */
function asNumber(word: string): number | null {
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(word) ? Number(word) : null;
}

function sameSpans(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [new Set(a), new Set(b)];
  return a.length === b.length && left.size === right.size && [...left].every((span) => right.has(span));
}

function alignedF1(said: readonly ReadonlySet<string>[], meant: readonly ReadonlySet<string>[]): number {
  const scores = meant.map((gold) => said.map((bag) => (numbersMatch(gold, bag) ? bagF1(bag, gold) : 0)));
  return bestAssignment(scores) / Math.max(said.length, meant.length, 1);
}

function bagF1(said: ReadonlySet<string>, meant: ReadonlySet<string>): number {
  const same = [...meant].filter((word) => said.has(word)).length;
  const precision = said.size === 0 ? 1 : same / said.size;
  const recall = meant.size === 0 ? 1 : same / meant.size;
  return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

function numbersMatch(gold: ReadonlySet<string>, said: ReadonlySet<string>): boolean {
  const numbers = [...gold].filter((word) => asNumber(word) !== null);
  return numbers.length === 0 || numbers.some((word) => said.has(word));
}

/** The greatest sum of one-to-one pairs: exact by dynamic programming over at most 12 columns, by greed beyond. */
function bestAssignment(scores: readonly (readonly number[])[]): number {
  const columns = scores[0]?.length ?? 0;
  if (columns > 12) return greedy(scores);
  let best = new Map<number, number>([[0, 0]]);
  for (const row of scores) {
    const next = new Map(best);
    for (const [taken, sum] of best) {
      row.forEach((score, column) => {
        const mask = taken | (1 << column);
        if (mask !== taken && sum + score > (next.get(mask) ?? -1)) next.set(mask, sum + score);
      });
    }
    best = next;
  }
  return Math.max(0, ...best.values());
}

function greedy(scores: readonly (readonly number[])[]): number {
  const pairs = scores.flatMap((row, r) => row.map((score, c) => ({ score, r, c }))).toSorted((a, b) => b.score - a.score);
  const [rows, columns] = [new Set<number>(), new Set<number>()];
  let sum = 0;
  for (const { score, r, c } of pairs) {
    if (rows.has(r) || columns.has(c)) continue;
    rows.add(r);
    columns.add(c);
    sum += score;
  }
  return sum;
}
