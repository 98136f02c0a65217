import type { Settings } from '../../../shared/contract/entities.ts';
import { Choices } from '../../components/Choice.tsx';
import { call } from '../../state/connection.ts';
import { useTandem } from '../../state/tandem.ts';
import { act } from '../../state/toasts.ts';

export function AppearanceSection({ settings }: { readonly settings: Settings }) {
  const version = useTandem((state) => state.app?.version);
  return (
    <div className="space-y-4">
      <Choices
        name="Theme"
        value={settings.theme}
        options={[{ value: 'system', label: 'Like the system' }, { value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' }]}
        onChange={(theme) => act(call('settings.set', { theme }))}
      />
      {version ? <p className="text-[0.8125rem] text-muted">Tandem {version}. Chats, models and settings are kept on this device only.</p> : null}
    </div>
  );
}
