import { adaSwitch, hera, paperDataset, type PaperDial } from '../paper.ts';
import type { Point, Results } from '../results.ts';
import { number, words, type Table } from '../table.ts';
import { dialWords, distinct, flopsSpan, nothing, percentSpan, short } from '../words.ts';

/** Our dial beside the AdaSwitch paper's, per data set that the paper has. */
export function dialTable({ points }: Results): Table | null {
  const rows = distinct(points.map((point) => point.dataset)).flatMap((dataset) => {
    const name = paperDataset(dataset);
    const paper = name === 'GSM8K' || name === 'G_Hard' ? adaSwitch[name] : null;
    const own = points.filter((point) => point.dataset === dataset && !point.isAblation);
    const ours = own.filter((point) => point.policy === 'adaswitch').toSorted((a, b) => (a.dial ?? 0) - (b.dial ?? 0));
    if (paper === null || ours.length === 0) return [];
    const [local, expert] = ['localOnly', 'expertOnly'].map((policy) => own.find((point) => point.policy === policy));
    // Compute has no common unit with the paper: what compares is how much dearer than the laziest dial.
    const lazy = ours.find((point) => isDial(point, 0.9)) ?? null;
    const lazyPaper = paper.dials.find(({ dial }) => dial === 0.9) ?? null;
    const row = (label: string, point: Point | undefined, printed: { accuracy: number; dial: PaperDial | null; table: string } | null) => [
      dataset, label, point ? percentSpan(point.accuracy) : nothing, point ? percentSpan(point.share) : nothing, point ? flopsSpan(point.flopsPerQuestion) : nothing, against(point, lazy),
      printed ? `${printed.accuracy.toFixed(1)} %` : nothing, printed?.dial ? printed.dial.flops.toFixed(1) : nothing, printed?.dial && lazyPaper ? `${short(printed.dial.flops / lazyPaper.flops)} ×` : nothing, printed?.table ?? nothing,
    ];
    return [
      row('local alone', local, { accuracy: paper.alone, dial: null, table: 'Table 1' }),
      ...ours.map((point) => {
        const dial = paper.dials.find((one) => isDial(point, one.dial)) ?? null;
        return row(`p = ${dialWords(point.dial)}`, point, dial && { accuracy: dial.accuracy, dial, table: dial.table });
      }),
      row('paper’s main setting (its p is not in our source)', undefined, { accuracy: paper.together, dial: null, table: 'Table 1' }),
      row('expert alone', expert, null),
    ];
  });
  if (rows.length === 0) return null;
  return {
    id: 'table-dial', title: 'The dial beside the AdaSwitch paper’s',
    note: 'The paper’s local agent is DeepSeek-Coder-1.3B, trained for it, with a cloud agent of up to 30B: the shape of the trade compares, the levels do not. Its FLOPs are printed without a unit in our source; “against p = 0.9” is what can be set side by side.',
    columns: [words('Data'), words('Setting'), number('Accuracy'), number('Steps asked'), number('Compute per question'), number('against p = 0.9'), number('Paper: accuracy'), number('Paper: FLOPs'), number('Paper: against p = 0.9'), words('Paper’s table')],
    rows,
  };
}

/** What HERA's paper printed for the data sets that ours have in common with it. */
export function heraTable({ figures }: Results): Table | null {
  if (figures.length === 0) return null;
  const shared = distinct(figures.map((figure) => paperDataset(figure.dataset) ?? '')).filter((name) => name in hera);
  const percentOf = (value: number): string => `${value.toFixed(1)} %`;
  return {
    id: 'table-hera', title: 'The same in HERA’s paper (its Table 2)',
    note: 'HERA counts calls of a large model for subtasks; its models and splits are other ones.',
    columns: [words('Data'), words('Method'), number('CPT50'), number('CPT70'), number('CPT90')],
    rows: [
      ...shared.flatMap((name) => (hera[name] ?? []).map(({ method, cpt }) => [name, method, ...cpt.map(percentOf)])),
      ['all six of the paper', 'HERA, lowest to highest', '38.8–46.7 %', '55.3–62.5 %', '81.6–88.3 %'],
    ],
  };
}

const isDial = (point: Point, dial: number): boolean => point.dial !== null && Math.abs(point.dial - dial) < 1e-9;

function against(point: Point | undefined, other: Point | null): string {
  const [mine, theirs] = [point?.flopsPerQuestion?.value, other?.flopsPerQuestion?.value];
  return mine === undefined || theirs === undefined || theirs === 0 ? nothing : `${short(mine / theirs)} ×`;
}
