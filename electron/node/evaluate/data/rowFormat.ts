import type { z } from 'zod';
import type { DatasetId, EvalProblem } from './evalProblem.ts';

export interface RowFormat {
  readonly dataset: DatasetId;
  /** What people call it. */
  readonly name: string;
  /** Whether a row is meant to be of this format: the fields that only it has, good or bad. */
  readonly claims: (fields: ReadonlySet<string>, row: Readonly<Record<string, unknown>>) => boolean;
  /** The problem of a row, or what is wrong with it. */
  readonly read: (row: unknown, line: number) => EvalProblem | { readonly problem: string };
}

/** Builds a format from a schema and a pure translation; a translation may itself refuse by returning `problem`. */
export function rowFormat<Schema extends z.ZodType>(format: Omit<RowFormat, 'read'> & {
  readonly schema: Schema;
  readonly translate: (row: z.output<Schema>, line: number) => EvalProblem | { readonly problem: string };
}): RowFormat {
  const { schema, translate, ...rest } = format;
  return {
    ...rest,
    read: (row, line) => {
      const parsed = schema.safeParse(row);
      if (parsed.success) return translate(parsed.data, line);
      const issue = parsed.error.issues[0];
      const field = issue?.path.map(String).join('.') ?? '';
      return { problem: field === '' ? 'it has not the right form' : `its field "${field}" is missing or wrong (${issue?.message ?? 'not as expected'})` };
    },
  };
}
