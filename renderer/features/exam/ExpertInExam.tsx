import { Button } from '../../components/Button.tsx';
import { useTandem } from '../../state/tandem.ts';
import { openSettings, useUi } from '../../state/ui.ts';

/** Before it begins: whether anything of the exam leaves this device, or what is lost without an expert. */
export function ExpertInExam({ ownExamples }: { readonly ownExamples: boolean }) {
  const expert = useTandem((state) => state.app?.expert);
  if (!expert) return null;
  if (expert.state === 'ready') {
    const { name, where, host, price } = expert.card;
    const what = ownExamples ? 'your examples with the steps written so far' : 'the built-in problems with the steps written so far';
    return (
      <p className="text-[0.8125rem] text-muted">
        {where === 'thisDevice' ? `Steps are also given to ${name} on this device. Nothing leaves it.` : `For the steps that are asked, ${what} go to ${name}${host === undefined ? '' : ` (${host})`}. ${price === undefined ? 'What it bills is not known to Tandem, so no cap holds.' : 'The price counts towards your monthly cap.'}`}
      </p>
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-[0.8125rem] text-muted">
      <p className="min-w-52 flex-1">No expert can be asked yet, so the exam cannot find out what asking would bring or cost.</p>
      {expert.state === 'needsAgreement'
        ? <Button small onClick={() => useUi.setState({ isAgreementOpen: true })}>Agree to ask {expert.card.name}</Button>
        : <Button small onClick={() => openSettings('expert')}>Choose an expert</Button>}
    </div>
  );
}
