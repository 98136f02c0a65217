import { GraduationCap, PanelLeft, ScrollText, Settings as Gear } from 'lucide-react';
import { Button, IconButton } from '../../components/Button.tsx';
import { useTandem } from '../../state/tandem.ts';
import { openExam, openSettings, useUi } from '../../state/ui.ts';
import { ExpertChip } from '../expert/ExpertChip.tsx';

/** The open chat's name, who the expert is, the exam, what left the device, and the settings. */
export function Header() {
  const chatId = useUi((state) => state.chatId);
  const title = useTandem((state) => state.chats?.find((chat) => chat.id === chatId)?.title ?? 'New chat');
  return (
    <header className="flex shrink-0 items-center gap-1.5 border-b border-line px-2 py-1.5 sm:px-3">
      <IconButton name="Show chats" className="md:hidden" onClick={() => useUi.setState({ isChatListOpen: true })}><PanelLeft aria-hidden size={18} /></IconButton>
      <h1 className="min-w-0 grow truncate px-1 text-sm font-semibold">{title}</h1>
      <ExpertChip />
      <IconButton name="Exam" onClick={openExam}><GraduationCap aria-hidden size={18} /></IconButton>
      <IconButton name="What left this device" onClick={() => useUi.setState({ isLedgerOpen: true })}><ScrollText aria-hidden size={18} /></IconButton>
      <Button look="quiet" aria-label="Settings" onClick={() => openSettings('local')}><Gear aria-hidden size={18} /><span className="max-sm:hidden">Settings</span></Button>
    </header>
  );
}
