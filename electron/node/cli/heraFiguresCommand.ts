import path from 'node:path';
import { TandemError } from '../../../shared/errors.ts';
import { distancesByPosition } from '../../../shared/hera/figures/distancesByPosition.ts';
import { factsCount, type Likeness } from '../../../shared/hera/figures/factsCount.ts';
import { switchesByPart } from '../../../shared/hera/figures/switchesByPart.ts';
import { gainsOf } from '../../../shared/hera/figures/treeValues.ts';
import { labelled } from '../../../shared/hera/fit/fitHera.ts';
import { openEmbedder } from '../hera/openEmbedder.ts';
import { readSwitches } from '../hera/switchesFile.ts';
import { readTrees } from '../hera/treeFile.ts';
import type { Surroundings } from './ask.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';

const likenessWords: Readonly<Record<Likeness, string>> = { alike: 'alike', otherFacts: 'alike by the cosine alone, with other numbers or names', otherWords: 'not alike' };

/** What the trees show by themselves, as Markdown tables: the paper's Figures 3 and 7 on this pair, and what equal numbers and names tell besides the cosine. */
export async function heraFigures(options: { readonly trees: string }, { out, note, signal }: Surroundings, open: typeof openEmbedder = openEmbedder): Promise<ExitCode> {
  const { trees, damaged } = readTrees(path.join(options.trees, 'trees.jsonl'));
  if (trees.length === 0) throw new TandemError('badInput', `There are no trees in ${options.trees}. Grow some with "profile".`);
  if (damaged > 0) note(`${damaged} damaged ${damaged === 1 ? 'tree is' : 'trees are'} left out.`);
  const switches = readSwitches(path.join(options.trees, 'switches.jsonl'));
  if (switches.damaged > 0) note(`${switches.damaged} damaged ${switches.damaged === 1 ? 'line' : 'lines'} of switches.jsonl left out; "profile --switches" makes what is missing.`);
  const opened = await open({ note }, signal);
  try {
    if (opened.embedder === null) throw new TandemError('modelMissing', opened.why);
    const labels = await labelled(trees, opened.embedder);
    const states = labels.flatMap((tree) => tree.states);
    const percent = (part: number, of: number) => (of === 0 ? '–' : `${Math.round((100 * part) / of)} %`);
    out.write(`${trees.length} requests, ${states.length} places where both wrote; right alone: ${trees.filter((tree) => tree.allLocal.right === 1).length} here, ${trees.filter((tree) => tree.allExpert.right === 1).length} the expert\n\n`);
    for (const [words, of] of [
      ['any answers', labels], ['the same answer alone', labels.filter(({ request }) => request.similar === 1)], ['another answer alone', labels.filter(({ request }) => request.similar === 0)],
    ] as const) {
      out.write(`Requests with ${words}: ${of.length}\n\n| Position | Places | alike at once | in 1 | in 2 | in 3 | never | not known | mean where they meet |\n|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n`);
      for (const { position, places, at, never, unknown, mean } of distancesByPosition(of.flatMap((tree) => tree.states))) {
        out.write(`| ${position + 1} | ${places} | ${[...at, never, unknown].map((share) => percent(share, 1)).join(' | ')} | ${mean === null ? '–' : mean.toFixed(2)} |\n`);
      }
      out.write('\n');
    }
    out.write('| The two next steps | Places | both ways ended | it matters who wrote | gained by asking |\n|---|---:|---:|---:|---:|\n');
    for (const { kind, places, forks, matters, gain } of factsCount(states, gainsOf(trees))) {
      out.write(`| ${likenessWords[kind]} | ${places} | ${forks} | ${percent(matters, 1)} | ${(100 * gain).toFixed(1)} points |\n`);
    }
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
