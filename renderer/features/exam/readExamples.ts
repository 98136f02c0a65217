import { bytes } from '../../components/format.ts';

export const maxExampleBytes = 20_000_000;
export const exampleTypes = '.jsonl,.csv';

export type ExamplesRead =
  | { readonly ok: true; readonly name: string; readonly text: string; readonly words: string }
  | { readonly ok: false; readonly words: string };

/** Reads a file of examples as text, or says why not. What is in it is examined by the service. */
export async function readExamples(file: Pick<File, 'name' | 'size' | 'arrayBuffer'>): Promise<ExamplesRead> {
  const { name, size } = file;
  const refuse = (why: string): ExamplesRead => ({ ok: false, words: `${name} was not read: ${why}` });
  if (!/\.(jsonl|csv)$/i.test(name)) return refuse('examples come as .jsonl or .csv, each with a question and its answer.');
  if (size === 0) return refuse('it is empty.');
  if (size > maxExampleBytes) return refuse(`it has ${bytes(size)}, and at most ${bytes(maxExampleBytes)} can be read. Choose a part of it; a few hundred examples are plenty.`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch (error) {
    return refuse(error instanceof TypeError ? 'it is not UTF-8 text. Save it as UTF-8 and choose it again.' : 'it could not be opened. Check that it is still there and may be read.');
  }
  if (text.trim() === '') return refuse('it is empty.');
  return { ok: true, name: name.slice(-200), text, words: `${name}, ${bytes(size)}` };
}
