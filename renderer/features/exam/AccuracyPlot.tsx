import type { CurvePoint } from '../../../shared/contract/gate.ts';
import { money, percent } from '../../components/format.ts';
import { curveAt } from '../dial/curveWords.ts';
import { accuracyDomain, placed } from './accuracyCurve.ts';
import { percentRange } from './examWords.ts';
import { Plot } from './Plot.tsx';
import { bandPath, linePath } from './plotPaths.ts';

const kinds = {
  share: { title: 'Right answers by steps asked', label: 'steps asked', head: 'Steps asked', measure: (point: CurvePoint) => point.share.value, format: percent },
  price: { title: 'Right answers by price', label: 'price of a question', head: 'Price', measure: (point: CurvePoint) => point.usdPerQuestion, format: money },
} as const;

/** What each setting buys: right answers, with the 95 % band, against the share of asked steps or against the price. */
export function AccuracyPlot({ by, curve, dial, recommended }: { readonly by: keyof typeof kinds; readonly curve: readonly CurvePoint[]; readonly dial: number; readonly recommended: number | null }) {
  const { title, label, head, measure, format } = kinds[by];
  const points = placed(curve, measure);
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || first.x === last.x) return null;
  const at = (p: number) => placed([curveAt(curve, p)].filter((point) => point !== null), measure)[0];
  const [now, best] = [at(dial), recommended === null ? undefined : at(recommended)];
  return (
    <Plot
      title={title}
      name={`From ${percent(first.y)} right at ${format(first.x)} to ${percent(last.y)} right at ${format(last.x)} (${label}), with 95 % intervals.`}
      x={{ label, domain: [by === 'share' ? 0 : Math.min(0, first.x), by === 'share' ? 1 : last.x], format }}
      y={{ label: 'right answers', domain: accuracyDomain(points), format: percent }}
      table={{
        head: ['p', head, 'Right', '95 % interval'],
        rows: points.map(({ x, y, low, high, point }) => [point.p.toFixed(2), format(x), percent(y), percentRange({ low, high })]),
      }}
    >
      {({ x, y }) => (
        <>
          <path d={bandPath(points, x, y)} className="fill-local opacity-20" />
          <line x1={x(first.x)} y1={y(first.y)} x2={x(last.x)} y2={y(last.y)} strokeDasharray="4 4" className="stroke-edge" />
          <path d={linePath(points, x, y)} className="fill-none stroke-local stroke-2" />
          {best ? <rect x={x(best.x) - 5} y={y(best.y) - 5} width={10} height={10} transform={`rotate(45 ${x(best.x)} ${y(best.y)})`} className="fill-surface stroke-expert stroke-2" /> : null}
          {now ? <circle cx={x(now.x)} cy={y(now.y)} r={4} className="fill-ink stroke-surface stroke-[1.5]" /> : null}
        </>
      )}
    </Plot>
  );
}
