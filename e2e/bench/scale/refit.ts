import { performance } from 'node:perf_hooks';
import { fitLogistic, logisticScore, sigmoid, type Labelled, type Logistic } from '../../../shared/learn/logistic.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import type { Figure } from '../figure.ts';

const width = 30;
const heldOut = 50_000;

/** A head of 30 features fitted on all of a log, and on fewer: what fewer cost in log-loss on 50,000 other subtasks. */
export function benchRefit(all: number, seed: number): readonly Figure[] {
  const random = seededRandom(seed, 11);
  // A third of the features say something, as in the gate; one in four subtasks is wrong.
  const weights = Array.from({ length: width }, (_, i) => (i % 3 === 0 ? 0.2 + 0.6 * random() : 0));
  const draw = (): Labelled => {
    const x = Array.from({ length: width }, () => random() + random() + random() - 1.5);
    return { x, y: random() < sigmoid(weights.reduce((sum, weight, i) => sum + weight * (x[i] ?? 0), -1.2)) ? 1 : 0 };
  };
  const others = Array.from({ length: heldOut }, draw);
  const rows = Array.from({ length: all }, draw);
  const fitted = [2000, 20_000, 100_000, all].map((n) => {
    const before = process.memoryUsage().rss;
    const startedAt = performance.now();
    const model = fitLogistic(rows.slice(0, n), 1e-3);
    return { n, seconds: (performance.now() - startedAt) / 1000, loss: lossOf(model, others), megabytes: (process.memoryUsage().rss - before) / 2 ** 20 };
  });
  const best = fitted.at(-1)?.loss ?? NaN;
  return fitted.map(({ n, seconds, loss, megabytes }) => ({
    what: `refit of a head, 30 features, ${n.toLocaleString('en')} subtasks`, value: `${seconds.toFixed(2)} s`, target: n === 2000 ? 'what the app does' : '–',
    detail: `log-loss on ${heldOut.toLocaleString('en')} others ${loss.toFixed(4)}, ${(loss - best).toFixed(4)} above all of them; memory grew by ${Math.max(0, megabytes).toFixed(0)} MiB`,
  }));
}

function lossOf(model: Logistic, rows: readonly Labelled[]): number {
  return rows.reduce((sum, { x, y }) => {
    const z = logisticScore(model, x);
    return sum + Math.log1p(Math.exp(-Math.abs(z))) + Math.max(0, y === 1 ? -z : z);
  }, 0) / rows.length;
}
