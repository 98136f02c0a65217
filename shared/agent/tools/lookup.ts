import MiniSearch from 'minisearch';
import type { Paragraph, ToolCall } from '../model.ts';

const request = /^\s*(?:lookup|search|action)\s*:\s*(?:lookup)?\s*\[?(.{2,300}?)\]?\s*$/is;

/** The question that a step puts to the paragraphs, or null if it is an ordinary step. */
export function lookupRequest(step: string): string | null {
  return request.exec(step)?.[1]?.trim() ?? null;
}

/** Finds the passage that answers best: the best paragraph by BM25, cut to the sentences around the match. */
export function lookup(query: string, documents: readonly Paragraph[]): ToolCall {
  const index = new MiniSearch<{ id: number; title: string; text: string }>({ fields: ['title', 'text'], searchOptions: { boost: { title: 2 }, prefix: true, fuzzy: 0.15 } });
  index.addAll(documents.map((paragraph, id) => ({ id, ...paragraph })));
  const best = index.search(query)[0];
  const found = best === undefined ? undefined : documents[Number(best.id)];
  if (!found) return { tool: 'lookup', input: query, output: 'Nothing was found.', ok: false };
  return { tool: 'lookup', input: query, output: `${found.title}: ${passage(found.text, query)}`, ok: true };
}

const maxPassage = 600;

function passage(text: string, query: string): string {
  const oneLine = text.replace(/\s+/g, ' ').trim();
  if (oneLine.length <= maxPassage) return oneLine;
  const sentences = oneLine.split(/(?<=[.!?])\s+/);
  const words = new Set(query.toLowerCase().match(/\p{L}{3,}|\d+/gu) ?? []);
  const hits = sentences.map((sentence) => (sentence.toLowerCase().match(/\p{L}{3,}|\d+/gu) ?? []).filter((word) => words.has(word)).length);
  const centre = hits.indexOf(Math.max(...hits));
  let [from, to] = [centre, centre];
  const cut = () => sentences.slice(from, to + 1).join(' ');
  while (true) {
    const wider: [number, number] = [Math.max(0, from - 1), Math.min(sentences.length - 1, to + 1)];
    if (wider[0] === from && wider[1] === to) break;
    if (sentences.slice(wider[0], wider[1] + 1).join(' ').length > maxPassage) break;
    [from, to] = wider;
  }
  return cut().slice(0, maxPassage);
}
