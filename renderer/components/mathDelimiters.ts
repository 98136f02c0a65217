/** Code is left alone: fences and inline code, closed or still being written. */
const code = /(```[\s\S]*?(?:```|$)|~~~[\s\S]*?(?:~~~|$)|`[^`\n]*(?:`|$))/;
/** A formula that is marked already, closed or still being written; one between single dollars; the beginning of a box. */
const formula = /\$\$[\s\S]*?(?:\$\$|$)|(?<![\\$\w])\$(?![\s$])[^$\n]*?(?<![\s\\])\$(?![\w$])|\\boxed\{/g;
/** What no sum of money holds. */
const isMath = /[\\^_{]/;

/**
 * Models write formulas as `\( … \)`, `\[ … \]` and `$…$`, which Markdown would lose; the renderer knows `$$ … $$`. A
 * single dollar stays a dollar unless what it encloses can only be a formula: these are word problems about money.
 */
export function withDollarMath(markdown: string): string {
  if (!/[\\$]/.test(markdown)) return markdown;
  return markdown.split(code).map((piece, index) => (index % 2 === 1 ? piece : convert(piece))).join('');
}

function convert(text: string): string {
  const marked = text
    .replace(/(?<!\\)\\\[([\s\S]*?)\\\]/g, (_, inner: string) => `\n$$\n${inner.trim()}\n$$\n`)
    .replace(/(?<!\\)\\\(([\s\S]*?)\\\)/g, (_, inner: string) => `$$${inner.trim()}$$`);
  let converted = '';
  let from = 0;
  for (const match of marked.matchAll(formula)) {
    // Inside a box that was taken whole.
    if (match.index < from) continue;
    const [found] = match;
    let to = match.index + found.length;
    let shown = found;
    if (found === '\\boxed{') {
      to = endOfBraces(marked, to);
      shown = to < 0 ? found : `$$${marked.slice(match.index, to)}$$`;
      if (to < 0) to = match.index + found.length;
    } else if (!found.startsWith('$$') && isMath.test(found)) shown = `$${found}$`;
    converted += marked.slice(from, match.index) + shown;
    from = to;
  }
  return converted + marked.slice(from);
}

/** Behind the brace that closes the one before `from`; -1 while it is not written yet. A formula has no blank line. */
function endOfBraces(text: string, from: number): number {
  let depth = 1;
  for (let i = from; i < text.length; i += 1) {
    const character = text[i];
    if (character === '\\') i += 1;
    else if (character === '{') depth += 1;
    else if (character === '}') depth -= 1;
    else if (character === '\n' && text[i + 1] === '\n') return -1;
    if (depth === 0) return i + 1;
  }
  return -1;
}
