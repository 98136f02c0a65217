import type { Ahead } from '../../hera/parts/localWayThere.ts';
import type { PartId } from '../../hera/heraFile.ts';
import type { ScorePart } from '../policy.ts';

const two = (value: number) => value.toFixed(2);
const part = (id: string, words: string, value: number): ScorePart => ({ id, words, value, weight: 0 });
const stepsAhead = (n: number) => (n === 1 ? 'one step' : `${n} steps`);

/** The parts by what they ask, for a line that says why one is not asked. */
const names: Readonly<Record<PartId | 'prediction', string>> = {
  urc: 'Whether both answer the whole request alike', sse: 'Whether the expert would write the same', sle: 'Whether this device gets there in a few steps',
  cd: 'Where the two meet', sd: 'Whether each piece is alike', prediction: 'What the expert would write next',
};

/** The way of a subtask through HERA's parts, for someone who never saw the paper. */
export const wayWords = {
  notLearnt: (of: PartId | 'prediction', why: string): ScorePart => part('missing', `${names[of]} is not learnt for this pair: ${why}`, 0),
  notAsked: (of: PartId, message: string): ScorePart => part('missing', `${names[of]} could not be asked: ${message}`, 0),
  unknownRequest: (): ScorePart => part('missing', 'nothing like this request was profiled, so the classifier of requests says nothing and the steps are looked at one by one', 0),
  urc: (alike: number, isAlike: boolean, dial: number): ScorePart => part('urc', isAlike
    ? `request like ones that both models answered alike (${two(alike)} ≥ ${two(1 - dial)}) → all of it here`
    : `request unlike the ones it knows to answer like the expert (${two(alike)} < ${two(1 - dial)}) → the expert starts`, alike),
  similar: (similar: number, needed: number, predicted: string): ScorePart => part('sse', similar >= needed
    ? `similar ${two(similar)} ≥ ${two(needed)} to what the expert would write (predicted: "${short(predicted)}") → here`
    : `similar ${two(similar)} < ${two(needed)} to what the expert would write (predicted: "${short(predicted)}")`, similar),
  likely: (similar: number, needed: number): ScorePart => part('sse', similar >= needed
    ? `the chance that the expert would write the same is ${two(similar)} ≥ ${two(needed)} → here`
    : `the chance that the expert would write the same is ${two(similar)} < ${two(needed)}`, similar),
  wayThere: (distance: number | null, there: Ahead | null, needed: number): ScorePart => {
    if (distance === null) return part('sle', 'not expected to arrive where the expert would be within three steps', 0);
    if (distance === 0) return part('sle', 'expected to be where the expert would be at once, so there is no longer way to try', 0);
    if (there === null) return part('sle', `expected to arrive in ${stepsAhead(distance)}, but the answer ended before`, 0);
    return part('sle', there.similar >= needed
      ? `arrives in ${stepsAhead(distance)} at what the expert would write (similar ${two(there.similar)}) → here until then`
      : `does not arrive in ${stepsAhead(distance)} at what the expert would write (similar ${two(there.similar)})`, there.similar);
  },
  converges: (ahead: number | null, met: readonly Ahead[]): ScorePart => part('cd', ahead === null
    ? `does not meet the expert's predicted way within ${stepsAhead(Math.max(1, met.length))}`
    : `converges in ${ahead} → here until then`, ahead ?? 0),
  decomposed: (least: number | null, needed: number): ScorePart => part('sd', least === null
    ? 'cannot be taken apart like the expert would'
    : least >= needed ? `taken apart, every part is alike (least ${two(least)} ≥ ${two(needed)}) → here` : `taken apart, one part differs (least ${two(least)} < ${two(needed)})`, least ?? 0),
} as const;

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
