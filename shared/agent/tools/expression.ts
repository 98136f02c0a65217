/** What a piece of text around an equals sign is made of. */
type Token =
  | { readonly kind: 'number'; readonly text: string; readonly after: string }
  | { readonly kind: 'operator'; readonly text: string }
  | { readonly kind: 'open' | 'close' | 'percent' }
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'other' };

const tokenPattern =
  /(?<time>\d+:\d+)|(?<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)|(?<word>[A-Za-z]+)|(?<op>\*\*|[-+*/^×÷·−–])|(?<open>\()|(?<close>\))|(?<percent>%)|(?<space>\s+)|(?<money>[$€£])|(?<other>.)/gsu;

const operators: Readonly<Record<string, string>> = { '×': '*', '·': '*', '÷': '/', '−': '-', '–': '-', '**': '^' };

/** LaTeX as small models write it, as plain arithmetic. */
function withoutLatex(text: string): string {
  return text
    .replace(/\\text\{([^{}]*)\}/g, ' $1 ')
    .replace(/\\d?frac\{([^{}]*)\}\{([^{}]*)\}/g, '(($1)/($2))')
    .replace(/\\(?:times|cdot)\b/g, '*')
    .replace(/\\div\b/g, '/')
    .replace(/\\(?:left|right|[,;!([{])/g, '')
    .replace(/\\[%$]/g, (escaped) => escaped.slice(1));
}

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(tokenPattern)) {
    const group = match.groups ?? {};
    const rest = text.slice(match.index + match[0].length);
    if (group['number'] !== undefined) tokens.push({ kind: 'number', text: group['number'].replaceAll(',', ''), after: rest.slice(0, 2) });
    else if (group['op'] !== undefined) tokens.push({ kind: 'operator', text: operators[group['op']] ?? group['op'] });
    else if (group['word'] !== undefined) tokens.push(wordToken(group['word'], tokens));
    else if (group['open'] !== undefined) tokens.push({ kind: 'open' });
    else if (group['close'] !== undefined) tokens.push({ kind: 'close' });
    else if (group['percent'] !== undefined) tokens.push({ kind: 'percent' });
    else if (group['other'] !== undefined || group['time'] !== undefined) tokens.push({ kind: 'other' });
  }
  return tokens;
}

function wordToken(word: string, before: readonly Token[]): Token {
  const last = before.at(-1);
  // "3 x 4": an x after an operand multiplies; as the first thing it is a variable.
  if (/^x$/i.test(word) && (last?.kind === 'number' && /^\s/.test(last.after) || last?.kind === 'close' || last?.kind === 'word')) return { kind: 'operator', text: '*' };
  return { kind: 'word', text: word.toLowerCase() };
}

/**
 * The arithmetic that ends where a result is due, in mathjs syntax, or null where there is none or where guessing
 * would be needed. Units after a number are passed over ("3 boxes * 12 pencils"), single letters are variables and
 * end the search, percentages are understood only as factors.
 * @param text everything before the equals sign, on one line
 */
export function trailingExpression(text: string): string | null {
  const tokens = tokenise(withoutLatex(text));
  const kept: Token[] = [];
  let skippedWords = 0;
  for (let i = tokens.length - 1; i >= 0; i -= 1) {
    const token = tokens[i];
    if (!token || token.kind === 'other') break;
    if (token.kind === 'word') {
      if (token.text === 'of' && tokens[i - 1]?.kind === 'percent') {
        kept.unshift({ kind: 'operator', text: '*' });
        continue;
      }
      if (isVariable(tokens, i)) break;
      // Words after a number or a bracket are its unit; words after a slash are the other half of one ("minutes/day").
      if (isPartOfUnit(tokens, i) && skippedWords < 6) {
        skippedWords += 1;
        const slash = tokens[i - 1];
        if (slash?.kind === 'operator' && slash.text === '/') i -= 1;
        continue;
      }
      break;
    }
    skippedWords = 0;
    const next = kept[0];
    if (token.kind === 'number' && next && (next.kind === 'number' || next.kind === 'open')) {
      if (next.kind === 'number' && /^\s*\d/.test(token.after)) return null; // "1 1/2": a mixed number, not ours to guess
      break;
    }
    kept.unshift(token);
  }
  return asExpression(kept);
}

/** A single letter, unless it is the article in "20 minutes a day". */
function isVariable(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (token?.kind !== 'word' || token.text.length > 1) return false;
  const next = tokens[index + 1];
  return !(token.text === 'a' && next?.kind === 'word' && next.text.length > 1);
}

function isPartOfUnit(tokens: readonly Token[], index: number): boolean {
  for (let i = index - 1; i >= 0 && index - i <= 6; i -= 1) {
    const token = tokens[i];
    if (token?.kind === 'number' || token?.kind === 'close' || token?.kind === 'percent') return true;
    if (token?.kind === 'word') {
      if (isVariable(tokens, i)) return false;
      continue;
    }
    if (token?.kind === 'operator' && token.text === '/' && i === index - 1) continue;
    return false;
  }
  return false;
}

function asExpression(kept: readonly Token[]): string | null {
  let tokens = [...kept];
  while (tokens.length > 0) {
    const first = tokens[0];
    if (first && (first.kind === 'operator' || first.kind === 'percent' || first.kind === 'close')) tokens = tokens.slice(1);
    else if (!balanced(tokens) && first?.kind === 'open') tokens = tokens.slice(1);
    else break;
  }
  if (!balanced(tokens) || tokens.at(-1)?.kind === 'operator') return null;
  const numbers = tokens.filter((token) => token.kind === 'number').length;
  const hasOperator = tokens.some((token) => token.kind === 'operator');
  if (numbers < 2 || !hasOperator || !percentsAreFactors(tokens)) return null;
  return tokens.map(spell).join(' ');
}

function balanced(tokens: readonly Token[]): boolean {
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'open') depth += 1;
    if (token.kind === 'close') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** "20% * 50" has one meaning; "100% - 20%" and "50 + 20%" have several, so they are left to the model. */
function percentsAreFactors(tokens: readonly Token[]): boolean {
  if (!tokens.some((token) => token.kind === 'percent')) return true;
  return tokens.every((token) => token.kind !== 'operator' || token.text === '*');
}

function spell(token: Token): string {
  switch (token.kind) {
    case 'number':
    case 'operator':
      return token.text;
    case 'open':
      return '(';
    case 'close':
      return ')';
    case 'percent':
      return '/ 100';
    case 'word':
    case 'other':
      return '';
  }
}
