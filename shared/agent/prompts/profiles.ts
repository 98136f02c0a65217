import { TandemError } from '../../errors.ts';
import type { ProfileFigure, PromptProfile, WorkedExample } from './profile.ts';

const numbered = { stepLabel: 'Step {k}:', answerLabel: 'Answer:' } as const;

const garden: WorkedExample = {
  question: 'A gardener plants 4 rows of 15 tulips. Rabbits eat 11 of them. She sells the rest for $2 each. How much money does she get?',
  steps: [
    'The gardener plants 4 * 15 = 60 tulips.',
    'After the rabbits, 60 - 11 = 49 tulips are left.',
    'She gets 49 * 2 = 98 dollars.',
  ],
  answer: '98',
};
const train: WorkedExample = {
  question: 'A train ticket costs $40. Children pay 25% less. How much do 2 adults and 3 children pay together?',
  steps: [
    'The discount for a child is 40 * 0.25 = 10 dollars.',
    'A child pays 40 - 10 = 30 dollars.',
    'Three children pay 3 * 30 = 90 dollars.',
    'Two adults pay 2 * 40 = 80 dollars.',
    'Together they pay 90 + 80 = 170 dollars.',
  ],
  answer: '170',
};
const readers: WorkedExample = {
  question: 'Mia reads 12 pages on Monday and twice as many on Tuesday. Her book has 90 pages. If she reads the same number of pages on each of the next 3 days, how many pages must she read per day to finish it?',
  steps: [
    'On Tuesday Mia reads 12 * 2 = 24 pages.',
    'On both days she reads 12 + 24 = 36 pages.',
    'She still has 90 - 36 = 54 pages to read.',
    'Each day she must read 54 / 3 = 18 pages.',
  ],
  answer: '18',
};

const rows = { of: 100, data: 'gsm8k_train rows 0 to 99' } as const;
const smaller = (right: number): ProfileFigure => ({ model: 'qwen2.5-coder-0.5b-instruct-q4_k_m', right, ...rows });
const larger = (right: number): ProfileFigure => ({ model: 'qwen2.5-coder-1.5b-instruct-q4_k_m', right, ...rows });

/** All ways of asking for steps. Which is used for which model stands in `models/catalog.json`. */
export const profiles: readonly PromptProfile[] = [
  {
    id: 'zeroShot', ...numbered, examples: [],
    system: 'You solve problems step by step. Write short numbered steps, one per line, each beginning with "Step k:" and holding at most one calculation, written like 3 * 4 = 12. End with a line "Answer: " and the final answer only.',
    measured: [smaller(7), larger(36)],
  },
  {
    id: 'zeroShotReasons', ...numbered, examples: [],
    system: 'You are a careful tutor. Solve the problem in numbered steps. Each step is one line that begins with "Step k:", says in words what is worked out and why, and ends with one calculation such as 3 * 4 = 12. Use every fact of the question. When nothing is left to work out, write a line "Answer: " with the final answer only.',
    measured: [smaller(7)],
  },
  {
    id: 'oneExample', ...numbered, examples: [readers],
    system: 'You solve problems step by step. Write short numbered steps, one per line, each with at most one calculation. End with a line "Answer: " and the final answer only.',
    measured: [smaller(23), larger(62)],
  },
  {
    id: 'twoExamples', ...numbered, examples: [garden, train],
    system: 'You solve problems step by step. Write short numbered steps, one per line, each with at most one calculation. End with a line "Answer: " and the final answer only.',
    measured: [smaller(27)],
  },
  {
    id: 'threeExamples', ...numbered, examples: [garden, train, readers],
    system: 'You solve problems step by step. Write short numbered steps, one per line, each with at most one calculation. End with a line "Answer: " and the final answer only.',
    measured: [smaller(24), larger(67)],
  },
];

/** For a model that the catalog does not know: examples show the form to models that would not follow its description. */
export const defaultProfile = 'threeExamples';

/** For requests that are no problems to solve. */
export const replySystem = 'You are a helpful assistant. Answer naturally and to the point.';

export function profileById(id: string): PromptProfile {
  const profile = profiles.find((candidate) => candidate.id === id);
  if (!profile) throw new TandemError('badInput', `There is no prompt profile "${id}". Known: ${profiles.map((known) => known.id).join(', ')}.`);
  return profile;
}
