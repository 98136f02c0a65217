import type { AgreementNeeded } from '../../../shared/contract/entities.ts';
import { TandemError } from '../../../shared/errors.ts';

/** What the terminal says where a remote expert was named and nobody has agreed to it. */
export function notAgreed({ to, host, whatWords, priceWords, suggestedCapUsd }: AgreementNeeded): TandemError {
  return new TandemError('expertNotAgreed', `Nothing was sent. ${to} at ${host} would receive: ${whatWords} Price: ${priceWords}. To agree, add --agree and the dollars that may be spent there in a month, for example --agree ${suggestedCapUsd || 1}.`);
}
