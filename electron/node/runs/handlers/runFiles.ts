import type { Output } from '../../../../shared/contract/api.ts';
import type { RunRequest } from '../store/runRows.ts';

/** A question's files with their paragraphs, put together again. */
export function runFiles({ documents, files = [] }: Pick<RunRequest, 'documents' | 'files'>): Output<'runs.files'> {
  const starts = files.map((_, index) => files.slice(0, index).reduce((sum, { paragraphs }) => sum + paragraphs, 0));
  return files.map(({ name, sizeBytes, paragraphs }, index) => ({ name, sizeBytes, documents: documents.slice(starts[index], (starts[index] ?? 0) + paragraphs) }));
}
