import type { Decision, Dial, Score } from './policy.ts';

/**
 * Turns a score into a choice: the expert iff the score exceeds the threshold p (AdaSwitch, "Collaborative
 * Inference"). The ends of the dial are exact: at p = 0 every step is asked, at p = 1 none.
 */
export function decide(score: Score, dial: Dial, position = 0): Decision {
  if (score.meaning === 'fixed' && (score.value <= 0.5 || dial < 1)) {
    return score.value > 0.5
      ? { writer: 'expert', threshold: dial, why: 'this policy always asks' }
      : { writer: 'local', threshold: dial, why: 'this policy never asks' };
  }
  if (dial <= 0) return { writer: 'expert', threshold: 0, why: 'the dial stands at "accurate": every step is asked' };
  if (dial >= 1) return { writer: 'local', threshold: 1, why: 'the dial stands at "private & cheap": nothing is asked' };
  const asks = score.value > dial;
  const why = score.meaning === 'unlike'
    ? `foretold to be ${score.value.toFixed(2)} unlike the expert's, ${asks ? 'above' : 'not above'} the dial's ${dial.toFixed(2)}`
    : `${nameOf(score)} ${percent(score.value)} is ${asks ? 'above' : 'not above'} the dial's ${percent(dial)}`;
  if (!asks) return { writer: 'local', threshold: dial, why };
  // The latest point at which the two meet (HERA, section 3.3.3): more steps stay here.
  const met = score.converges?.findLast((point) => point.value <= dial);
  if (met) return { writer: 'local', threshold: dial, why: `the two are predicted to meet ${met.ahead === 1 ? 'one step' : `${met.ahead} steps`} ahead`, localUntil: position + met.ahead };
  return { writer: 'expert', threshold: dial, why };
}

function nameOf(score: Score): string {
  switch (score.meaning) {
    case 'pWrong':
      return score.calibrated ? 'the chance of an error,' : 'doubt (uncalibrated)';
    case 'doubt':
      return 'doubt';
    case 'chance':
      return 'the draw';
    case 'fixed':
      return 'fixed';
    case 'unlike':
      return 'unlikeness';
  }
}

const percent = (value: number) => `${Math.round(value * 100)} %`;
