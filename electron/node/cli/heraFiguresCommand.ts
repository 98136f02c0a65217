import path from 'node:path';
import { TandemError } from '../../../shared/errors.ts';
import { distancesByPosition } from '../../../shared/hera/figures/distancesByPosition.ts';
import { switchesByPart } from '../../../shared/hera/figures/switchesByPart.ts';
import { labelled } from '../../../shared/hera/fit/fitHera.ts';
import { openEmbedder } from '../hera/openEmbedder.ts';
import { readSwitches } from '../hera/switchesFile.ts';
import { readTrees } from '../hera/treeFile.ts';
import type { Surroundings } from './ask.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';

/** What the trees show by themselves, as Markdown tables: the paper's Figures 3 and 7 on this pair. */
export async function heraFigures(options: { readonly trees: string }, { out, note, signal }: Surroundings, open: typeof openEmbedder = openEmbedder): Promise<ExitCode> {
  const { trees, damaged } = readTrees(path.join(options.trees, 'trees.jsonl'));
  if (trees.length === 0) throw new TandemError('badInput', `There are no trees in ${options.trees}. Grow some with "profile".`);
  if (damaged > 0) note(`${damaged} damaged ${damaged === 1 ? 'tree is' : 'trees are'} left out.`);
  const switches = readSwitches(path.join(options.trees, 'switches.jsonl'));
  if (switches.damaged > 0) note(`${switches.damaged} damaged ${switches.damaged === 1 ? 'line' : 'lines'} of switches.jsonl left out; "profile --switches" makes what is missing.`);
  const opened = await open({ note }, signal);
  try {
    if (opened.embedder === null) throw new TandemError('modelMissing', opened.why);
    const states = (await labelled(trees, opened.embedder)).flatMap((tree) => tree.states);
    const percent = (part: number, of: number) => (of === 0 ? '–' : `${Math.round((100 * part) / of)} %`);
    out.write(`${trees.length} requests, ${states.length} places where both wrote; right alone: ${trees.filter((tree) => tree.allLocal.right === 1).length} here, ${trees.filter((tree) => tree.allExpert.right === 1).length} the expert\n\n`);
    out.write('| Position | Places | alike at once | in 1 | in 2 | in 3 | never |\n|---:|---:|---:|---:|---:|---:|---:|\n');
    for (const { position, known, at, never } of distancesByPosition(states)) out.write(`| ${position + 1} | ${known} | ${[...at, never].map((count) => percent(count, known)).join(' | ')} |\n`);
    if (switches.switched.length > 0) {
      out.write('\n| All by | one step by the other | Answers | right without | right with (95 %) | lost | won |\n|---|---|---:|---:|---:|---:|---:|\n');
      for (const { base, part, n, right, unswitched, interval: [low, high], lost, won } of switchesByPart(switches.switched)) {
        out.write(`| ${base === 'local' ? 'local model' : 'expert'} | ${part} | ${n} | ${percent(unswitched, 1)} | ${percent(right, 1)} (${percent(low, 1)}–${percent(high, 1)}) | ${percent(lost, 1)} | ${percent(won, 1)} |\n`);
      }
    }
    return exitCodes.answered;
  } finally {
    await opened.close();
  }
}
