import type { LedgerEntry } from '../../../shared/contract/entities.ts';
import { isUnpricedCall, priceNotKnown } from '../../../shared/trace/stepPrice.ts';
import { counted, money } from '../../components/format.ts';

type Told = Pick<LedgerEntry, 'where' | 'outcome' | 'reason' | 'atMost' | 'usd' | 'inputTokens' | 'outputTokens'>;

const given: Readonly<Record<NonNullable<LedgerEntry['reason']>, string>> = { notNeeded: 'begun early, not needed', stopped: 'stopped', failed: 'failed' };

/** How a call ended, in words. */
export function outcomeWords({ outcome, reason }: Told): string {
  if (outcome === 'failed') return given[reason ?? 'failed'];
  return outcome === 'sent' ? 'sent, no answer yet' : 'answered';
}

/** Only what went wrong: a call that was given up on purpose is none. */
export function isMishap({ outcome, reason }: Told): boolean {
  return outcome === 'failed' && (reason ?? 'failed') === 'failed';
}

/** What was counted, and its price. What nobody counted is not called nothing. */
export function countWords(entry: Told): { readonly tokens: string; readonly price: string } {
  const isOpen = entry.outcome === 'sent' || entry.atMost;
  return {
    tokens: isOpen ? 'not counted' : `${counted(entry.inputTokens, 'token')} sent, ${entry.outputTokens} back`,
    price: isUnpricedEntry(entry) ? priceNotKnown : `${isOpen && entry.usd > 0 ? 'at most ' : ''}${money(entry.usd)}`,
  };
}

const isUnpricedEntry = ({ usd, where, inputTokens }: Told) => isUnpricedCall({ usd, where, usage: { inputTokens } });
