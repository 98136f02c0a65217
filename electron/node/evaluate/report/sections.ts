import { aurocPictures, reliabilityPictures } from './plots/scores.ts';
import { curvePictures } from './plots/curves.ts';
import type { Results } from './results.ts';
import type { Picture, Section, Table } from './table.ts';
import { binsTable, examSizesTable, originTables, ratesTable, scoresTable, transferTable } from './tables/gateTables.ts';
import { dialTable, heraTable } from './tables/paperTables.ts';
import { figuresTable, pairedTable, perRightTable, pointsTable } from './tables/policyTables.ts';

/** What the report says, part by part; a part without anything measured is not there. */
export function sectionsOf(results: Results): readonly Section[] {
  const policies = results.points.filter((point) => !point.isAblation);
  // The full policy beside its ablations.
  const ablations = results.points.some((point) => point.isAblation) ? results.points.filter((point) => point.isAblation || point.policy === 'adaswitch') : [];
  const scores = scoresTable(results);
  const reliability = reliabilityPictures(results.scores);
  return [
    section('policies', 'Every policy side by side', `Shares and accuracies with 95 % intervals, resampled by problem. “Steps asked”: steps that the expert wrote, of all steps.`, [
      pointsTable(policies, { id: 'table-points', title: 'Policies and dials', note: 'p is the dial: ask when the score is above it. Compute: 2 × parameters × tokens, checking included.' }),
    ], curvePictures(policies, { prefix: 'accuracy', tableId: 'table-points' })),
    section('gap', 'Closing the gap', '', [figuresTable(results), heraTable(results), pairedTable(results)], []),
    section('paper', 'Beside AdaSwitch’s paper', '', [dialTable(results)], []),
    section('cost', 'Cost of a right answer', '', [perRightTable(results)], []),
    section('ablations', 'Ablations', 'In the paper (Figure 3, no numbers in our source): without reflective learning lowest, then without reflection, then without the cloud, then the whole.', [
      pointsTable(ablations, { id: 'table-ablations', title: 'Parts left out', note: '' }),
    ], curvePictures(ablations, { prefix: 'ablation', tableId: 'table-ablations' })),
    section('scores', 'Finding wrong steps', '', [scores, ...reliability.map((picture) => binsTable(picture.dataset, picture.scores, picture.tableId))], [...aurocPictures(results.scores, 'table-scores'), ...reliability]),
    section('rates', 'Asking: what it repairs and what it spoils', '', [ratesTable(results)], []),
    section('exams', 'Exams', '', [examSizesTable(results), transferTable(results)], []),
    section('origin', 'Models and data', '', originTables(results), []),
  ].filter((one) => one.tables.length > 0);
}

function section(id: string, title: string, intro: string, tables: readonly (Table | null)[], pictures: readonly Picture[]): Section {
  return { id, title, intro, tables: tables.filter((table) => table !== null), pictures };
}

/** Single facts about the run, in words. */
export function factsOf(results: Results): readonly (readonly [name: string, value: string])[] {
  const { program, head, callLog } = results;
  return [
    ['Date', results.date],
    ['Seed', String(results.seed)],
    ['Program', `Tandem ${program.version}${program.commit === null ? '' : `, commit ${program.commit}`}`],
    ['Machine', results.machine],
    ...(head ? [['Gate', `${head.key}; exam on ${head.data}, examiner ${head.examiner}, ${head.problems} problems, ${head.steps} steps`] as const] : []),
    ...(callLog ? [['Call log', `${callLog.file} (${callLog.calls} calls), SHA-256 ${callLog.sha256}`] as const] : []),
  ];
}
