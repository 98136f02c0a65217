import type { Interval, Results, StepScore } from '../results.ts';
import { number, words, type Table } from '../table.ts';
import { dialWords, nothing, percent, percentSpan, ratio, ratioSpan, short, whole } from '../words.ts';

export function scoresTable({ scores }: Results): Table | null {
  if (scores.length === 0) return null;
  return {
    id: 'table-scores', title: 'Scores of steps, with intervals',
    note: 'AUROC: the chance that a wrong step scores above a right one, over all steps and within one problem (0.5 is chance). ECE debiased: less what a perfect gate shows on as many steps; aim 0.03, at most 0.05. Brier skill above 0 says more than the base rate. Tandem aims at an AUROC of 0.75 or more.',
    columns: [words('Data'), words('Score'), number('Steps'), number('Wrong'), number('AUROC'), number('AUROC within'), number('AUPRC'), number('ECE debiased'), number('ECE of a perfect gate'), number('Brier skill')],
    rows: scores.map((score) => [
      score.dataset, score.name, whole(score.steps), score.steps === 0 ? '0' : `${whole(score.wrong)} (${percent(score.wrong / score.steps)})`,
      ratioSpan(score.auroc), ratioSpan(score.aurocWithin), ratioSpan(score.auprc), spanOr(score.debiasedEceSpan, score.debiasedEce), ratio(score.perfectEce), spanOr(score.brierSkillSpan, score.brierSkill),
    ]),
  };
}

/** The bins behind one reliability plot. */
export function binsTable(dataset: string, scores: readonly StepScore[], id: string): Table {
  return {
    id, title: `Said against happened: ${dataset}`, note: 'Bins of equal count, with Wilson’s 95 % intervals.', isFolded: true,
    columns: [words('Score'), number('Said, from–to'), number('Steps'), number('Said, mean'), number('Wrong')],
    rows: scores.flatMap((score) => score.reliability.map((bin) => [
      score.name, `${ratio(bin.from)}–${ratio(bin.to)}`, whole(bin.n), percent(bin.said), percentSpan({ value: bin.happened, low: bin.low, high: bin.high }),
    ])),
  };
}

export function ratesTable({ repairs, damages }: Results): Table | null {
  if (repairs.length + damages.length === 0) return null;
  const rows = (label: string, rates: Results['repairs']) => rates.map(({ dataset, rate, n }) => [dataset, label, percentSpan(rate), whole(n)]);
  return {
    id: 'table-rates', title: 'What asking does', note: '',
    columns: [words('Data'), words('Rate'), number('Share'), number('Of')],
    rows: [...rows('the expert\'s step is right, of those wrong before', repairs), ...rows('d: the answer is wrong after asking, of those right before', damages)],
  };
}

export function examSizesTable({ examSizes }: Results): Table | null {
  if (examSizes.length === 0) return null;
  return {
    id: 'table-exam-sizes', title: 'What a longer exam buys',
    note: 'Tested on the same steps. “All weights anew”: what so short an exam teaches by itself. “As the app fits”: with few labels the head that came with Tandem keeps its weights and only their level and slope are fitted; that head was fitted on these exams as a whole, so those rows say what a user gets, and not what the problems taught. Where there is one row, the app fits all weights anew too.',
    columns: [words('Exam'), words('Fitted'), number('Problems'), number('Steps'), number('AUROC'), number('ECE debiased')],
    rows: examSizes.map((size) => [
      size.label, size.fit === 'app' ? 'as the app fits' : 'all weights anew', whole(size.problems), whole(size.steps), spanOr(size.aurocSpan, size.auroc), spanOr(size.debiasedEceSpan, size.debiasedEce),
    ]),
  };
}

export function foretoldTable({ foretold }: Results): Table | null {
  if (foretold.length === 0) return null;
  return {
    id: 'table-foretold', title: 'Foretold by the exam’s curve, and measured',
    note: 'The curve comes from the exam’s chains alone, as the slider shows it; measured is AdaSwitch on these problems, which the exam has not seen.',
    columns: [words('Data'), number('p'), number('Foretold: accuracy'), number('measured'), number('Foretold: steps asked'), number('measured')],
    rows: foretold.map(({ dataset, p, foretold: said, measured }) => [dataset, dialWords(p), percentSpan(said.accuracy), percentSpan(measured.accuracy), percentSpan(said.share), percentSpan(measured.share)]),
  };
}

export function transferTable({ transfer }: Results): Table | null {
  if (transfer.length === 0) return null;
  return {
    id: 'table-transfer', title: 'A gate on other data than its exam’s', note: 'Tandem aims at an AUROC of 0.70 or more from the built-in exam to GSM8K.',
    columns: [words('Exam on'), words('Tested on'), number('AUROC'), number('ECE')],
    rows: transfer.map((one) => [one.trainedOn, one.testedOn, ratioSpan(one.auroc), spanOr(one.eceSpan, one.ece)]),
  };
}

/** Older results have some figures without their interval. */
const spanOr = (span: Interval | null | undefined, value: number | null): string => (span ? ratioSpan(span) : ratio(value));

/** Hashes and settings: what must be the same for the same figures. */
export function originTables(results: Results): readonly Table[] {
  const { local, expert } = results.models;
  const parameters = (count: number | null): string => (count === null ? nothing : `${short(count / 1e9)} billion`);
  return [
    {
      id: 'table-models', title: 'Models', note: '',
      columns: [words('As'), words('Name'), words('Id'), number('Parameters'), words('Profile'), words('Reached'), words('SHA-256')],
      rows: [
        ['local', local.name, local.id, parameters(local.parameters), local.profile, 'in this process', local.sha256 ?? nothing],
        ...(expert ? [['expert', expert.name, expert.id, parameters(expert.parameters), expert.profile, expert.via, expert.sha256 ?? nothing]] : []),
      ],
    },
    ...(results.data.length === 0 ? [] : [{
      id: 'table-data', title: 'Data', note: '', columns: [words('Name'), number('Problems'), number('Left out'), words('SHA-256')],
      rows: results.data.map((data) => [data.name, whole(data.problems), whole(data.skipped), data.sha256]),
    }]),
  ];
}
