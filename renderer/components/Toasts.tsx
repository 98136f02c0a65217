import { X } from 'lucide-react';
import { Toast } from 'radix-ui';
import { dismissToast, useToasts } from '../state/toasts.ts';
import { Button, IconButton } from './Button.tsx';

/** Short news at the edge: what failed, or what can be undone. They stay long enough to be read and acted on. */
export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <Toast.Provider swipeDirection="right" duration={10_000} label="News">
      {toasts.map(({ id, tone, words, action }) => (
        <Toast.Root
          key={id}
          type={tone === 'error' ? 'foreground' : 'background'}
          duration={tone === 'error' ? 20_000 : 10_000}
          onOpenChange={(isOpen) => { if (!isOpen) dismissToast(id); }}
          className={`flex items-start gap-2 rounded-lg border bg-surface py-2 pr-2 pl-3.5 text-sm shadow-lg ${tone === 'error' ? 'border-danger' : 'border-edge'}`}
        >
          <Toast.Description className="grow py-1 wrap-anywhere">{words}</Toast.Description>
          {action ? (
            <Toast.Action altText={action.label} asChild>
              <Button small onClick={action.run} className="mt-0.5">{action.label}</Button>
            </Toast.Action>
          ) : null}
          <Toast.Close asChild><IconButton name="Dismiss"><X aria-hidden size={16} /></IconButton></Toast.Close>
        </Toast.Root>
      ))}
      <Toast.Viewport className="fixed right-3 bottom-3 z-50 flex w-[min(26rem,calc(100vw-1.5rem))] list-none flex-col gap-2 outline-none" />
    </Toast.Provider>
  );
}
