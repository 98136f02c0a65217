import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { TandemError } from '../../../../shared/errors.ts';
import { asAsked } from '../data/asAsked.ts';
import type { EvalProblem } from '../data/evalProblem.ts';

const fileSchema = z.record(z.string(), z.string());

/**
 * A call is known by its prompt, and a prompt holds only the titles of documents that are looked things up in. So their
 * texts' digests stand beside the call log: with other texts under the same titles a known call would be a stale one.
 */
export function claimDocuments(folder: string, problems: readonly EvalProblem[]): void {
  const file = path.join(folder, 'documents.json');
  const known = fs.existsSync(file) ? fileSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8'))) : {};
  const now = Object.fromEntries(problems.flatMap((problem) => {
    const { question, documents } = asAsked(problem);
    return documents.length === 0 ? [] : [[digest([question, ...documents.map(({ title }) => title)]), digest(documents.map(({ text }) => text))] as const];
  }));
  const others = Object.entries(now).filter(([asked, texts]) => (known[asked] ?? texts) !== texts).length;
  if (others > 0) throw new TandemError('conflict', `The documents of ${others} ${others === 1 ? 'problem' : 'problems'} have other texts under the same titles than those that the calls in ${folder} were made with. Nothing was run, so that no old look-up is taken for a new one; name another folder with --out.`);
  if (Object.keys(now).length > 0) fs.writeFileSync(file, `${JSON.stringify({ ...known, ...now })}\n`);
}

const digest = (texts: readonly string[]): string => createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 24);
