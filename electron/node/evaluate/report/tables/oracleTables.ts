import type { Results } from '../results.ts';
import { number, words, type Table } from '../table.ts';
import { dialWords, percentSpan, short, whole } from '../words.ts';

export function oracleTable({ oracle }: Results): Table | null {
  if (oracle.length === 0) return null;
  return {
    id: 'table-oracle', title: 'The fewest expert steps that give a right answer',
    note: 'Every choice of steps for the expert is tried, the fewest first, until the answer is right. “Branches”: answers written for that, shared beginnings included.',
    columns: [words('Data'), number('Problems'), words('Right with 0, 1, 2, … expert steps'), number('Never right'), number('Of these, out of budget'), number('Branches')],
    rows: oracle.map((one) => [one.dataset, whole(one.n), one.found.map(whole).join(', '), whole(one.n - one.found.reduce((sum, found) => sum + found, 0)), whole(one.outOfBudget), whole(one.branches)]),
  };
}

export function wrongAssignmentsTable({ wrongAssignments }: Results): Table | null {
  if (wrongAssignments.length === 0) return null;
  return {
    id: 'table-wrong-assignments', title: 'Steps given to the wrong writer, against the oracle',
    note: 'Of problems for which the oracle has an assignment that gives a right answer with the fewest expert steps. HERA’s paper: HybridLLM 35 to 38 %, random 39 to 46 %.',
    columns: [words('Data'), words('Policy'), number('p'), number('Problems'), number('Steps'), number('Wrong assignments')],
    rows: wrongAssignments.map((one) => [one.dataset, one.policy, dialWords(one.dial), whole(one.problems), whole(one.steps), percentSpan(one.share)]),
  };
}

export function throughputTable({ throughput }: Results): Table | null {
  if (throughput.length === 0) return null;
  return {
    id: 'table-throughput', title: 'Whole problems an hour', note: 'All policies of the evaluation for one problem count as one. Calls found in the cache take no time: only a run whose calls were nearly all made tells the models’ speed.',
    columns: [number('At once'), number('Sequences'), number('Problems'), number('Seconds'), number('Problems an hour'), number('Calls made'), number('Calls known')],
    rows: throughput.map((one) => [whole(one.atOnce), whole(one.sequences), whole(one.problems), short(one.seconds), short(one.perHour), whole(one.callsMade), whole(one.callsKnown)]),
  };
}
