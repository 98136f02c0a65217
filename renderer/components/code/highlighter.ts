import { createLowlight } from 'lowlight';
import { loadGrammar, type Language } from './languages.ts';

/** A piece of code: text, or pieces that are of one kind. Never HTML, so whatever the code says stays text. */
export type CodePiece = string | { readonly kinds: string; readonly pieces: readonly CodePiece[] };

const lowlight = createLowlight();

/** Beyond this many characters code stays without colours: they are found anew with every word that streams in. */
export const maxLength = 20_000;

/** Fetches what the language needs, once, and gives the function that finds its colours. */
export async function openHighlighter(language: Language): Promise<(text: string) => readonly CodePiece[]> {
  if (!lowlight.registered(language)) lowlight.register(language, await loadGrammar(language));
  return (text) => (text.length > maxLength ? [text] : piecesOf(lowlight.highlight(language, text).children));
}

type Nodes = ReturnType<typeof lowlight.highlight>['children'];

function piecesOf(nodes: Nodes): readonly CodePiece[] {
  return nodes.flatMap((node): readonly CodePiece[] => {
    if (node.type === 'text') return [node.value];
    if (node.type !== 'element') return [];
    const { className } = node.properties;
    return [{ kinds: Array.isArray(className) ? className.join(' ') : '', pieces: piecesOf(node.children) }];
  });
}
