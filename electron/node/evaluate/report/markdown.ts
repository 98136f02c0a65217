import type { Results } from './results.ts';
import { factsOf, sectionsOf } from './sections.ts';
import type { Section, Table } from './table.ts';
import { oneLine, stripped } from './words.ts';

/** The report's tables as Markdown, its pictures beside them as files. */
export function markdownOf(results: Results, sections: readonly Section[] = sectionsOf(results)): string {
  return `${[
    '# Evaluation', 'Shares and accuracies with 95 % intervals.', fenced(results.command),
    factsOf(results).map(([name, value]) => `- ${name}: ${escaped(value)}`).join('\n'),
    ...(results.notes.length > 0 ? ['## Notes', results.notes.map((note) => `- ${escaped(note)}`).join('\n')] : []),
    ...sections.flatMap((section) => [
      `## ${escaped(section.title)}`, ...(section.intro ? [escaped(section.intro)] : []),
      ...section.pictures.map((picture) => `![${escaped(picture.title)}](${picture.id}.svg)`),
      ...section.tables.flatMap(tableText),
    ]),
  ].join('\n\n')}\n`;
}

function tableText(table: Table): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  const lines = [line(table.columns.map((column) => column.head)), `| ${table.columns.map((column) => (column.isNumber ? '---:' : '---')).join(' | ')} |`, ...table.rows.map(line)];
  return [`### ${escaped(table.title)}`, ...(table.note ? [escaped(table.note)] : []), lines.join('\n')];
}

/** Text that Markdown and the HTML in it leave as it is. */
function escaped(text: string): string {
  return oneLine(text).replaceAll(/[\\`*[\]<>|#~$!]/g, String.raw`\$&`).replaceAll('&', '&amp;').replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\_`);
}

/** A block that no run of backticks in the text can end. */
function fenced(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}sh\n${stripped(text)}\n${fence}`;
}
