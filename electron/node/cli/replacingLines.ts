import fs from 'node:fs';

/**
 * JSON lines in place of an earlier run's. The old file goes when the first new line is there, and not before: a run
 * that ends without one (a model that does not load, an expert that is away) leaves what was worked out for hours.
 */
export function replacingLines(file: string): (line: unknown) => void {
  let isNew = false;
  return (line) => {
    const text = `${JSON.stringify(line)}\n`;
    if (isNew) fs.appendFileSync(file, text);
    else fs.writeFileSync(file, text);
    isNew = true;
  };
}
