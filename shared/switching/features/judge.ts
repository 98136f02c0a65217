import type { YesNo } from '../../agent/model.ts';
import type { FeatureValues } from './index.ts';
import type { DescribedFeature } from './feature.ts';

/** Two phrasings, one the other way round: a model that says yes to everything gives itself away. */
export const judgeQuestions = [
  'Look at the last step only. Is it correct? Answer Yes or No.',
  'Look at the last step only. Does it contain a mistake? Answer Yes or No.',
] as const;

const logOdds = (p: number): number => Math.log(Math.min(1 - 1e-4, Math.max(1e-4, p)) / (1 - Math.min(1 - 1e-4, Math.max(1e-4, p))));
const share = (value: number): string => (1 / (1 + Math.exp(-value))).toFixed(2);

/** P(Yes) as log-odds (Kadavath et al. 2022, arXiv 2207.05221, section 3, "P(True)"); asked on demand. */
export const judgedCorrect: DescribedFeature = { id: 'judgedCorrect', group: 'judge', words: (value) => `asked whether the step is correct, it says yes with ${share(value)}` };
export const judgedMistaken: DescribedFeature = { id: 'judgedMistaken', group: 'judge', words: (value) => `asked whether the step has a mistake, it says yes with ${share(value)}` };

export function judgeValues(answers: readonly YesNo[]): FeatureValues {
  const [correct, mistaken] = answers;
  // Where hardly any of its mind is on yes or no, the ratio of the two says nothing.
  const value = (answer: YesNo | undefined) => (answer === undefined || answer.covered < 0.05 ? null : logOdds(answer.yes));
  return { judgedCorrect: value(correct), judgedMistaken: value(mistaken) };
}
