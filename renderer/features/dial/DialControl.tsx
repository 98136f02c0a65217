import type { PolicyId } from '../../../shared/switching/policy.ts';
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
  // Another policy for this question reads the slider itself.
  if (mode === null || mode.kind === 'threshold' || info === null || (policy !== null && policy !== 'adaswitch')) return <DialSlider runningRun={runningRun} policy={policy} />;
  if (info.holds && mode.kind === 'budget') return <BudgetField usdPerMonth={mode.usdPerMonth} info={info} runningRun={runningRun} />;
  if (info.holds && mode.kind === 'accuracy' && gate !== null) return <TargetSlider target={mode.target} info={info} gate={gate} hasExpert={hasExpert} runningRun={runningRun} />;
  return (
    <>
      <p role="status" className="text-center text-xs text-balance">{info.words}</p>
      <DialSlider runningRun={runningRun} policy={policy} />
    </>
  );
}
