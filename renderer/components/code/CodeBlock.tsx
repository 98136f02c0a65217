import type { ComponentProps } from 'react';
import type { ExtraProps } from 'streamdown';
import { CopyButton } from '../CopyButton.tsx';
import { Coloured } from './Coloured.tsx';

/** A block of code with its language, its colours and a copy button. */
export function CodeBlock({ className, children }: ComponentProps<'code'> & ExtraProps) {
  const language = /language-([\w+#.-]+)/.exec(className ?? '')?.[1];
  const text = typeof children === 'string' ? children : String(children);
  return (
    <figure className="my-2 overflow-hidden rounded-lg border border-line bg-sunken">
      <figcaption className="flex items-center justify-between border-b border-line pl-3 text-xs text-muted">
        <span>{language ?? 'text'}</span>
        <CopyButton name="Copy code" text={() => text} />
      </figcaption>
      <pre tabIndex={0} className="code-coloured scroll-thin overflow-x-auto px-3 py-2 text-[0.9em] leading-relaxed"><code><Coloured text={text.replace(/\n$/, '')} word={language ?? ''} /></code></pre>
    </figure>
  );
}
