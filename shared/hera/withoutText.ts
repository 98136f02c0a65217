import type { HeraFile } from './heraFile.ts';

/**
 * The part of a profile that holds nobody's words: heads and figures. What remembers requests or what an expert wrote
 * (the request classifier's neighbours, the logged transitions) is left out, and with it every part that needs it.
 */
export function withoutText(file: HeraFile): HeraFile {
  return { ...file, urc: null, known: [], transitions: [], sseBy: 'likeness', partsOn: ['sse'] };
}
