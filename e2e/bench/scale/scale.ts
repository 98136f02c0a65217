import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { graph } from '../../../electron/node/hera/transitions/approximateIndex.ts';
import { asTable, type Figure } from '../figure.ts';
import { benchEvents } from './events.ts';
import { benchLinear, benchLookups } from './lookups.ts';
import { benchRefit } from './refit.ts';

/** `npm run bench -- scale [subtasks]`: one machine's logs of a million synthetic subtasks. Writes its page only for the million. */
export async function benchScale(root: string, subtasks: number): Promise<void> {
  const seed = 20261123;
  const startedAt = Date.now();
  const cpuAt = process.cpuUsage();
  const say = (figures: readonly Figure[]) => {
    for (const { what, value, detail } of figures) process.stdout.write(`${what}: ${value} (${detail})\n`);
    return figures;
  };
  const lookups = [...say(benchLinear([1000, 5000, 10_000, 20_000, 40_000], seed)), ...say(await benchLookups(subtasks, seed))];
  const events = say(benchEvents(subtasks, Math.min(subtasks, 24_000), seed));
  const refit = say(benchRefit(subtasks, seed));
  const { user, system } = process.cpuUsage(cpuAt);
  const minutes = `${((Date.now() - startedAt) / 60_000).toFixed(1)} minutes, ${((user + system) / 60e6).toFixed(1)} of them on a processor`;
  process.stdout.write(`${minutes}\n`);
  if (subtasks < 1e6) return;
  fs.writeFileSync(path.join(root, 'docs/results/scale.md'), page(minutes, seed, { lookups, events, refit }));
}

function page(minutes: string, seed: number, parts: { readonly lookups: readonly Figure[]; readonly events: readonly Figure[]; readonly refit: readonly Figure[] }): string {
  return `# Scale: the logs of a million subtasks

Command: \`npm run bench -- scale\`, ${new Date().toISOString().slice(0, 10)}, seed ${seed}, ${minutes}, on ${os.availableParallelism()} of ${os.cpus().length} cores (${os.cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()}, Node ${process.version}; load average at the end ${os.loadavg()[0]?.toFixed(1)}.

Everything here is synthetic: no model ran, no one's log was used. What is real is the code: the app's store, its log of transitions and its fit.

## Look-up of the nearest transitions
The graph: ${graph.connectivity} links, a search of ${graph.expansionAdd} when adding and ${graph.expansionSearch} when looking up.

${asTable(parts.lookups)}

The vectors have 384 numbers and are drawn, not embedded: a direction that all share (10 % of the variance), 3,000 topics of very uneven size (25 %), problems of a topic (40 %), six subtasks of a problem (25 %); the variance of direction i falls as i^−0.8, so that about 60 directions count. Two states have cosine about .1, of one topic .35, of one problem .75. Half of the look-ups are new states of a logged problem, half of problems that were never seen. Real sentences may lie more closely or less; the shares were not fitted to any. Truth is an exact search of the unrounded vectors; the log keeps them in 8 bits a number.

## Size of the chats' database
${asTable(parts.events)}

## Refit
${asTable(parts.refit)}

The labels come from a logistic model themselves, which is kind to the fit: where the truth is not of that form, more rows do not make the form right.
`;
}
