import { expect, it } from 'vitest';
import { identityOf, type Adapter } from './adapterList.ts';
import { withAdapters } from './withAdapters.ts';

const card = { id: 'big', name: 'Big', kind: 'gguf', where: 'thisDevice', sha256: 'b'.repeat(64) } as const;
const mine: Adapter = { model: 'big', name: 'mine', file: 'c.gguf', sha256: 'c'.repeat(64), scale: 0.5, architecture: 'llama', rank: 4, base: { sha256: 'b'.repeat(64), sizeBytes: 1 } };
const having = (own: readonly Adapter[]) => ({ list: (model?: string) => own.filter((adapter) => adapter.model === model) });

it('leaves a model without adapters as it is, and names one with them by both', () => {
  expect(withAdapters(card, having([]))).toBe(card);
  expect(withAdapters(card, having([{ ...mine, model: 'other' }]))).toBe(card);
  expect(withAdapters(card, having([mine]))).toEqual({ ...card, name: expect.stringContaining('mine') as string, sha256: identityOf(card.sha256, [mine]), baseSha256: card.sha256 });
});

it('knows a file of the user by the path that its adapters were added to', () => {
  const { sha256: _, ...file } = card;
  expect(withAdapters(file, having([{ ...mine, model: '/models/big.gguf' }]), '/models/big.gguf')).toMatchObject({ sha256: identityOf(mine.base.sha256, [mine]), baseSha256: mine.base.sha256 });
});
