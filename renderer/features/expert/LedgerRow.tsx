import { ChevronRight } from 'lucide-react';
import { connectionTest, type LedgerEntry } from '../../../shared/contract/entities.ts';
import { moment } from '../../components/format.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { countWords, isMishap, outcomeWords } from './ledgerWords.ts';

/** One payload: when, to whom, at what price, and the text itself. */
export function LedgerRow({ entry, isOpen = false }: { readonly entry: LedgerEntry; readonly isOpen?: boolean }) {
  const payload = pretty(entry.payload);
  const { tokens, price } = countWords(entry);
  return (
    <details open={isOpen} className="group rounded-lg border border-line bg-surface">
      <summary className="flex list-none flex-wrap items-center gap-x-3 gap-y-0.5 rounded-lg px-3 py-2 text-sm hover:bg-sunken">
        <ChevronRight aria-hidden size={14} className="transition-transform group-open:rotate-90" />
        <span className="font-medium">{entry.to}</span>
        <span className="text-muted">{entry.where === 'remote' ? entry.host : 'this device'}</span>
        <span className="text-muted">{entry.runId === connectionTest ? 'connection test' : `step ${entry.step + 1}`}</span>
        <time className="text-muted" dateTime={new Date(entry.at).toISOString()}>{moment(entry.at)}</time>
        <span className="text-muted">{tokens}</span>
        <span>{price}</span>
        <span className={isMishap(entry) ? 'text-danger' : 'text-muted'}>{outcomeWords(entry)}</span>
      </summary>
      <div className="border-t border-line p-3">
        <p className="flex items-center justify-between gap-2 text-xs text-muted">
          <span className="wrap-anywhere">SHA-256 {entry.payloadDigest}</span>
          <CopyButton name="Copy payload" text={() => entry.payload} />
        </p>
        <pre tabIndex={0} aria-label="Payload" className="scroll-thin mt-1 max-h-96 overflow-auto rounded border border-line bg-sunken p-2 text-xs leading-relaxed wrap-anywhere whitespace-pre-wrap">{payload}</pre>
      </div>
    </details>
  );
}

/** The same JSON with line breaks; anything else as it is. */
function pretty(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return payload;
  }
}
