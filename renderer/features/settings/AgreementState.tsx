import { useRef, useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { moment, money } from '../../components/format.ts';
import { Problem } from '../../components/Problem.tsx';
import { useAttempt } from '../../components/useAttempt.ts';
import { call } from '../../state/connection.ts';
import { useTandem } from '../../state/tandem.ts';
import { useUi } from '../../state/ui.ts';
import { ChangeCap } from './ChangeCap.tsx';

/** Whether the user agreed that steps may be sent to this host, up to which cap; and the way back. */
export function AgreementState() {
  const expert = useTandem((state) => state.app?.expert);
  const agreements = useTandem((state) => state.settings?.agreements);
  const capLeft = useTandem((state) => state.app?.capLeftUsd ?? null);
  const { problem, attempt } = useAttempt();
  const [isChanging, setChanging] = useState(false);
  const changeButton = useRef<HTMLButtonElement>(null);
  const changed = () => {
    setChanging(false);
    changeButton.current?.focus();
  };
  if (expert?.state === 'failed') return <p role="alert" className="text-sm text-danger">{expert.error.message}</p>;
  if (expert?.state === 'needsAgreement') {
    return (
      <p className="flex flex-wrap items-center gap-3 rounded-lg border border-warn bg-warn-soft px-3 py-2 text-sm text-warn">
        <span className="min-w-52 flex-1">{expert.agreement.againWords ?? ''} Nothing is sent to {expert.agreement.host}, not even a test, until you have agreed{expert.agreement.againWords === undefined ? ' once' : ' to this price'}.</span>
        <Button small onClick={() => useUi.setState({ settings: null, isAgreementOpen: true })}>Review and agree</Button>
      </p>
    );
  }
  const host = expert?.state === 'ready' || expert?.state === 'needsKey' ? expert.card.host : undefined;
  const agreement = host === undefined ? undefined : agreements?.[host];
  if (host === undefined || !agreement) return null;
  return (
    <div className="text-sm">
      <p className="flex flex-wrap items-center gap-3">
        <span className="min-w-52 flex-1">Agreed on {moment(agreement.at)}: steps may be sent to {host}{capWords(agreement.capUsd, capLeft)}</span>
        <span className="flex gap-2">
          {capLeft === null ? null : <Button ref={changeButton} small aria-expanded={isChanging} onClick={() => setChanging(!isChanging)}>Change cap</Button>}
          <Button small onClick={() => attempt(() => call('expert.withdraw', { key: host }))}>Withdraw</Button>
        </span>
      </p>
      {isChanging && capLeft !== null ? <ChangeCap host={host} agreement={agreement} onDone={changed} /> : null}
      <Problem words={problem} />
    </div>
  );
}

function capWords(capUsd: number, leftUsd: number | null): string {
  if (leftUsd === null) return '. What it bills is not known to Tandem, so no cap holds.';
  return `, up to ${money(capUsd)} a month, of which ${money(Math.max(0, leftUsd))} is left.`;
}
