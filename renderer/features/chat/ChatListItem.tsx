import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { memo, useState } from 'react';
import type { Chat } from '../../../shared/contract/entities.ts';
import { IconButton } from '../../components/Button.tsx';
import { call } from '../../state/connection.ts';
import { act, tell } from '../../state/toasts.ts';
import { openChat, useUi } from '../../state/ui.ts';

const item = 'flex items-center gap-2 rounded px-2.5 py-1.5 text-sm outline-none data-highlighted:bg-sunken';

/** One chat: open it, rename it in place, delete it with a way back. */
export const ChatListItem = memo(function ChatListItem({ chat, isOpen }: { readonly chat: Chat; readonly isOpen: boolean }) {
  const [isRenaming, setRenaming] = useState(false);
  if (isRenaming) return <li><RenameField chat={chat} onDone={() => setRenaming(false)} /></li>;
  return (
    <li className={`group flex items-center rounded-md ${isOpen ? 'bg-surface ring-1 ring-line' : 'hover:bg-surface'}`}>
      <button type="button" aria-current={isOpen ? 'page' : undefined} onClick={() => openChat(chat.id)} onDoubleClick={() => setRenaming(true)} className="min-w-0 grow truncate rounded-md px-2.5 py-1.5 text-left text-sm">
        {chat.title}
      </button>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger asChild>
          <IconButton name={`Actions for ${chat.title}`} className="opacity-0 group-hover:opacity-100 group-focus-within:opacity-100 focus-visible:opacity-100 data-[state=open]:opacity-100 [@media(hover:none)]:opacity-100"><Ellipsis aria-hidden size={16} /></IconButton>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content align="end" sideOffset={4} onCloseAutoFocus={(event) => { if (isRenaming) event.preventDefault(); }} className="z-40 min-w-36 rounded-lg border border-edge bg-surface p-1 shadow-lg">
            <DropdownMenu.Item className={item} onSelect={() => setRenaming(true)}><Pencil aria-hidden size={14} />Rename</DropdownMenu.Item>
            <DropdownMenu.Item className={`${item} text-danger`} onSelect={() => act(remove(chat))}><Trash2 aria-hidden size={14} />Delete</DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </li>
  );
});

function RenameField({ chat, onDone }: { readonly chat: Chat; readonly onDone: () => void }) {
  const [title, setTitle] = useState(chat.title);
  const save = () => {
    const next = title.trim();
    if (next !== '' && next !== chat.title) act(call('chats.rename', { chatId: chat.id, title: next }));
    onDone();
  };
  return (
    <input
      autoFocus
      aria-label="New title"
      value={title}
      maxLength={200}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setTitle(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save();
        if (event.key === 'Escape') onDone();
      }}
      className="min-h-8 w-full rounded-md border border-edge bg-surface px-2.5 text-sm"
    />
  );
}

async function remove(chat: Chat): Promise<void> {
  await call('chats.delete', { chatId: chat.id });
  if (useUi.getState().chatId === chat.id) openChat(null);
  tell(`“${chat.title}” was deleted.`, {
    label: 'Undo',
    run: () => act(call('chats.restore', { chatId: chat.id }).then(() => openChat(chat.id))),
  });
}
