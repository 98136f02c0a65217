import type { FeatureValues } from '../features/index.ts';

/**
 * What a question shows before anything is written. HybridLLM (arXiv 2404.14618, section 3) fine-tunes a DeBERTa on the
 * question; departure: a laptop has none, so a logistic regression reads the question's outward signs.
 */
export function questionFeatures(question: string): FeatureValues {
  const words = question.split(/\s+/).filter((word) => word !== '');
  const numbers = question.match(/\d+(?:[.,]\d+)*/g) ?? [];
  const sizes = numbers.map((text) => Math.abs(Number(text.replaceAll(',', '')))).filter(Number.isFinite);
  const count = (pattern: RegExp) => question.match(pattern)?.length ?? 0;
  return {
    words: words.length,
    sentences: count(/[.!?](?:\s|$)/g),
    numbers: numbers.length,
    largestNumber: Math.log10(1 + Math.max(0, ...sizes)),
    decimals: numbers.filter((text) => text.includes('.')).length,
    percents: count(/%|\bpercent/gi),
    fractions: count(/\bhalf\b|\bthird|\bquarter|\d\/\d|\btwice\b|\btimes\b/gi),
    comparisons: count(/\bmore\b|\bless\b|\bfewer\b|\bthan\b/gi),
    rates: count(/\bper\b|\beach\b|\bevery\b/gi),
    conditions: count(/\bif\b|\bafter\b|\bbefore\b|\bremaining\b|\bleft\b/gi),
    meanWordLength: words.reduce((sum, word) => sum + word.length, 0) / Math.max(1, words.length),
  };
}
export const questionFeatureIds: readonly string[] = Object.keys(questionFeatures(''));
