import { expect, it } from 'vitest';
import { lookup, lookupRequest } from './lookup.ts';

const documents = [
  { title: 'Titanic (film)', text: 'Titanic is a film of 1997. It was directed by James Cameron.' },
  { title: 'James Cameron', text: `${'He likes the sea. '.repeat(60)}His mother is Shirley Lowe. ${'He makes films. '.repeat(60)}` },
];

it('reads the question out of a step', () => {
  expect(lookupRequest('Lookup: director of Titanic')).toBe('director of Titanic');
  expect(lookupRequest('Action: lookup[mother of Cameron]')).toBe('mother of Cameron');
  expect(lookupRequest('She has 3 * 4 = 12 apples')).toBeNull();
});

it('finds the passage, cut to what surrounds the match', () => {
  expect(lookup('director of Titanic', documents).output).toContain('directed by James Cameron');
  const found = lookup('mother of James Cameron', documents);
  expect(found.output).toContain('Shirley Lowe');
  expect(found.output.length).toBeLessThan(700);
});

it('says so when nothing fits', () => {
  expect(lookup('zzzz qqqq', documents)).toMatchObject({ ok: false, output: 'Nothing was found.' });
  expect(lookup('anything', [])).toMatchObject({ ok: false });
});
