/** A text as one word of a command that is to be copied into a terminal, whatever spaces, quotes or signs are in it. */
export function shellWord(text: string, platform: NodeJS.Platform = process.platform): string {
  if (/^[\w.:/@=+-]+$/.test(text)) return text;
  // The only quotes that cmd and PowerShell have in common; no path there has one of its own.
  if (platform === 'win32') return `"${text.replaceAll('"', '""')}"`;
  // Within single quotes a shell reads nothing, not even a backslash before the next quote.
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
