import type { Settings } from '../../../shared/contract/entities.ts';
import { Choices } from '../../components/Choice.tsx';
import { call } from '../../state/connection.ts';
import { act } from '../../state/toasts.ts';
import { useTandem } from '../../state/tandem.ts';
import { HeraPanel } from '../hera/HeraPanel.tsx';
import { AuditField } from './AuditField.tsx';
import { policyChoices } from './policies.ts';
import { RefitField } from './RefitField.tsx';
import { SpeculationField } from './SpeculationField.tsx';

/** How it is decided who writes a step, and what happens when the expert cannot be had. */
export function PolicySection({ settings }: { readonly settings: Settings }) {
  const isCalibrated = useTandem((state) => state.gate?.isCalibrated ?? false);
  const choices = policyChoices(isCalibrated);
  return (
    <div className="space-y-5">
      <section>
        <h3 className="mb-2 text-sm font-semibold">Who writes a step</h3>
        <Choices
          name="Policy"
          value={settings.policy}
          options={choices.filter((choice) => !choice.isBaseline)}
          folded={{ label: 'To compare with', options: choices.filter((choice) => choice.isBaseline) }}
          onChange={(policy) => act(call('settings.set', { policy }))}
        />
        <p className="mt-2 text-[0.8125rem] text-muted">Uncalibrated: the number orders steps by doubt, but is not yet a probability of an error.</p>
      </section>
      <HeraPanel settings={settings} />
      <section>
        <h3 className="mb-2 text-sm font-semibold">When the expert fails</h3>
        <Choices
          name="When the expert fails"
          value={settings.whenExpertFails}
          options={[
            { value: 'continue', label: 'Go on here', words: 'The local model writes the step, and a notice says so.' },
            { value: 'stop', label: 'Stop the answer', words: 'Accepted steps are kept; the answer can be continued later.' },
          ]}
          onChange={(whenExpertFails) => act(call('settings.set', { whenExpertFails }))}
        />
      </section>
      <SpeculationField settings={settings} />
      <AuditField settings={settings} />
      <RefitField settings={settings} />
    </div>
  );
}
