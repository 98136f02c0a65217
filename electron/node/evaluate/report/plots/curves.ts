import * as Plot from '@observablehq/plot';
import type { Interval, Point } from '../results.ts';
import type { Picture } from '../table.ts';
import { dialWords, distinct, flopsUnit, nothing, percent } from '../words.ts';
import { looks, type Look } from './colours.ts';
import { draw } from './draw.ts';

/** What accuracy is drawn against. */
interface Axis {
  readonly id: string;
  readonly against: string;
  readonly of: (point: Point) => Interval | null;
  readonly label: (most: number) => string;
  readonly scale: (most: number) => number;
}

const axes: readonly Axis[] = [
  { id: 'share', against: 'the share of expert steps', of: (point) => point.share, label: () => 'Steps asked of the expert (%) →', scale: () => 100 },
  { id: 'dollars', against: 'dollars', of: (point) => point.usdPerQuestion, label: () => 'Dollars per 1,000 questions →', scale: () => 1000 },
  { id: 'compute', against: 'compute', of: (point) => point.flopsPerQuestion, label: (most) => `${flopsUnit(most).name} per question →`, scale: (most) => 1 / flopsUnit(most).size },
];

/** Accuracy against share, dollars and compute: one picture per axis, wherever two points can be drawn. */
export function curvePictures(all: readonly Point[], dataset: string, options: { readonly prefix: string; readonly key: string; readonly tableId: string; readonly onlyShare?: boolean }): readonly Picture[] {
  return axes.slice(0, options.onlyShare ? 1 : axes.length).flatMap((axis) => {
    const points = all.filter((point) => axis.of(point) !== null);
    const most = Math.max(...points.map((point) => axis.of(point)?.value ?? 0));
    // Nothing to tell apart where all points cost the same, as all nothing.
    if (points.length < 2 || most === 0) return [];
    const title = `${dataset}: accuracy against ${axis.against}`;
    return [{
      id: `${options.prefix}-${axis.id}-${options.key}`, title, tableId: options.tableId,
      alternative: `${title}. ${points.map((point) => `${point.policy}${point.dial === null ? '' : ` at ${dialWords(point.dial)}`}: ${percent(point.accuracy.value)}`).join('; ')}.`,
      caption: 'Bands and bars: 95 % intervals, by resampling problems. Between the measured points a line is only drawn, not measured. Numbers at the points: p.',
      svg: drawCurves(points, axis, title, most),
    }];
  });
}

interface Spot { readonly point: Point; readonly x: number; readonly xLow: number; readonly xHigh: number; readonly y: number; readonly low: number; readonly high: number }

const [width, height, right, left] = [680, 400, 16, 48];

function drawCurves(points: readonly Point[], axis: Axis, title: string, most: number): string {
  const size = axis.scale(most);
  const names = distinct(points.map((point) => point.policy));
  const legend = looks(names);
  const series = names.map((name) => points.filter((point) => point.policy === name).map((point): Spot => {
    const x = axis.of(point) ?? { value: 0, low: 0, high: 0 };
    return { point, x: x.value * size, xLow: x.low * size, xHigh: x.high * size, y: point.accuracy.value * 100, low: point.accuracy.low * 100, high: point.accuracy.high * 100 };
  }).toSorted((a, b) => a.x - b.x));
  const spots = series.flat();
  // The main policy is drawn last, on top.
  const order = series.map((spotsOf, index) => ({ spots: spotsOf, look: legend.get(names[index] ?? '') })).toSorted((a, b) => Number(a.look?.isMain) - Number(b.look?.isMain));
  return draw({
    title, width, height, right, legend, xLabel: axis.label(most), yLabel: '↑ Right answers (%)',
    plot: {
      marginLeft: left,
      x: { label: null, insetLeft: 10, insetRight: 14, nice: true, domain: [0, Math.max(...spots.map((spot) => (isCurve(series, spot) ? spot.x : spot.xHigh)))], ticks: 8 },
      y: { label: null, grid: true, nice: true, domain: [Math.max(0, Math.min(...spots.map((spot) => spot.low))), Math.min(100, Math.max(...spots.map((spot) => spot.high)))], ticks: 7 },
      marks: [
        ...order.flatMap(({ spots: of, look }) => (look ? spread(of, look) : [])),
        ...order.flatMap(({ spots: of, look }) => (look ? lineAndDots(of, look) : [])),
        Plot.text(dialLabels(series.find((of) => of[0]?.point.policy === 'adaswitch') ?? [], Math.max(...spots.map((spot) => spot.x))), { x: 'x', y: 'y', text: (spot: Spot) => dialWords(spot.point.dial), dy: -13, fill: 'var(--s1)', stroke: 'var(--surface)', strokeWidth: 4, fontWeight: 600, fontSize: 11 }),
      ],
    },
  });
}

const isCurve = (series: readonly (readonly Spot[])[], spot: Spot): boolean => series.some((of) => hasWidth(of) && of.includes(spot));

const hasWidth = (spots: readonly Spot[]): boolean => new Set(spots.map((spot) => spot.x)).size > 1;

/** The interval: a band along a curve, bars both ways where there is none. */
function spread(spots: readonly Spot[], look: Look): readonly Plot.Markish[] {
  if (hasWidth(spots)) return [Plot.areaY(spots, { x: 'x', y1: 'low', y2: 'high', fill: look.colour, fillOpacity: look.isMain ? 0.18 : 0.07 })];
  const bar = { stroke: look.colour, strokeWidth: 1.5, strokeOpacity: 0.65 };
  return [Plot.ruleX(spots, { x: 'x', y1: 'low', y2: 'high', ...bar }), Plot.ruleY(spots, { y: 'y', x1: 'xLow', x2: 'xHigh', ...bar })];
}

function lineAndDots(spots: readonly Spot[], look: Look): readonly Plot.Markish[] {
  return [
    Plot.line(spots, { x: 'x', y: 'y', stroke: look.colour, strokeWidth: look.isMain ? 2.5 : 1.5, strokeDasharray: look.dash }),
    Plot.dot(spots, {
      x: 'x', y: 'y', symbol: look.symbol, r: look.isMain ? 5 : 4, stroke: look.colour, fill: ['plus', 'times', 'asterisk'].includes(look.symbol) ? 'none' : look.colour,
      title: (spot: Spot) => `${spot.point.policy}${spot.point.dial === null ? '' : `, p = ${dialWords(spot.point.dial)}`}: ${percent(spot.point.accuracy.value)}`,
    }),
  ];
}

/** Dials to write beside their points: those that leave room for one another. */
function dialLabels(spots: readonly Spot[], most: number): readonly Spot[] {
  const room = (28 / (width - right - left)) * most;
  const kept: Spot[] = [];
  for (const spot of spots) {
    const last = kept.at(-1);
    if (dialWords(spot.point.dial) !== nothing && (last === undefined || spot.x - last.x >= room)) kept.push(spot);
  }
  return kept;
}
