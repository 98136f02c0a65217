import { describe, expect, it } from 'vitest';
import { agreedState, agreementSchema } from './agreement.ts';

const host = 'expert.example';
const haiku = { input: 0.1, output: 0.5, cacheRead: 0.01, cacheWrite: 0.125 };
const opus = { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 };
const stateOf = (price: typeof haiku | undefined, agreed: typeof haiku | undefined) =>
  agreedState({ host, ...(price ? { price } : {}) }, { [host]: { at: 1, capUsd: 5, ...(agreed ? { price: agreed } : {}) } }).state;

describe('an agreement', () => {
  it('holds for its host and for what costs no more than was agreed to', () => {
    expect(agreedState({ host: 'other.example' }, { [host]: { at: 1, capUsd: 5 } })).toEqual({ state: 'missing' });
    expect(agreedState({ host: 'toString' }, {})).toEqual({ state: 'missing' });
    expect([stateOf(haiku, haiku), stateOf(haiku, opus), stateOf(opus, haiku)]).toEqual(['agreed', 'agreed', 'dearer']);
    expect(stateOf({ ...haiku, output: 0.51 }, haiku)).toBe('dearer');
    const long = { ...haiku, longPrompt: { ...opus, overInputTokens: 100 } };
    expect([stateOf(long, haiku), stateOf(haiku, long), stateOf(long, long)]).toEqual(['dearer', 'agreed', 'agreed']);
  });
  it('holds as before where no price was kept or none is known', () => {
    expect([stateOf(opus, undefined), stateOf(undefined, haiku), stateOf(undefined, undefined)]).toEqual(['agreed', 'agreed', 'agreed']);
    expect(agreementSchema.parse({ at: 1, capUsd: 5 })).toEqual({ at: 1, capUsd: 5 });
  });
});
