import { Plus, Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Output } from '../../../shared/contract/api.ts';
import { Button } from '../../components/Button.tsx';
import { call } from '../../state/connection.ts';
import { useTandem } from '../../state/tandem.ts';
import { tellError } from '../../state/toasts.ts';
import { focusComposer, openChat, useUi } from '../../state/ui.ts';
import { ChatListItem } from './ChatListItem.tsx';

type Found = Output<'chats.search'>;
const restMs = 150;

/** All chats, newest first; a search looks into titles and texts. */
export function ChatList() {
  const chats = useTandem((state) => state.chats);
  const open = useUi((state) => state.chatId);
  const [text, setText] = useState('');
  const found = useSearch(text);
  const begin = () => {
    openChat(null);
    focusComposer();
  };
  return (
    <>
      <div className="space-y-2 p-3">
        <Button className="w-full" onClick={begin}><Plus aria-hidden size={16} />New chat</Button>
        <div className="relative">
          <Search aria-hidden size={15} className="pointer-events-none absolute top-2.5 left-2.5 text-muted" />
          <input
            type="search"
            aria-label="Search chats"
            placeholder="Search"
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="min-h-9 w-full rounded-md border border-edge bg-surface pr-2 pl-8 text-sm placeholder:text-muted"
          />
        </div>
      </div>
      {found === null ? (
        <ul className="scroll-thin min-h-0 grow space-y-0.5 overflow-y-auto px-2 pb-3">
          {chats?.map((chat) => <ChatListItem key={chat.id} chat={chat} isOpen={chat.id === open} />)}
          {chats?.length === 0 ? <li className="px-2 py-1 text-[0.8125rem] text-muted">No chats yet. They are kept on this device only.</li> : null}
        </ul>
      ) : <FoundChats found={found} />}
    </>
  );
}

function FoundChats({ found }: { readonly found: Found }) {
  return (
    <>
      <p role="status" className="px-4 pb-1 text-xs text-muted">{found.length === 0 ? 'Nothing found.' : `${found.length} found`}</p>
      <ul aria-label="Search results" className="scroll-thin min-h-0 grow space-y-0.5 overflow-y-auto px-2 pb-3">
        {found.map(({ chatId, title, excerpt }, index) => (
          <li key={`${chatId}-${index}`}>
            <button type="button" onClick={() => openChat(chatId)} className="w-full rounded-md px-2.5 py-1.5 text-left hover:bg-surface">
              <span className="block truncate text-sm">{title}</span>
              <span className="line-clamp-2 text-xs text-muted">{excerpt}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function useSearch(text: string): Found | null {
  const [found, setFound] = useState<{ readonly of: string; readonly chats: Found } | null>(null);
  const wanted = text.trim();
  useEffect(() => {
    if (wanted === '') return undefined;
    let isGone = false;
    const timer = setTimeout(() => {
      call('chats.search', { text: wanted }).then((chats) => { if (!isGone) setFound({ of: wanted, chats }); }, tellError);
    }, restMs);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [wanted]);
  return wanted === '' ? null : found?.chats ?? null;
}
