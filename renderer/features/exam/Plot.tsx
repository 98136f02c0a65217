import { ticks } from 'd3-array';
import { useId, type ReactNode } from 'react';
import { linear, type Scale } from './plotPaths.ts';

export interface Axis { readonly label: string; readonly domain: readonly [number, number]; readonly format: (value: number) => string }

const width = 340;
const height = 240;
const frame = { left: 46, right: width - 26, top: 28, bottom: height - 38 } as const;

/** Two axes with their grid; `children` draw inside. What it shows is also said in words and in a table below it. */
export function Plot({ title, name, x, y, children, table }: {
  readonly title: string;
  /** What a screen reader says instead of the picture. */
  readonly name: string;
  readonly x: Axis; readonly y: Axis;
  readonly children: (scales: { readonly x: Scale; readonly y: Scale }) => ReactNode;
  readonly table: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
}) {
  const titleId = useId();
  const scales = { x: linear(x.domain, [frame.left, frame.right]), y: linear(y.domain, [frame.bottom, frame.top]) };
  return (
    <figure aria-labelledby={titleId} className="min-w-0">
      <figcaption id={titleId} className="mb-1 text-sm font-semibold">{title}</figcaption>
      <svg role="img" aria-label={name} viewBox={`0 0 ${width} ${height}`} className="w-full overflow-visible rounded-md border border-line bg-surface text-[11px]">
        {ticks(y.domain[0], y.domain[1], 5).map((tick) => (
          <g key={tick}>
            <line x1={frame.left} x2={frame.right} y1={scales.y(tick)} y2={scales.y(tick)} className="stroke-line" />
            <text x={frame.left - 5} y={scales.y(tick)} dy="0.32em" textAnchor="end" className="fill-muted">{y.format(tick)}</text>
          </g>
        ))}
        {ticks(x.domain[0], x.domain[1], 4).map((tick) => (
          <g key={tick}>
            <line x1={scales.x(tick)} x2={scales.x(tick)} y1={frame.bottom} y2={frame.bottom + 4} className="stroke-edge" />
            <text x={scales.x(tick)} y={frame.bottom + 15} textAnchor="middle" className="fill-muted">{x.format(tick)}</text>
          </g>
        ))}
        <line x1={frame.left} x2={frame.right} y1={frame.bottom} y2={frame.bottom} className="stroke-edge" />
        {children(scales)}
        <text x={frame.right} y={height - 7} textAnchor="end" className="fill-ink">{x.label} →</text>
        <text x={8} y={16} className="fill-ink">↑ {y.label}</text>
      </svg>
      <details className="mt-1 text-[0.8125rem]">
        <summary className="text-muted">As a table</summary>
        <div className="scroll-thin overflow-x-auto" tabIndex={0} role="region" aria-label={`${title}, as a table`}>
          <table className="mt-1 w-full text-left tabular-nums">
            <thead><tr>{table.head.map((cell) => <th key={cell} className="pr-3 font-medium">{cell}</th>)}</tr></thead>
            <tbody>{table.rows.map((row) => <tr key={row.join('|')} className="border-t border-line">{row.map((cell, i) => <td key={table.head[i]} className="pr-3 whitespace-nowrap">{cell}</td>)}</tr>)}</tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
