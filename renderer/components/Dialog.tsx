import { X } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { IconButton } from './Button.tsx';

/**
 * A modal dialog: the browser's own, which keeps the focus inside, closes on Escape and gives the focus back. (Radix's
 * injects a style element to lock scrolling, which the page's policy forbids.)
 */
export function Dialog({ title, onClose, children, footer, wide = false }: {
  readonly title: string; readonly onClose: () => void; readonly children: ReactNode; readonly footer?: ReactNode; readonly wide?: boolean;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const pressed = useRef<EventTarget | null>(null);
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return createPortal(
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // Beside the dialog, from press to release: a press inside may move what is under the pointer at its release.
      onPointerDown={(event) => { pressed.current = event.target; }}
      onClick={(event) => { if (event.target === dialog.current && pressed.current === dialog.current) onClose(); }}
      // Clipped, not hidden: what is hidden can still be scrolled, and then the title is gone for good.
      className={`mx-auto mt-[min(5dvh,4rem)] max-h-[min(90dvh,60rem)] w-[calc(100vw-1.5rem)] overflow-clip rounded-xl border border-line bg-paper p-0 shadow-2xl ${wide ? 'max-w-4xl' : 'max-w-2xl'}`}
    >
      <div className="flex max-h-[calc(min(90dvh,60rem)-2px)] flex-col">
        <header className="flex items-center justify-between gap-4 border-b border-line py-2.5 pr-2.5 pl-5">
          <h2 id={titleId} className="text-base font-semibold">{title}</h2>
          <IconButton name="Close" onClick={onClose}><X aria-hidden size={18} /></IconButton>
        </header>
        {/* Positioned, so that what only screen readers see scrolls with the rest. */}
        <div className="scroll-thin relative min-h-0 grow overflow-y-auto px-5 py-4" tabIndex={-1}>{children}</div>
        {footer ? <footer className="flex flex-wrap justify-end gap-2 border-t border-line bg-sunken px-5 py-3">{footer}</footer> : null}
      </div>
    </dialog>,
    document.body,
  );
}
