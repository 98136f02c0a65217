/** What a schema found, as far as it is needed here. */
export interface Issue { readonly code?: string | undefined; readonly path: readonly PropertyKey[]; readonly message: string }

const byCode: Readonly<Record<string, string>> = {
  invalid_type: 'is missing or of another kind than it has to be',
  too_big: 'is too large or too long',
  too_small: 'is too small or too short',
};

/** What does not fit the contract, as a sentence: the schema's own where it has one, never the parser's words. */
export function issueWords(name: string, issues: readonly Issue[]): string {
  const issue = issues[0];
  // A parser's own message is no sentence, and so has no full stop.
  if (issue?.message.endsWith('.')) return issue.message;
  const where = issue?.path.map(String).join('.') ?? '';
  return `${name}: ${where === '' ? 'what came with it' : `"${where}"`} ${byCode[issue?.code ?? ''] ?? 'is not one of the values that are known'}. Nothing was changed.`;
}
