import 'katex/dist/katex.min.css';
import { createMathPlugin } from '@streamdown/math';
import { memo, type ComponentProps } from 'react';
import { harden } from 'rehype-harden';
import rehypeKatex from 'rehype-katex';
import { Streamdown, type Components, type ExtraProps, type StreamdownProps } from 'streamdown';
import { CodeBlock } from './code/CodeBlock.tsx';
import { withDollarMath } from './mathDelimiters.ts';
import { isPlainText } from './plainText.ts';

// Formulas are hostile input too: what LaTeX would not accept is shown in red, and fills no console with warnings.
const formulas: NonNullable<StreamdownProps['rehypePlugins']>[number] = [rehypeKatex, { errorColor: 'var(--danger)', strict: 'ignore' }];
const plugins = { math: { ...createMathPlugin(), rehypePlugin: formulas } };

// No plugin that reads HTML: tags in the text stay what they are, text. Links are cut down to https (see Link), images to
// their description.
const rehypePlugins: NonNullable<StreamdownProps['rehypePlugins']> = [
  [harden, { allowedImagePrefixes: [], allowedLinkPrefixes: ['*'], allowedProtocols: [], allowDataImages: false, linkBlockPolicy: 'text-only', imageBlockPolicy: 'text-only' }],
];

const components: Components = {
  a: Link,
  img: ImageWords,
  code: CodeBlock,
  inlineCode: ({ children }) => <code>{children}</code>,
  table: ({ children }) => <table tabIndex={0}>{children}</table>,
};

const linkSafety = { enabled: false };

/** Text written by a model: shown while it streams, harmless whatever it says. */
export const Markdown = memo(function Markdown({ text, isStreaming = false }: { readonly text: string; readonly isStreaming?: boolean }) {
  if (isPlainText(text)) return <PlainText text={text} />;
  return (
    <Streamdown
      className={`prose-tandem ${isStreaming ? 'is-streaming' : ''}`}
      mode={isStreaming ? 'streaming' : 'static'}
      plugins={plugins}
      rehypePlugins={rehypePlugins}
      components={components}
      controls={false}
      linkSafety={linkSafety}
    >
      {withDollarMath(text)}
    </Streamdown>
  );
});

/** The text as it was written. */
export function PlainText({ text }: { readonly text: string }) {
  return <div className="prose-tandem">{text === '' ? null : <p>{text}</p>}</div>;
}

function Link({ href, children }: ComponentProps<'a'> & ExtraProps) {
  if (!href?.startsWith('https://')) return <span>{children}</span>;
  return <a href={href} target="_blank" rel="noopener noreferrer" title={href}>{children}</a>;
}

/** Loading an image would tell its server that it was read; only its description is shown. */
function ImageWords({ alt }: ComponentProps<'img'> & ExtraProps) {
  return <span className="text-muted">[image{alt ? `: ${alt}` : ''}]</span>;
}
