import { seededRandom } from '../../switching/random.ts';
import { TandemError } from '../../errors.ts';
import type { BuiltInProblem } from '../examProblem.ts';
import { drawNumbers } from './drawNumbers.ts';
import type { Template } from './template.ts';
import { tell } from './tell.ts';
import { templates } from './templates/index.ts';

export interface ExamOptions {
  readonly seed: number;
  readonly count: number;
  /** Only problems of these difficulties, 1 to 5. Absent: all. */
  readonly difficulties?: readonly number[];
  /** Only problems of these topics. Absent: all. */
  readonly topics?: readonly Template['topic'][];
}

const most = 2_000;

/**
 * The exam that needs no download: problems from our own templates, each with gold steps. The same seed gives the
 * same problems, no question comes twice, and the operation graphs take turns, so that any prefix is well mixed.
 */
export function* builtInExam({ seed, count, difficulties, topics }: ExamOptions): Generator<BuiltInProblem, void, undefined> {
  const wanted = templates.filter((template) => topics === undefined || topics.includes(template.topic));
  const random = seededRandom(seed, 0xe7a3);
  const asked = new Set<string>();
  let turn: Template[] = [];
  let missed = 0;
  while (asked.size < count) {
    if (turn.length === 0) turn = shuffled(wanted, random);
    const template = turn.pop();
    const problem = template === undefined ? null : makeProblem(template, random);
    if (problem === null || asked.has(problem.question) || difficulties?.includes(problem.difficulty) === false) {
      missed += 1;
      if (missed > most) throw new TandemError('badInput', `The built-in exam has only ${asked.size} different problems of this kind; ask for fewer or for more topics and difficulties.`);
      continue;
    }
    missed = 0;
    asked.add(problem.question);
    yield { ...problem, id: `builtIn-${seed}-${asked.size}` };
  }
}

/** One problem of a template; null where the draw gave nothing sensible. */
export function makeProblem(template: Template, random: () => number): Omit<BuiltInProblem, 'id'> | null {
  const size = [0, 0, 1, 1, 2][Math.floor(random() * 5)] ?? 0;
  let drawn = null;
  for (let tries = 0; drawn === null && tries < 60; tries += 1) drawn = drawNumbers(template, size, random);
  if (drawn === null) return null;
  const extra = template.topic === 'lookup' ? 0 : Math.floor(random() * 3) % 2;
  const told = tell(template, drawn, extra, random);
  const answer = told.steps.at(-1)?.value;
  return answer === undefined ? null : { graph: template.graph, difficulty: difficulty(drawn.steps, extra), ...told, answer };
}

/** Steps, size of the numbers and distractors, on a scale of 1 to 5. */
function difficulty(steps: readonly { readonly value: number }[], extra: number): number {
  const greatest = Math.max(...steps.map((step) => step.value));
  return Math.min(5, Math.max(1, steps.length - 1 + (greatest >= 1_000 ? 1 : 0) + (greatest >= 20_000 ? 1 : 0) + extra));
}

export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const rest = [...items];
  const mixed: T[] = [];
  while (rest.length > 0) mixed.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return mixed;
}
