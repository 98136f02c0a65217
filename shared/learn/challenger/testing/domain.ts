import { fitGate, type ExaminedStep } from '../../../switching/gate/fitHead.ts';
import { seededRandom } from '../../../switching/random.ts';
import { logLoss } from '../../metrics.ts';
import { sigmoid } from '../../logistic.ts';
import { probabilityWrong } from '../../../switching/gate/fitHead.ts';
import type { LinearHead } from '../linearHead.ts';

/** A world in which P(wrong) is a logistic of made-up features; `shift` moves every step of the domain along. */
export interface Domain { readonly bias: number; readonly weights: Readonly<Record<string, number>>; readonly shift?: Readonly<Record<string, number>> }

/** Steps of `problems` problems, 1 to 6 each; those of one problem share a part of their luck. */
export function drawSteps(domain: Domain, steps: number, seed: number): ExaminedStep[] {
  const random = seededRandom(seed, 0xd03a);
  const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const drawn: ExaminedStep[] = [];
  for (let problem = 0; drawn.length < steps; problem += 1) {
    const shared = gauss();
    for (let k = 1 + Math.floor(random() * 6); k > 0 && drawn.length < steps; k -= 1) {
      const values = Object.fromEntries(Object.keys(domain.weights).map((id) => [id, 0.5 * shared + 0.87 * gauss() + (domain.shift?.[id] ?? 0)]));
      drawn.push({ values, wrong: random() < chance(domain, values) ? 1 : 0, problem: `${seed}-${problem}` });
    }
  }
  return drawn;
}

export function chance(domain: Domain, values: ExaminedStep['values']): number {
  return sigmoid(Object.entries(domain.weights).reduce((sum, [id, weight]) => sum + weight * (values[id] ?? 0), domain.bias));
}

export function headOn(domain: Domain, steps: number, seed: number): LinearHead {
  const { columns, model, calibration } = fitGate(drawSteps(domain, steps, seed), Object.keys(domain.weights), seededRandom(seed));
  return { columns, model, calibration };
}

/** Log-loss on a large fresh sample of the domain. */
export function lossIn(domain: Domain, head: LinearHead, seed = 99): number {
  return logLoss(drawSteps(domain, 8000, seed).map((step) => ({ p: probabilityWrong(head, step.values), y: step.wrong })));
}

/** What nobody can do better than. */
export function leastLoss(domain: Domain, seed = 99): number {
  return logLoss(drawSteps(domain, 8000, seed).map((step) => ({ p: chance(domain, step.values), y: step.wrong })));
}
