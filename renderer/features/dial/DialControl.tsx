import type { PolicyId } from '../../../shared/switching/policy.ts';
import { limitStays } from '../../../shared/learn/dial/dialInfo.ts';
import { useTandem } from '../../state/tandem.ts';
import { BudgetField } from './BudgetField.tsx';
import { DialSlider } from './DialSlider.tsx';
import { TargetSlider } from './TargetSlider.tsx';

/** How much the expert is asked, in the way that was chosen. Where that way cannot be had, the slider and the reason. */
export function DialControl({ runningRun, policy }: { readonly runningRun: string | null; readonly policy: PolicyId | null }) {
  const mode = useTandem((state) => state.settings?.dialMode ?? null);
  const info = useTandem((state) => state.dial);
  const gate = useTandem((state) => state.gate);
  const hasExpert = useTandem((state) => state.app?.expert.state === 'ready' || state.app?.expert.state === 'needsAgreement');
  const slider = <DialSlider runningRun={runningRun} policy={policy} />;
  if (mode === null || mode.kind === 'threshold' || info === null) return slider;
  // Another policy for this question reads the slider itself.
  const isOwn = policy !== null && policy !== 'adaswitch';
  if (mode.kind === 'budget') {
    const isPaced = info.holds && !isOwn;
    return (
      <>
        <BudgetField usdPerMonth={mode.usdPerMonth} budget={info.budget} words={info.holds && isOwn ? `The policy of this question takes the slider as it stands. ${limitStays}` : info.words} isPaced={isPaced} runningRun={runningRun} />
        {isPaced ? null : <div className="mt-1">{slider}</div>}
      </>
    );
  }
  if (isOwn) return slider;
  if (info.holds && gate !== null) return <TargetSlider target={mode.target} info={info} gate={gate} hasExpert={hasExpert} runningRun={runningRun} />;
  return (
    <>
      <p role="status" className="text-center text-xs text-balance">{info.words}</p>
      {slider}
    </>
  );
}
