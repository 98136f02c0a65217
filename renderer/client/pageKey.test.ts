import { expect, it } from 'vitest';
import { pageKey } from './pageKey.ts';

/** As much of a browser's page as the key needs. */
function pageAt(hash: string, kept = new Map<string, string>()) {
  const location = { hash, pathname: '/' };
  const page = {
    location, history: { replaceState: (_state: unknown, _title: string, path: string) => { location.hash = path.slice(1); } },
    localStorage: { getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, value: string) => { kept.set(name, value); } },
  };
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the rest of a page is not asked for
  return { kept, location, page: page as unknown as Window };
}

it('takes the key from behind the address, out of sight, and keeps it for a reload and another tab', () => {
  const first = pageAt('#key=abc-_1');
  expect(pageKey(first.page)).toBe('abc-_1');
  expect(first.location.hash).toBe('');
  expect(pageKey(pageAt('', first.kept).page)).toBe('abc-_1');
});

it('takes the key of the next start on the same port, and nothing else for one', () => {
  const { kept } = pageAt('', new Map([['tandem-page-key', 'old']]));
  expect(pageKey(pageAt('#elsewhere', kept).page)).toBe('old');
  expect(pageKey(pageAt('#key=new', kept).page)).toBe('new');
  expect(pageKey(pageAt('').page)).toBeNull();
});
