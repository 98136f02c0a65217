import { builtInExam } from '../../../shared/exam/builtIn/builtInExam.ts';
import type { ExamSource } from '../../../shared/contract/gate.ts';
import { TandemError } from '../../../shared/errors.ts';
import { parseProblems } from '../evaluate/data/readProblems.ts';
import { builtInNumeric, numericProblem, wordProblem, type NumericProblem } from './goldWay.ts';

const mostBuiltIn = 5000;

/** The problems of a source, in a fixed order, and how many they are: the built-in ones never run out. Throws `badInput` with the line's number for examples that cannot be used. */
export async function examProblems(source: ExamSource, seed: number): Promise<{ readonly problems: Iterable<NumericProblem>; readonly count: number | null }> {
  if (source.kind === 'builtIn') return { problems: builtIn(seed), count: null };
  const problems: NumericProblem[] = [];
  const text = source.text;
  const bytes = (async function* () { yield new TextEncoder().encode(text); })();
  for await (const problem of parseProblems(bytes, source.name)) {
    const examinable = numericProblem(problem) ?? wordProblem(problem);
    if (examinable === null) throw new TandemError('badInput', `The answer of the example "${problem.id}" in ${source.name} cannot be compared. Each has to be a number, yes or no, or a few words such as a name.`);
    problems.push(examinable);
  }
  return { problems, count: problems.length };
}

/** Named so in the provenance of a head. */
export function sourceName(source: ExamSource): string {
  return source.kind === 'builtIn' ? 'built-in exam' : source.name;
}

function* builtIn(seed: number): Generator<NumericProblem> {
  for (const problem of builtInExam({ seed, count: mostBuiltIn })) {
    const numeric = builtInNumeric(problem);
    if (numeric) yield numeric;
  }
}
