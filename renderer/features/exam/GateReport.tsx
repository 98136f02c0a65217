import type { GateInfo } from '../../../shared/contract/gate.ts';
import { secondRoundWords } from '../../../shared/exam/secondRound.ts';
import { Button } from '../../components/Button.tsx';
import { useTandem } from '../../state/tandem.ts';
import { assumedBy, basisWords, outlookWords } from '../dial/curveWords.ts';
import { endsWords, takeP, usePNow } from '../dial/pNow.ts';
import { AccuracyPlot } from './AccuracyPlot.tsx';
import { cautionWords, damagesWords, expertAloneWords, measuredOnWords, repairsWords, rescuesWords } from './examWords.ts';
import { Measures } from './Measures.tsx';
import { Problem } from '../../components/Problem.tsx';
import { ReliabilityPlot } from './ReliabilityPlot.tsx';
import { WorthField } from './WorthField.tsx';
import { useAttempt } from '../../components/useAttempt.ts';

/** What is known of the local model's gate, from an exam or as shipped. */
export function GateReport({ gate }: { readonly gate: GateInfo }) {
  const dial = usePNow();
  const caution = cautionWords(gate);
  const isFree = gate.curve.length > 0 && gate.curve.every((point) => point.usdPerQuestion === 0);
  const recommendedP = gate.isOtherExpert === true ? null : (gate.recommended?.p ?? null);
  const hasPrice = gate.curve.some((point) => point.usdPerQuestion !== null);
  return (
    <section className="mt-6 space-y-4 border-t border-line pt-4">
      <div>
        <h3 className="text-sm font-semibold">What is known of this model</h3>
        <p role="status" className="text-sm">{basisWords(gate)}</p>
        <p className="text-[0.8125rem] text-muted">{measuredOnWords(gate)}{caution === null ? '' : `. ${caution}`}</p>
        {gate.secondRound === undefined ? null : <p className="text-[0.8125rem] text-muted">{secondRoundWords(gate.secondRound)}</p>}
      </div>
      {gate.isOtherExpert === true && gate.expert ? <p className="text-sm">{gate.expert.name} took part in this exam as the expert, not the one that is chosen now: curves and tries are {gate.expert.name}’s, and no setting is recommended. An exam with your expert shows what yours brings.</p> : null}
      {gate.recommended === null || gate.isOtherExpert === true ? null : <Recommended gate={gate} recommended={gate.recommended} dial={dial} />}
      {gate.repairs === null && gate.curve.length > 0 ? <p className="text-sm">No expert took part in this exam: the curves show what one would bring that never errs.</p> : null}
      <div className="grid gap-x-5 gap-y-4 sm:grid-cols-2">
        {gate.curve.length > 0 ? <AccuracyPlot by="share" curve={gate.curve} dial={dial} recommended={recommendedP} /> : null}
        {isFree ? null : <AccuracyPlot by="price" curve={gate.curve} dial={dial} recommended={recommendedP} />}
        {gate.reliability.some((bin) => bin.n > 0) ? <ReliabilityPlot bins={gate.reliability} /> : null}
        <Measures gate={gate} />
      </div>
      {gate.curve.length > 0 ? (
        <p className="text-[0.8125rem] text-muted">
          Solid line with its 95 % band: what each setting is foretold to give. Dashed: in the curves, straight from never to always asking; beside the doubt, what a gate would show whose percentages are exactly true. Filled dot: the setting now{recommendedP === null ? '' : '; diamond: the recommended setting'}.
          {isFree ? ' Asking costs nothing here: the expert runs on this device.' : hasPrice ? '' : ' The expert’s price is not known, so there is no curve by price.'}
        </p>
      ) : null}
      <WorthField gate={gate} dial={dial} />
      <div className="text-sm">
        <h4 className="font-semibold">{gate.expert ? `What asking ${gate.expert.name} does` : 'What asking does'}</h4>
        {[repairsWords(gate.repairs), rescuesWords(gate.rescues), damagesWords(gate.damages), expertAloneWords(gate.expertAlone)].map((words) => (words === null ? null : <p key={words}>{words}</p>))}
      </div>
    </section>
  );
}

function Recommended({ gate, recommended, dial }: { readonly gate: GateInfo; readonly recommended: NonNullable<GateInfo['recommended']>; readonly dial: number }) {
  const isUsed = Math.abs(dial - recommended.p) < 0.005;
  const policy = useTandem((state) => state.settings?.policy);
  const ends = useTandem((state) => endsWords(state.settings?.dialMode));
  const outlook = outlookWords(gate.curve, recommended.p, assumedBy(gate));
  const { problem, attempt } = useAttempt();
  return (
    <div className="rounded-lg border border-local bg-local-soft px-4 py-3 text-sm">
      <h4 className="font-semibold">Recommended: p = {recommended.p.toFixed(2)}</h4>
      <p>{recommended.words}</p>
      {outlook === null ? null : <p className="tabular-nums">{outlook.charAt(0).toUpperCase() + outlook.slice(1)}.</p>}
      <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button small look="primary" aria-disabled={isUsed} className="aria-disabled:opacity-60" onClick={() => { if (!isUsed) attempt(() => takeP(recommended.p)); }}>{isUsed ? 'In use' : 'Use this setting'}</Button>
        {policy === undefined || policy === 'adaswitch' ? null : <p className="text-[0.8125rem] text-muted">It counts once the policy is AdaSwitch (Settings, Policy).</p>}
        {isUsed || ends === null ? null : <p className="text-[0.8125rem] text-muted">{ends}</p>}
      </div>
      <Problem words={problem} />
    </div>
  );
}
