import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { withMeasured } from '../../electron/node/engine/benchPage.ts';
import { forkHost } from '../../electron/node/engine/forkHost.ts';
import { createComputeLease } from '../../electron/node/engine/lease.ts';
import { createModelStore } from '../../electron/node/models/modelStore.ts';
import { tandemPaths } from '../../electron/node/paths.ts';
import { benchFrames, benchStart } from './app.ts';
import { benchEngine } from './engine.ts';
import { asTable, type Figure } from './figure.ts';
import { benchScale } from './scale/scale.ts';
import { benchSpeculation } from './speculation.ts';
import { benchStore } from './store.ts';

/** `npm run bench` (`-- scale` for the logs of a million subtasks, `-- speculation` for an expert that begins early): ratios and medians measured in one run. Nothing else should run on the machine meanwhile. */
const root = path.resolve(import.meta.dirname, '../..');
if (process.argv[2] === 'scale') {
  await benchScale(root, Number(process.argv[3] ?? 1e6));
  process.exit();
}
if (process.argv[2] === 'speculation') {
  await benchSpeculation(Number(process.argv[3] ?? 60));
  process.exit();
}
const file = await createModelStore({ folder: tandemPaths().models }).open('qwen2.5-coder-0.5b-instruct-q4_k_m');
const say = (figures: readonly Figure[]) => {
  for (const { what, value, target } of figures) process.stdout.write(`${what}: ${value} (target ${target})\n`);
  return figures;
};
const figures = [
  ...say([benchStore()]),
  ...say(await benchEngine({ host: forkHost(), modelPath: file.path, card: { id: file.id, name: file.name }, gpu: 'cpu', sequences: 1, contextSize: 4096, lease: createComputeLease() })),
  ...say([await benchFrames()]),
  ...say([await benchStart(root)]),
];
const measured = `Command: \`npm run bench\`, ${new Date().toISOString().slice(0, 10)}, on ${os.availableParallelism()} cores (${os.cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()}, Node ${process.version}; load average at the end ${os.loadavg()[0]?.toFixed(1)}.
Local model: ${file.name}, SHA-256 \`${file.sha256 ?? 'unknown'}\`.

${asTable(figures)}`;
const page = path.join(root, 'docs/results/bench.md');
fs.mkdirSync(path.dirname(page), { recursive: true });
fs.writeFileSync(page, withMeasured(fs.existsSync(page) ? fs.readFileSync(page, 'utf8') : '# Bench\n', measured));
