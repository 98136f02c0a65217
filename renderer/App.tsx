import { useEffect } from 'react';
import { Toasts } from './components/Toasts.tsx';
import { AppNotices } from './features/chat/AppNotices.tsx';
import { ChatView } from './features/chat/ChatView.tsx';
import { Header } from './features/chat/Header.tsx';
import { Sidebar } from './features/chat/Sidebar.tsx';
import { ExamDialog } from './features/exam/ExamDialog.tsx';
import { AgreementDialog } from './features/expert/AgreementDialog.tsx';
import { LedgerDialog } from './features/expert/LedgerDialog.tsx';
import { TreesDialog } from './features/hera/TreesDialog.tsx';
import { SettingsDialog } from './features/settings/SettingsDialog.tsx';
import { useTandem } from './state/tandem.ts';
import { openChat, useUi } from './state/ui.ts';

/** The whole page: chats at the side, the open chat, and dialogs over it. */
export function App() {
  useTheme();
  useFirstChat();
  const settings = useUi((state) => state.settings);
  const isLedgerOpen = useUi((state) => state.isLedgerOpen);
  const isExamOpen = useUi((state) => state.isExamOpen);
  const isTreesOpen = useUi((state) => state.isTreesOpen);
  const isAgreementOpen = useUi((state) => state.isAgreementOpen);
  return (
    <div className="flex h-full">
      <Sidebar />
      <main className="flex min-w-0 grow flex-col">
        <Header />
        <AppNotices />
        <ChatView />
      </main>
      {settings ? <SettingsDialog section={settings} /> : null}
      {isTreesOpen ? <TreesDialog /> : null}
      {isLedgerOpen ? <LedgerDialog /> : null}
      {isExamOpen ? <ExamDialog /> : null}
      {isAgreementOpen ? <AgreementDialog /> : null}
      <Toasts />
    </div>
  );
}

function useTheme(): void {
  const theme = useTandem((state) => state.settings?.theme ?? 'system');
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
}

/** Once, at the start: go on with the chat that was used last. */
function useFirstChat(): void {
  const isKnown = useTandem((state) => state.chats !== null);
  useEffect(() => {
    if (!isKnown) return;
    const latest = useTandem.getState().chats?.toSorted((a, b) => b.updatedAt - a.updatedAt)[0];
    if (latest && useUi.getState().chatId === null) openChat(latest.id);
  }, [isKnown]);
}
