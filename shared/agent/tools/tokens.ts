/** What a piece of text around an equals sign is made of. `apart`: white space or nothing stands before it. */
export type Token = { readonly apart: boolean } & (
  | { readonly kind: 'number'; readonly text: string; readonly isMoney: boolean }
  | { readonly kind: 'operator'; readonly text: string }
  | { readonly kind: 'open' | 'close' | 'percent' }
  | { readonly kind: 'word' | 'other'; readonly text: string }
);

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

/** Currency signs are no tokens of their own: they mark the number behind them. */
export function tokenise(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let apart = true;
  let isMoney = false;
  for (const match of withoutLatex(text).matchAll(tokenPattern)) {
    const group = match.groups ?? {};
    if (group['space'] !== undefined) {
      // "$ 5": the blank behind the sign separates nothing.
      apart = apart || !isMoney;
      continue;
    }
    if (group['money'] !== undefined) {
      isMoney = true;
      continue;
    }
    tokens.push(tokenOf(group, match[0], apart, isMoney, match.input, match.index + match[0].length, tokens));
    apart = false;
    isMoney = false;
  }
  return tokens;
}

function tokenOf(group: Readonly<Record<string, string | undefined>>, own: string, apart: boolean, isMoney: boolean, input: string, end: number, before: readonly Token[]): Token {
  if (group['number'] !== undefined) return { kind: 'number', text: own.replaceAll(',', ''), isMoney, apart };
  if (group['op'] !== undefined) return own.startsWith('*') && isMarkdown(own, apart, input.slice(end, end + 1), before) ? { kind: 'other', text: own, apart } : { kind: 'operator', text: operators[own] ?? own, apart };
  if (group['word'] !== undefined) return multiplies(own, apart, before) ? { kind: 'operator', text: '*', apart } : { kind: 'word', text: own.toLowerCase(), apart };
  if (group['open'] !== undefined) return { kind: 'open', apart };
  if (group['close'] !== undefined) return { kind: 'close', apart };
  if (group['percent'] !== undefined) return { kind: 'percent', apart };
  return { kind: 'other', text: own, apart };
}

/** A bullet, or the beginning of "**3 + 4 = 7**": nothing stands before it that could be multiplied or raised. */
function isMarkdown(own: string, apart: boolean, next: string, before: readonly Token[]): boolean {
  const last = before.at(-1);
  if (last === undefined) return true;
  return own === '**' && apart && (last.kind === 'other' || (last.kind === 'word' && next.trim() !== ''));
}

/** "3 x 4": an x after an operand multiplies; as the first thing it is a variable. */
function multiplies(word: string, apart: boolean, before: readonly Token[]): boolean {
  const last = before.at(-1);
  return /^x$/i.test(word) && (last?.kind === 'close' || last?.kind === 'word' || (last?.kind === 'number' && apart));
}
