import { Tabs } from 'radix-ui';
import { Dialog } from '../../components/Dialog.tsx';
import { useTandem } from '../../state/tandem.ts';
import { openSettings, useUi, type SettingsSection } from '../../state/ui.ts';
import { AppearanceSection } from './AppearanceSection.tsx';
import { ExpertSection } from './ExpertSection.tsx';
import { LocalModelSection } from './LocalModelSection.tsx';
import { PolicySection } from './PolicySection.tsx';

const sections: readonly { readonly id: SettingsSection; readonly label: string }[] = [
  { id: 'local', label: 'Local model' }, { id: 'expert', label: 'Expert' }, { id: 'policy', label: 'Policy' }, { id: 'appearance', label: 'Appearance' },
];
const isSection = (id: string): id is SettingsSection => sections.some((section) => section.id === id);

/** Everything that can be set. Each change counts at once. */
export function SettingsDialog({ section }: { readonly section: SettingsSection }) {
  const settings = useTandem((state) => state.settings);
  const close = () => useUi.setState({ settings: null });
  return (
    <Dialog title="Settings" onClose={close} wide>
      {settings === null ? <p role="status">Reading the settings …</p> : (
        <Tabs.Root value={section} onValueChange={(id) => { if (isSection(id)) openSettings(id); }} className="min-h-[26rem]">
          <Tabs.List aria-label="Settings" className="-mx-1 mb-4 flex flex-wrap border-b sm:gap-1 border-line">
            {sections.map(({ id, label }) => (
              <Tabs.Trigger key={id} value={id} className="-mb-px border-b-2 border-transparent px-1.5 py-2 sm:px-3 text-sm font-medium text-muted hover:text-ink data-[state=active]:border-ink data-[state=active]:text-ink">{label}</Tabs.Trigger>
            ))}
          </Tabs.List>
          <Tabs.Content value="local"><LocalModelSection settings={settings} /></Tabs.Content>
          <Tabs.Content value="expert"><ExpertSection settings={settings} /></Tabs.Content>
          <Tabs.Content value="policy"><PolicySection settings={settings} /></Tabs.Content>
          <Tabs.Content value="appearance"><AppearanceSection settings={settings} /></Tabs.Content>
        </Tabs.Root>
      )}
    </Dialog>
  );
}
