import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { EvalProblem } from '../data/evalProblem.ts';
import { claimDocuments } from './sameDocuments.ts';

const problem = (id: string, text: string): EvalProblem => ({ kind: 'answer', dataset: 'own', id, question: `Where is ${id}?`, documents: [{ title: 'Places', text }], gold: { rule: 'words', accepted: ['Ulm'] } });

it('a folder of calls takes more problems, and none whose passages were edited under the same titles', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-documents-'));
  claimDocuments(folder, [problem('a', 'In Ulm.')]);
  claimDocuments(folder, [problem('b', 'In Bern.')]);
  claimDocuments(folder, [problem('a', 'In Ulm.'), problem('b', 'In Bern.')]);
  expect(() => claimDocuments(folder, [problem('a', 'In Ulm, no more.'), problem('b', 'In Bern.')])).toThrow(/documents of 1 problem have other texts.*Nothing was run/);
  // The refusal left what was known.
  claimDocuments(folder, [problem('a', 'In Ulm.')]);
  const none = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-documents-'));
  claimDocuments(none, [{ ...problem('a', ''), documents: [] }]);
  expect(fs.readdirSync(none)).toEqual([]);
});
