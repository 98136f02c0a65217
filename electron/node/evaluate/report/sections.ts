import { aurocPictures, reliabilityPictures } from './plots/scores.ts';
import { curvePictures } from './plots/curves.ts';
import type { Results } from './results.ts';
import type { Picture, Section, Table } from './table.ts';
import { binsTable, examSizesTable, foretoldTable, originTables, ratesTable, scoresTable, transferTable } from './tables/gateTables.ts';
import { dialTable, heraTable } from './tables/paperTables.ts';
import { datasetsOf, equalComputeTable, figuresTable, localSharesTable, pairedTable, perRightTable, pointsTable } from './tables/policyTables.ts';
import { oracleTable, throughputTable, wrongAssignmentsTable } from './tables/oracleTables.ts';
import { slug } from './words.ts';

/** What the report says, part by part; a part without anything measured is not there. */
export function sectionsOf(results: Results): readonly Section[] {
  const scores = scoresTable(results);
  const reliability = reliabilityPictures(results.scores);
  return [
    ...datasetsOf(results.points).map((dataset, index) => policySection(results, dataset, `${index + 1}-${slug(dataset)}`)),
    section('gap', 'Closing the gap', '', [figuresTable(results), heraTable(results), localSharesTable(results), pairedTable(results)], []),
    section('paper', 'Beside AdaSwitch’s paper', '', [dialTable(results)], []),
    section('oracle', 'Beside the oracle', '', [oracleTable(results), wrongAssignmentsTable(results)], []),
    section('cost', 'Cost of a right answer', '', [perRightTable(results), equalComputeTable(results)], []),
    ...datasetsOf(results.points.filter((point) => point.isAblation)).map((dataset, index) => ablationSection(results, dataset, `${index + 1}-${slug(dataset)}`)),
    section('scores', 'Finding wrong steps', '', [scores, ...reliability.map((picture) => binsTable(picture.dataset, picture.scores, picture.tableId))], [...aurocPictures(results.scores, 'table-scores'), ...reliability]),
    section('rates', 'Asking: what it repairs and what it spoils', '', [ratesTable(results)], []),
    section('exams', 'Exams', '', [foretoldTable(results), examSizesTable(results), transferTable(results)], []),
    section('origin', 'Models and data', '', [...originTables(results), throughputTable(results)], []),
  ].filter((one) => one.tables.length > 0);
}

function policySection(results: Results, dataset: string, key: string): Section {
  const points = results.points.filter((point) => point.dataset === dataset && !point.isAblation);
  const tableId = `table-points-${key}`;
  const table = pointsTable(points, { id: tableId, title: `${dataset}: policies and dials`, note: 'p is the dial: ask when the score is above it. “Steps asked”: steps that the expert wrote, of all steps. Compute: 2 × parameters × tokens, checking included.' });
  return section(`policies-${key}`, `Policies on ${dataset}`, '', [table], curvePictures(points, dataset, { prefix: 'accuracy', key, tableId }));
}

/** The full policy beside its ablations. */
function ablationSection(results: Results, dataset: string, key: string): Section {
  const points = results.points.filter((point) => point.dataset === dataset && (point.isAblation || point.policy === 'adaswitch'));
  const tableId = `table-ablations-${key}`;
  const table = pointsTable(points, { id: tableId, title: `${dataset}: parts left out`, note: '“expert=off”: where AdaSwitch asks, the local model writes the step once more, drawing. “reflection=off”: nobody looks at the step; steps are asked at random, its p being that of random.' });
  const order = 'In the paper (Figure 3, no numbers in our source): without reflective learning lowest, then without reflection, then without the cloud, then the whole.';
  return section(`ablations-${key}`, `Ablations on ${dataset}`, order, [table], curvePictures(points, dataset, { prefix: 'ablation', key, tableId, onlyShare: true }));
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
