import type { GateInfo } from '../../../shared/contract/gate.ts';
import { aurocWords, eceWords, skillWords, withInterval } from './examWords.ts';

/** The three usual figures of such a gate, each with what it means. */
export function Measures({ gate: { auroc, debiasedEce, brierSkill } }: { readonly gate: GateInfo }) {
  const rows = [
    auroc === null ? null : { name: 'Order of doubt (AUROC)', figure: withInterval(auroc), words: aurocWords(auroc) },
    debiasedEce === null ? null : { name: 'Error of its percentages (ECE)', figure: Math.max(0, debiasedEce).toFixed(3), words: eceWords(debiasedEce) },
    brierSkill === null ? null : { name: 'Gain over one percentage (Brier skill)', figure: brierSkill.toFixed(2), words: skillWords(brierSkill) },
  ].filter((row) => row !== null);
  if (rows.length === 0) return null;
  return (
    <section className="text-sm">
      <h4 className="mb-1 font-semibold">How well it tells wrong from right</h4>
      <dl className="space-y-2.5">
        {rows.map(({ name, figure, words }) => (
          <div key={name}>
            <dt className="flex justify-between gap-3"><span>{name}</span><span className="font-semibold tabular-nums">{figure}</span></dt>
            <dd className="text-[0.8125rem] text-muted">{words}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
