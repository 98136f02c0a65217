import { useEffect, useMemo, useState } from 'react';
import './codeColours.css';
import type { CodePiece } from './highlighter.ts';
import { languageOf, type Language } from './languages.ts';

type Highlight = (text: string) => readonly CodePiece[];
/** Once fetched, at hand at once for every further block. */
const opened = new Map<Language, Highlight>();

/** Code in colours as soon as its language is here; until then, and without one, as it is. Colours move nothing. */
export function Coloured({ text, word }: { readonly text: string; readonly word: string }) {
  const language = languageOf(word);
  const [, setArrived] = useState<Language | null>(null);
  const highlight = language === null ? undefined : opened.get(language);
  useEffect(() => {
    if (language === null || opened.has(language)) return undefined;
    let isWanted = true;
    const open = async () => {
      const { openHighlighter } = await import('./highlighter.ts');
      opened.set(language, await openHighlighter(language));
      if (isWanted) setArrived(language);
    };
    // Without colours the code is there all the same.
    open().catch(() => undefined);
    return () => { isWanted = false; };
  }, [language]);
  const pieces = useMemo(() => highlight?.(text) ?? [text], [highlight, text]);
  return <Pieces pieces={pieces} />;
}

function Pieces({ pieces }: { readonly pieces: readonly CodePiece[] }) {
  // Pieces have no names, and when text streams in only the last ones change.
  return pieces.map((piece, index) => (typeof piece === 'string' ? piece : <span key={index} className={piece.kinds}><Pieces pieces={piece.pieces} /></span>));
}
