import { describe, expect, it } from 'vitest';
import { countWords, isMishap, outcomeWords } from './ledgerWords.ts';

const counted = { where: 'remote', usd: 0.002, atMost: false, inputTokens: 100, outputTokens: 5 } as const;
const uncounted = { where: 'remote', usd: 0.002, atMost: true, inputTokens: 0, outputTokens: 0 } as const;

describe('a call in the ledger', () => {
  it.each([
    [{ outcome: 'answered', reason: null, ...counted }, '100 tokens sent, 5 back', '$0.0020', 'answered', false],
    [{ outcome: 'answered', reason: null, ...counted, usd: 0 }, '100 tokens sent, 5 back', 'price not known', 'answered', false],
    [{ outcome: 'answered', reason: null, ...counted, usd: 0, where: 'thisDevice' }, '100 tokens sent, 5 back', '$0', 'answered', false],
    [{ outcome: 'failed', reason: 'notNeeded', ...counted }, '100 tokens sent, 5 back', '$0.0020', 'begun early, not needed', false],
    [{ outcome: 'failed', reason: 'notNeeded', ...uncounted }, 'not counted', 'at most $0.0020', 'begun early, not needed', false],
    [{ outcome: 'failed', reason: 'stopped', ...uncounted }, 'not counted', 'at most $0.0020', 'stopped', false],
    [{ outcome: 'failed', reason: 'failed', ...uncounted }, 'not counted', 'at most $0.0020', 'failed', true],
    [{ outcome: 'failed', reason: null, ...uncounted, usd: 0, atMost: false }, '0 tokens sent, 0 back', '$0', 'failed', true],
    [{ outcome: 'sent', reason: null, ...uncounted, atMost: false }, 'not counted', 'at most $0.0020', 'sent, no answer yet', false],
  ] as const)('%j', (entry, tokens, price, outcome, mishap) => {
    expect([countWords(entry), outcomeWords(entry), isMishap(entry)]).toEqual([{ tokens, price }, outcome, mishap]);
  });
});
