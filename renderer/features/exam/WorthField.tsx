import { useId, useState } from 'react';
import type { GateInfo } from '../../../shared/contract/gate.ts';
import { payingRates } from '../../../shared/learn/curves/assumedRates.ts';
import { recommendDial } from '../../../shared/learn/curves/predictedCurve.ts';
import { Button } from '../../components/Button.tsx';
import { money } from '../../components/format.ts';
import { Problem } from '../../components/Problem.tsx';
import { useAttempt } from '../../components/useAttempt.ts';
import { useTandem } from '../../state/tandem.ts';
import { endsWords, takeP } from '../dial/pNow.ts';

/** The p that pays for what a right answer is worth to the user; only where asking costs something that is known. */
export function WorthField({ gate, dial }: { readonly gate: GateInfo; readonly dial: number }) {
  const [typed, setTyped] = useState('0.01');
  const id = useId();
  const ends = useTandem((state) => endsWords(state.settings?.dialMode));
  const { problem, attempt } = useAttempt();
  const { usdPerStep = null } = gate;
  const helps = gate.isOtherExpert === true ? null : (gate.rescues ?? gate.repairs);
  if (usdPerStep === null || usdPerStep === 0 || gate.curve.length === 0) return null;
  const worth = Number(typed);
  const isRight = typed.trim() !== '' && Number.isFinite(worth) && worth > 0;
  const found = isRight ? recommendDial(gate.curve, { ...payingRates(gate), usdPerStep, valueOfRightUsd: worth }) : null;
  const p = found && Math.round(found.p * 100) / 100;
  return (
    <div className="text-sm">
      <h4 className="font-semibold">What pays</h4>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <label htmlFor={id}>To me a right answer is worth, in US dollars</label>
        <input id={id} type="number" inputMode="decimal" min={0} step="any" value={typed} aria-invalid={!isRight} aria-describedby={`${id}-words`} onChange={(event) => setTyped(event.target.value)} className="min-h-7 w-24 rounded-md border border-edge bg-surface px-2 text-right tabular-nums" />
      </p>
      <p id={`${id}-words`} role="status" className="text-[0.8125rem] text-muted">
        {found === null
          ? 'Give an amount above 0.'
          : `An asked step costs about ${money(usdPerStep)}${helps === null ? ', and nobody has tried how often this expert helps; if it always did' : ` and ${gate.rescues ? 'saves a lost answer' : 'repairs a wrong step'} in ${Math.round(helps.value * 100)} of 100 cases`}: asking pays when a step${gate.isCalibrated ? ` is more than ${Math.round(found.p * 100)} % likely to be wrong` : `'s doubt is above ${Math.round(found.p * 100)} %`}.`}
      </p>
      {p === null || Math.abs(p - dial) < 0.005 ? null : (
        <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
          <Button small onClick={() => attempt(() => takeP(p))}>Set p to {p.toFixed(2)}</Button>
          {ends === null ? null : <span className="text-[0.8125rem] text-muted">{ends}</span>}
        </p>
      )}
      <Problem words={problem} />
    </div>
  );
}
