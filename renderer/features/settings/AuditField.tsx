import type { Settings } from '../../../shared/contract/entities.ts';
import { Choices } from '../../components/Choice.tsx';
import { call } from '../../state/connection.ts';
import { act } from '../../state/toasts.ts';

const shares = { none: 0, few: 0.02, more: 0.05 } as const;

/** Whether, and how often, the user is asked about an accepted step. */
export function AuditField({ settings }: { readonly settings: Settings }) {
  const value = settings.auditShare === 0 ? 'none' : settings.auditShare < 0.035 ? 'few' : 'more';
  return (
    <section>
      <h3 className="mb-2 text-sm font-semibold">Learning from your marks</h3>
      <Choices
        name="Steps to be asked about"
        value={value}
        options={[
          { value: 'none', label: 'Do not ask me', words: 'Tandem learns only from the steps that you happen to mark; they may not be typical.' },
          { value: 'few', label: 'About 2 of 100 steps', words: 'Drawn by chance among the steps written here; beside such a step stands “Was this step right?”.' },
          { value: 'more', label: 'About 5 of 100 steps', words: 'The same, oftener: changes are noticed sooner.' },
        ]}
        onChange={(chosen) => act(call('settings.set', { auditShare: shares[chosen] }))}
      />
      <p className="mt-2 text-[0.8125rem] text-muted">From marks Tandem learns its percentages anew, as often as is said below, and uses the new ones only if they are clearly better. Marks never leave this device.</p>
    </section>
  );
}
