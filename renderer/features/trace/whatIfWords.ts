import type { WhatIf, WhatIfStep } from '../../../shared/switching/whatIf.ts';
import type { RunView } from '../../../shared/trace/view.ts';
import { counted, money } from '../../components/format.ts';

/** Whether there is a score that the dial could be moved over. */
export function canAskWhatIf(view: RunView): boolean {
  return view.status === 'finished' && view.steps.some((step) => step.scores.some(({ score }) => score.meaning !== 'fixed'));
}

/** "1 step asked, about $0.0002; what would follow step 2 is not known" */
export function whatIfWords({ asked, usd, isEstimate, firstDifference, firstUntold = null, steps }: WhatIf): string {
  const price = asked === 0 ? '$0' : usd === null ? 'price not known' : `${isEstimate && usd > 0 ? 'about ' : ''}${money(usd)}`;
  const missing = steps.filter((step) => step === 'notMeasured').length;
  return [
    `${counted(asked, 'step')} asked${firstUntold === null ? '' : ' as far as it is known'}, ${price}`,
    ...(firstDifference === null || firstDifference >= steps.length - 1 ? [] : [`what would follow step ${firstDifference + 1} is not known`]),
    ...(firstUntold === null ? [] : [`from step ${firstUntold + 1} on it is not known: parts that did not run would have had a say`]),
    ...(missing > 0 ? [`${counted(missing, 'step')} not measured`] : []),
  ].join('; ');
}

/** What a step says of itself while the dial is moved over it. */
export function whatIfStepWords(step: WhatIfStep): string {
  switch (step) {
    case 'local': return 'would be written here';
    case 'expert': return 'would be asked';
    case 'unknown': return 'not known';
    case 'notMeasured': return 'not measured';
  }
}
