export type ExamLength = 'minute' | 'five' | 'twenty' | 'count' | 'all';

/** How long an exam may take, each with what it buys. */
export const examLengths: readonly { readonly value: ExamLength; readonly label: string; readonly words: string; readonly seconds: number | null }[] = [
  { value: 'minute', label: '60 seconds', words: 'Adjusts what is known already to your model; wide intervals.', seconds: 60 },
  { value: 'five', label: '5 minutes', words: 'Narrower intervals. In the last third the new gate decides as in use, and is measured on it.', seconds: 300 },
  { value: 'twenty', label: '20 minutes', words: 'Narrower still, with the same last third.', seconds: 1_200 },
  { value: 'count', label: 'A number of problems', words: 'However long they take.', seconds: null },
  { value: 'all', label: 'All of my examples', words: 'However long they take.', seconds: null },
];

/** The limits as the service takes them; null if the number of problems is none that can be used. */
export function limitsOf(length: ExamLength, count: string): { readonly seconds: number | null; readonly problems: number | null } | null {
  const seconds = examLengths.find(({ value }) => value === length)?.seconds ?? null;
  if (length !== 'count') return { seconds, problems: null };
  const problems = count.trim() === '' ? Number.NaN : Number(count);
  return Number.isInteger(problems) && problems >= 1 && problems <= 100_000 ? { seconds: null, problems } : null;
}
