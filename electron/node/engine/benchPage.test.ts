import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withMeasured } from './benchPage.ts';

describe('the page of the bench', () => {
  it('keeps what people wrote around the measured part', () => {
    const first = withMeasured('# Bench\n\nBy hand.\n', 'one');
    expect(first).toMatch(/^# Bench\n\n<!-- .+ -->\none\n<!-- .+ -->\n\nBy hand\.\n$/);
    const written = first.replace('# Bench\n', '# Bench\n\nBefore.\n');
    expect(withMeasured(written, 'two\n')).toBe(written.replace('one', 'two'));
  });
  it('begins one that is not there yet', () => {
    expect(withMeasured('', 'one')).toMatch(/^# Bench\n\n<!-- .+ -->\none\n<!-- .+ -->\n$/);
  });
  it('has its place in the page that is published', () => {
    const page = readFileSync(new URL('../../../docs/results/bench.md', import.meta.url), 'utf8');
    const next = withMeasured(page, 'new figures');
    expect(next).toContain('new figures');
    expect(next).toContain('Whole problems, one at a time');
    expect(next).not.toContain('| what | measured |');
  });
});
