import fs from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { markdownOf } from './markdown.ts';
import { pageOf } from './page.ts';
import { standalone } from './plots/draw.ts';
import { resultsSchema, type ResultsInput } from './results.ts';
import { sectionsOf } from './sections.ts';

/**
 * Writes `results.json`, `table.md`, `index.html` and one SVG per picture into the folder, made if it is not there.
 * Returns the files' names. Results that do not fit the schema throw before anything is written.
 */
export async function writeReport(input: ResultsInput, folder: string): Promise<readonly string[]> {
  const results = resultsSchema.parse(input);
  const sections = sectionsOf(results);
  const files: readonly (readonly [name: string, text: string])[] = [
    ['results.json', `${JSON.stringify(results, null, 1)}\n`],
    ['table.md', markdownOf(results, sections)],
    ['index.html', await pageOf(results, sections)],
    ...sections.flatMap((section) => section.pictures.map((picture) => [`${picture.id}.svg`, standalone(picture.svg, picture.alternative)] as const)),
  ];
  await fs.mkdir(folder, { recursive: true });
  for (const [name, text] of files) await writeFileAtomic(path.join(folder, name), text);
  return files.map(([name]) => name);
}
