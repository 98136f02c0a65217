import type { Rate, GoldErrors } from './goldErrors.ts';
import { datasetName } from './givenRow.ts';
import type { Interval, StepFigures } from './stepFigures.ts';

export interface SetResults {
  readonly dataset: string; readonly rows: number; readonly refused: number; readonly withError: number; readonly steps: number; readonly wrong: number;
  readonly tokens: number; readonly figures: readonly StepFigures[];
}
export interface StepResults {
  readonly model: { readonly name: string; readonly sha256: string | null; readonly profile: string; readonly head: string };
  readonly command: string; readonly seed: number; readonly draws: number; readonly sets: readonly SetResults[];
  /** The exam's gold examiner against people's labels; null where no golds were given. */
  readonly goldExaminer: GoldErrors | null;
}

/** What the figures mean, and the figures, for people. */
export function stepTable({ model, command, sets, goldExaminer }: StepResults): string {
  return [
    `# Given steps, scored by ${model.name}`, '',
    'No step was written: each row’s steps are evaluated as they stand, and scores are compared with the first wrong step that people marked. ' +
      'Steps up to and with the first wrong one count (the first wrong one is the positive). F1 is ProcessBench’s: the harmonic mean of the accuracies on rows with and without an error, ' +
      'with a threshold chosen on the other half of the rows. Brackets are 95 % intervals, resampled by problem.', '',
    `Head: ${model.head}. Profile: ${model.profile}. Model: ${model.sha256 ?? 'hash not known'}.`, '', `\`${command}\``,
    ...sets.flatMap(setTable), ...(goldExaminer ? goldLines(goldExaminer) : []), '',
  ].join('\n');
}

function setTable({ dataset, rows, refused, withError, steps, wrong, tokens, figures }: SetResults): readonly string[] {
  return [
    '', `## ${datasetName(dataset)}`, '',
    `${rows} rows (${withError} with an error), ${steps} labelled steps, ${wrong} wrong; ${tokens} tokens evaluated.${refused > 0 ? ` ${refused} more rows are longer than the context and are left out.` : ''}`, '',
    '| score | AUROC of steps | within a problem | F1 | rows with an error | rows without |', '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...figures.map((one) => `| ${[one.scorer, interval(one.auroc), interval(one.aurocWithin), interval(one.f1), share(one.erroneous), share(one.correct)].join(' | ')} |`),
  ];
}

function goldLines({ matched, rows, blamesRight, missesWrong, labels, chains }: GoldErrors): readonly string[] {
  return [
    '', '## The exam’s gold examiner against people', '',
    matched === 0
      ? `None of the ${rows} ProcessBench rows has its question in the files with golds: its error rate cannot be said.`
      : `${matched} of ${rows} ProcessBench rows have their question in the files with golds. On these it calls a right step wrong in ${trials(blamesRight)}, ` +
        `does not call a wrong step wrong in ${trials(missesWrong)}, and ${trials(labels)} of its labels are wrong. ` +
        `First wrong step met exactly: ${share(chains.erroneous)} of rows with an error, ${share(chains.correct)} of rows without (F1 ${share(chains.f1)}).`,
  ];
}

const share = (value: number): string => (Number.isFinite(value) ? value.toFixed(3) : 'none');
const interval = ({ value, low, high }: Interval): string => (Number.isFinite(value) ? `${share(value)} (${share(low)} to ${share(high)})` : 'none');
const trials = ({ hits, n, value, low, high }: Rate): string => (n === 0 ? 'none of 0' : `${(value * 100).toFixed(1)} % (${hits} of ${n}; ${(low * 100).toFixed(1)} to ${(high * 100).toFixed(1)} %)`);
