import { expect, it } from 'vitest';
import { z } from 'zod';
import { methods, topics } from './api.ts';
import { issueWords } from './issueWords.ts';

const wordsOf = (schema: z.ZodType, value: unknown) => issueWords('it', schema.safeParse(value).error?.issues ?? []);

it('says in our own words what does not fit', () => {
  const schema = z.object({ title: z.string().min(1).max(3), n: z.number(), kind: z.enum(['a']), own: z.number().max(1, 'At most one.') }).partial();
  expect(wordsOf(schema, { title: 'long' })).toBe('it: "title" is too large or too long. Nothing was changed.');
  expect(wordsOf(schema, { title: '' })).toBe('it: "title" is too small or too short. Nothing was changed.');
  expect(wordsOf(schema, { n: 'one' })).toBe('it: "n" is missing or of another kind than it has to be. Nothing was changed.');
  expect(wordsOf(schema, { kind: 'b' })).toBe('it: "kind" is not one of the values that are known. Nothing was changed.');
  expect(wordsOf(schema, { own: 2 })).toBe('At most one.');
  expect(wordsOf(schema, 1)).toBe('it: what came with it is missing or of another kind than it has to be. Nothing was changed.');
});

it('lets no word of the parser through, whatever method or topic', () => {
  const all: z.ZodType[] = [...Object.values(methods).map(({ input }) => input), ...Object.values(topics).map(({ params }) => params)];
  const odd = { chatId: 5, runId: 5, question: 5, dial: 'x', text: 5, title: 5, id: 5, key: 5, step: -1, by: 'me', source: 1, limit: 0, choice: { kind: 'x' }, dialMode: { kind: 'budget', usdPerMonth: 'much' } };
  for (const schema of all) for (const value of [null, 5, {}, odd]) {
    if (!schema.safeParse(value).success) expect(wordsOf(schema, value)).not.toMatch(/[Ee]xpected|Invalid|Too (big|small)|Unrecognized/);
  }
});
