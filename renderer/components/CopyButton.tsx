import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { tellError } from '../state/toasts.ts';
import { TandemError } from '../../shared/errors.ts';
import { IconButton } from './Button.tsx';

/** Puts a text on the clipboard and says so. */
export function CopyButton({ name, text, className }: { readonly name: string; readonly text: () => string; readonly className?: string }) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setCopied(true);
    } catch (cause) {
      tellError(new TandemError('notPermitted', 'The text could not be put on the clipboard. Select it and copy it by hand.', { cause }));
    }
  };
  return (
    <IconButton name={isCopied ? 'Copied' : name} onClick={() => void copy()} {...(className ? { className } : {})}>
      {isCopied ? <Check aria-hidden size={16} /> : <Copy aria-hidden size={16} />}
    </IconButton>
  );
}
