import type { ToolCall } from '../../agent/model.ts';
import type { Candidate } from '../policy.ts';
import { asProbability, type Feature } from './feature.ts';

// The calculator takes the result out of the model's hands; what the model would have written is read before.
// (`guides`: methods, "read its probability of the result before inserting it".)

const calculations = (candidate: Candidate): readonly ToolCall[] => candidate.tools.filter((call) => call.tool === 'calculator' && call.ok);
const floor = -12;

/** Lowest log P(true result) over the step's calculations, floored at −12. */
export const resultLogProb: Feature = {
  id: 'resultLogProb', group: 'calculator',
  compute: (_context, candidate) => {
    const known = calculations(candidate).map((call) => call.resultProbability).filter((value) => value !== undefined);
    return known.length === 0 ? null : Math.max(floor, Math.log(Math.min(...known)));
  },
  words: (value) => `it gave the true result a probability of ${asProbability(value)}`,
};

/** 1 where its own guess of a result was another number. */
export const guessDiffers: Feature = {
  id: 'guessDiffers', group: 'calculator',
  compute: (_context, candidate) => {
    const known = calculations(candidate).filter((call) => call.ownGuess !== undefined);
    return known.length === 0 ? null : known.some((call) => call.ownGuess !== call.output) ? 1 : 0;
  },
  words: (value, candidate) => {
    const call = calculations(candidate).find((each) => each.ownGuess !== undefined && each.ownGuess !== each.output);
    return value === 1 && call ? `by itself it would have written ${call.ownGuess}, not ${call.output}` : 'its own result was the true one';
  },
};

/** How many calculations the step holds; one is what was asked for. */
export const calculationCount: Feature = {
  id: 'calculationCount', group: 'calculator',
  compute: (_context, candidate) => calculations(candidate).length,
  words: (value) => (value === 0 ? 'nothing was calculated in it' : `${value} calculation${value === 1 ? '' : 's'} in it`),
};
