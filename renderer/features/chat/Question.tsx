import { memo } from 'react';
import { CopyButton } from '../../components/CopyButton.tsx';

/** What the user asked, as it was typed. Very long texts scroll in their own box. */
export const Question = memo(function Question({ text }: { readonly text: string }) {
  return (
    <section aria-label="Question" className="group flex items-start justify-end gap-1 pt-5">
      <CopyButton name="Copy question" text={() => text} className="opacity-0 group-hover:opacity-100 focus-visible:opacity-100" />
      <p tabIndex={text.length > 2_000 ? 0 : undefined} className="scroll-thin max-h-[45vh] max-w-[85%] overflow-y-auto rounded-2xl rounded-br-md bg-sunken px-4 py-2.5 wrap-anywhere whitespace-pre-wrap ring-1 ring-line">{text}</p>
    </section>
  );
});
