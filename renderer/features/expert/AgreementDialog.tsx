import { useId, useState } from 'react';
import type { AgreementNeeded } from '../../../shared/contract/entities.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Problem } from '../../components/Problem.tsx';
import { useAttempt } from '../../components/useAttempt.ts';
import { call } from '../../state/connection.ts';
import { useTandem } from '../../state/tandem.ts';
import { useUi } from '../../state/ui.ts';
import { startRun } from '../chat/sendQuestion.ts';

/** Asked once for each remote expert, before the first payload leaves this device. */
export function AgreementDialog() {
  const expert = useTandem((state) => state.app?.expert);
  const asking = useUi((state) => state.asking);
  const close = () => useUi.setState({ isAgreementOpen: false, asking: null });
  if (expert?.state !== 'needsAgreement') return null;
  return <Agreement agreement={expert.agreement} asking={asking} onClose={close} />;
}

function Agreement({ agreement, asking, onClose }: {
  readonly agreement: AgreementNeeded; readonly asking: { readonly chatId: string | null; readonly question: string } | null; readonly onClose: () => void;
}) {
  const [cap, setCap] = useState(String(agreement.suggestedCapUsd));
  const capId = useId();
  const { problem, isBusy, attempt } = useAttempt();
  const isPriced = agreement.price !== undefined;
  const capUsd = isPriced ? Number(cap) : agreement.suggestedCapUsd;
  const isValid = cap.trim() !== '' && Number.isFinite(capUsd) && capUsd >= 0;
  const agree = async () => {
    await call('expert.agree', { key: agreement.key, capUsd, ...(agreement.price === undefined ? {} : { price: agreement.price }) });
    onClose();
    if (asking) await startRun(asking.chatId, asking.question);
  };
  const onlyHere = () => {
    onClose();
    if (asking) void startRun(asking.chatId, asking.question, { dial: 1 });
  };
  return (
    <Dialog
      title="Before anything leaves this device"
      onClose={onClose}
      footer={<>
        <Button onClick={onClose}>Not now</Button>
        {asking ? <Button onClick={onlyHere}>Answer only on this device</Button> : null}
        <Button look="primary" disabled={!isValid || isBusy} onClick={() => attempt(agree)}>{asking ? 'Agree and send' : 'Agree'}</Button>
      </>}
    >
      {agreement.againWords === undefined ? null : <p className="mb-3 text-sm">{agreement.againWords}</p>}
      <dl className="grid gap-x-4 gap-y-3 text-sm sm:grid-cols-[8rem_1fr]">
        <dt className="font-semibold">What is sent</dt>
        <dd>{agreement.whatWords}</dd>
        <dt className="font-semibold">To whom</dt>
        <dd>{agreement.to.replace(` at ${agreement.host}`, '')} at <span className="font-mono wrap-anywhere">{agreement.host}</span></dd>
        <dt className="font-semibold">At what price</dt>
        <dd>{agreement.priceWords}</dd>
        <dt className="font-semibold">{isPriced ? <label htmlFor={capId}>Spending cap</label> : 'Spending cap'}</dt>
        <dd>
          {isPriced ? <CapField id={capId} cap={cap} isValid={isValid} onChange={setCap} /> : 'None holds here: Tandem cannot count what it does not know the price of. Steps are sent as often as the slider says.'}
        </dd>
      </dl>
      <p className="mt-4 text-sm text-muted">You are asked once for this host, and again only for a dearer model; you can withdraw in the settings. At the slider&rsquo;s left end nothing is sent, except a step that you give to the expert yourself.</p>
      <Problem words={problem} />
    </Dialog>
  );
}

function CapField({ id, cap, isValid, onChange }: { readonly id: string; readonly cap: string; readonly isValid: boolean; readonly onChange: (cap: string) => void }) {
  return (
    <>
      <span className="flex items-center gap-2">
        <span aria-hidden>$</span>
        <input id={id} type="number" inputMode="decimal" min={0} step="0.5" value={cap} aria-invalid={!isValid} aria-describedby={`${id}-note`} onChange={(event) => onChange(event.target.value)} className="min-h-9 w-28 rounded-md border border-edge bg-surface px-2" />
        a month
      </span>
      <span id={`${id}-note`} className="mt-1 block text-muted">{isValid ? 'When it is reached, answers go on here alone.' : 'Enter an amount of 0 or more.'}</span>
    </>
  );
}
