/** Code is left alone: fences and inline code, closed or still being written. */
const code = /(```[\s\S]*?(?:```|$)|~~~[\s\S]*?(?:~~~|$)|`[^`\n]*(?:`|$))/;

/**
 * Models write formulas as `\( … \)` and `\[ … \]`, which Markdown would lose; the renderer knows `$$ … $$`. A single
 * dollar stays a dollar: these are word problems about money.
 */
export function withDollarMath(markdown: string): string {
  if (!markdown.includes('\\')) return markdown;
  return markdown.split(code).map((piece, index) => (index % 2 === 1 ? piece : convert(piece))).join('');
}

function convert(text: string): string {
  return text
    .replace(/\\\[([\s\S]*?)\\\]/g, (_, formula: string) => `\n$$\n${formula.trim()}\n$$\n`)
    .replace(/\\\(([\s\S]*?)\\\)/g, (_, formula: string) => `$$${formula.trim()}$$`)
    .split(/(\$\$[\s\S]*?\$\$)/)
    .map((piece, index) => (index % 2 === 1 ? piece : piece.replace(/\\boxed\{[^{}]*\}/g, (boxed) => `$$${boxed}$$`)))
    .join('');
}
