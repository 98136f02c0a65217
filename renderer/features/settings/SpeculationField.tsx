import type { Settings } from '../../../shared/contract/entities.ts';
import { Choices } from '../../components/Choice.tsx';
import { call } from '../../state/connection.ts';
import { act } from '../../state/toasts.ts';

/** Whether the expert may begin before it is known to be needed. */
export function SpeculationField({ settings }: { readonly settings: Settings }) {
  return (
    <section>
      <h3 className="mb-2 text-sm font-semibold">While a step is undecided</h3>
      <Choices
        name="While a step is undecided"
        value={settings.speculative ? 'begin' : 'wait'}
        options={[
          { value: 'wait', label: 'Ask the expert only once it is needed', words: 'Nothing leaves this device for a step that stays here.' },
          { value: 'begin', label: 'Let the expert begin early', words: 'Saves at most the time in which the local model is questioned about its step; each beginning that proves unneeded has been sent, and is paid, all the same.' },
        ]}
        onChange={(chosen) => act(call('settings.set', { speculative: chosen === 'begin' }))}
      />
      <p className="mt-2 text-[0.8125rem] text-muted">For AdaSwitch with an exam’s gate that questions the model, and an expert that is not on this device. Never near a spending limit.</p>
    </section>
  );
}
