import type { GateInfo } from '../../../shared/contract/gate.ts';
import { percent } from '../../components/format.ts';
import { percentRange } from './examWords.ts';
import { Plot, type Axis } from './Plot.tsx';

const axis = (label: string): Axis => ({ label, domain: [0, 1], format: percent });

/** Of the steps that show 30 % doubt, were 30 % wrong? Each bin with its Wilson interval, beside the diagonal of a perfect gate. */
export function ReliabilityPlot({ bins }: { readonly bins: GateInfo['reliability'] }) {
  const filled = bins.filter((bin) => bin.n > 0);
  const most = Math.max(1, ...filled.map((bin) => bin.n));
  const within = filled.filter((bin) => bin.low <= bin.said && bin.said <= bin.high).length;
  return (
    <Plot
      title="Is its doubt true?"
      name={`Share of steps that were wrong, by the doubt shown. In ${within} of ${filled.length} groups the doubt lies within the 95 % interval of what happened.`}
      x={axis('said to be wrong')}
      y={axis('were wrong')}
      table={{
        head: ['Said', 'Were wrong', '95 % interval', 'Steps'],
        rows: filled.map((bin) => [percent(bin.said), percent(bin.happened), percentRange(bin), String(bin.n)]),
      }}
    >
      {({ x, y }) => (
        <>
          <line x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} strokeDasharray="4 4" className="stroke-edge" />
          {filled.map((bin) => (
            <g key={bin.from}>
              <line x1={x(bin.said)} x2={x(bin.said)} y1={y(bin.low)} y2={y(bin.high)} className="stroke-local stroke-[1.5]" />
              <circle cx={x(bin.said)} cy={y(bin.happened)} r={2.5 + 3.5 * Math.sqrt(bin.n / most)} className="fill-local" />
            </g>
          ))}
        </>
      )}
    </Plot>
  );
}
