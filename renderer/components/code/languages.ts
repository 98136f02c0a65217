import type { LanguageFn } from 'highlight.js';

type Grammar = Promise<{ readonly default: LanguageFn }>;

/** Each a file of its own, fetched when the first block in that language is shown. */
const grammars = {
  bash: (): Grammar => import('highlight.js/lib/languages/bash'),
  c: (): Grammar => import('highlight.js/lib/languages/c'),
  cpp: (): Grammar => import('highlight.js/lib/languages/cpp'),
  csharp: (): Grammar => import('highlight.js/lib/languages/csharp'),
  css: (): Grammar => import('highlight.js/lib/languages/css'),
  diff: (): Grammar => import('highlight.js/lib/languages/diff'),
  go: (): Grammar => import('highlight.js/lib/languages/go'),
  ini: (): Grammar => import('highlight.js/lib/languages/ini'),
  java: (): Grammar => import('highlight.js/lib/languages/java'),
  javascript: (): Grammar => import('highlight.js/lib/languages/javascript'),
  json: (): Grammar => import('highlight.js/lib/languages/json'),
  kotlin: (): Grammar => import('highlight.js/lib/languages/kotlin'),
  latex: (): Grammar => import('highlight.js/lib/languages/latex'),
  markdown: (): Grammar => import('highlight.js/lib/languages/markdown'),
  php: (): Grammar => import('highlight.js/lib/languages/php'),
  python: (): Grammar => import('highlight.js/lib/languages/python'),
  r: (): Grammar => import('highlight.js/lib/languages/r'),
  ruby: (): Grammar => import('highlight.js/lib/languages/ruby'),
  rust: (): Grammar => import('highlight.js/lib/languages/rust'),
  sql: (): Grammar => import('highlight.js/lib/languages/sql'),
  swift: (): Grammar => import('highlight.js/lib/languages/swift'),
  typescript: (): Grammar => import('highlight.js/lib/languages/typescript'),
  xml: (): Grammar => import('highlight.js/lib/languages/xml'),
  yaml: (): Grammar => import('highlight.js/lib/languages/yaml'),
} as const;

export type Language = keyof typeof grammars;

const otherNames: Readonly<Record<string, Language>> = {
  'c#': 'csharp', 'c++': 'cpp', cc: 'cpp', cjs: 'javascript', console: 'bash', cs: 'csharp', golang: 'go', h: 'c', hpp: 'cpp', html: 'xml', js: 'javascript', json5: 'json', jsonc: 'json',
  jsx: 'javascript', kt: 'kotlin', md: 'markdown', mjs: 'javascript', patch: 'diff', py: 'python', python3: 'python', rb: 'ruby', rs: 'rust', sh: 'bash', shell: 'bash', svg: 'xml', tex: 'latex', toml: 'ini',
  ts: 'typescript', tsx: 'typescript', yml: 'yaml', zsh: 'bash',
};

/** The language that a model's word for it means, or null for one that stays without colours. */
export function languageOf(word: string): Language | null {
  const name = word.toLowerCase();
  if (Object.hasOwn(otherNames, name)) return otherNames[name] ?? null;
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- it was just found among the grammars
  return Object.hasOwn(grammars, name) ? (name as Language) : null;
}

export async function loadGrammar(language: Language): Promise<LanguageFn> {
  return (await grammars[language]()).default;
}
