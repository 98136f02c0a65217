import type { CurvePoint } from '../../../shared/contract/gate.ts';
import { money, percent } from '../../components/format.ts';
import { curveAt } from './curveWords.ts';
import { dialCurveShape, size } from './curveShape.ts';

/** Above the slider, point for point: how many answers will be right at each p, with the 95 % band, and the price. Three cells of the slider's grid. */
export function DialCurve({ curve, dial }: { readonly curve: readonly CurvePoint[]; readonly dial: number }) {
  const shape = dialCurveShape(curve);
  const here = curveAt(curve, dial);
  const ends = [curveAt(curve, 1), curveAt(curve, 0)] as const;
  return (
    <>
      <End point={ends[0]} className="text-left" />
      <div role="img" aria-label={curveName(ends)} className="relative mx-[0.5625rem] h-9">
        <svg aria-hidden viewBox={`0 0 ${size.width} ${size.height}`} preserveAspectRatio="none" className="absolute inset-0 size-full overflow-visible">
          <path d={shape.band} className="fill-local opacity-20" />
          <path d={shape.accuracy} vectorEffect="non-scaling-stroke" className="fill-none stroke-local stroke-[1.75]" />
          {shape.price === null ? null : <path d={shape.price} vectorEffect="non-scaling-stroke" strokeDasharray="3 3" className="fill-none stroke-expert stroke-[1.25]" />}
        </svg>
        <span className="absolute -bottom-1 top-0 w-px bg-ink opacity-60" style={{ left: `${(1 - dial) * 100}%` }} />
        {here ? <span className="absolute -mt-1 -ml-1 size-2 rounded-full border-2 border-ink bg-surface" style={{ left: `${(1 - dial) * 100}%`, top: `${shape.height(here.accuracy.value) * 100}%` }} /> : null}
      </div>
      <End point={ends[1]} className="text-right" />
    </>
  );
}

/** What the curve's end says in numbers: the solid line's and the dashed one's. */
function End({ point, className }: { readonly point: CurvePoint | null; readonly className: string }) {
  return (
    <span aria-hidden className={`self-end leading-tight whitespace-nowrap tabular-nums ${className}`}>
      {point ? <span className="block text-local">{percent(point.accuracy.value)} right</span> : null}
      {point === null || point.usdPerQuestion === null ? null : <span className="block text-expert">{point.usdPerQuestion === 0 ? 'no cost' : money(point.usdPerQuestion)}</span>}
    </span>
  );
}

function curveName([never, always]: readonly [CurvePoint | null, CurvePoint | null]): string {
  const end = (point: CurvePoint | null, where: string) => (point ? [`${percent(point.accuracy.value)} right ${where}`] : []);
  return ['Right answers at each setting', ...end(never, 'at the left end'), ...end(always, 'at the right end')].join(', ');
}
