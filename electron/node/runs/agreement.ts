import type { ModelCard } from '../../../shared/agent/model.ts';
import { agreedState, type Agreements } from '../../../shared/contract/agreement.ts';
import type { AgreementNeeded } from '../../../shared/contract/entities.ts';
import { TandemError } from '../../../shared/errors.ts';

/** What the terminal says where a remote expert was named and nobody has agreed to it. */
export function notAgreed({ to, host, whatWords, priceWords, suggestedCapUsd }: AgreementNeeded): TandemError {
  const receiver = to.includes(host) ? to : `${to} at ${host}`;
  return new TandemError('expertNotAgreed', `Nothing was sent. This is what ${receiver} would receive: ${whatWords} Price: ${priceWords.replace(/\.$/, '')}. To agree, add --agree and the dollars that may be spent there in a month, for example --agree ${suggestedCapUsd || 1}.`);
}

/** What the cap leaves at this expert's host; null: none holds there. */
export function capLeft(card: ModelCard | null, agreements: Agreements, left: (host: string, capUsd: number) => number | null): number | null {
  if (card?.host === undefined || card.price === undefined) return null;
  const agreed = agreedState(card, agreements);
  return agreed.state === 'missing' ? null : left(card.host, agreed.agreement.capUsd);
}
