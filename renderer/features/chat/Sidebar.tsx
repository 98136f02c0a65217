import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { IconButton } from '../../components/Button.tsx';
import { Mark } from '../../components/Mark.tsx';
import { useUi } from '../../state/ui.ts';
import { ChatList } from './ChatList.tsx';

/** The chats: a column at the side, or on a narrow page a drawer over it. */
export function Sidebar() {
  const isOpen = useUi((state) => state.isChatListOpen);
  return (
    <>
      <nav aria-label="Chats" className="flex w-64 shrink-0 flex-col border-r border-line bg-sunken max-md:hidden 3xl:w-72">
        <p className="flex items-center gap-2 px-4 pt-3.5 text-[0.9375rem] font-semibold tracking-tight"><Mark />Tandem</p>
        <ChatList />
      </nav>
      {isOpen ? <Drawer /> : null}
    </>
  );
}

function Drawer() {
  const dialog = useRef<HTMLDialogElement>(null);
  const close = () => useUi.setState({ isChatListOpen: false });
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-label="Chats"
      onCancel={close}
      onClick={(event) => { if (event.target === dialog.current) close(); }}
      className="m-0 h-dvh max-h-none w-[min(20rem,88vw)] max-w-none border-r border-line bg-sunken p-0"
    >
      <nav aria-label="Chats" className="flex h-full flex-col">
        <div className="flex items-center justify-between pt-2.5 pr-3 pl-4">
          <span className="flex items-center gap-2 font-semibold"><Mark />Tandem</span>
          <IconButton name="Hide chats" onClick={close}><X aria-hidden size={18} /></IconButton>
        </div>
        <ChatList />
      </nav>
    </dialog>
  );
}
