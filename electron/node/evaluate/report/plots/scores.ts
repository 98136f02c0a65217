import * as Plot from '@observablehq/plot';
import type { Bin, Interval, StepScore } from '../results.ts';
import type { Picture } from '../table.ts';
import { cut, distinct, percent, ratioSpan, slug } from '../words.ts';
import { draw, titleHeight } from './draw.ts';

interface Bar { readonly key: string; readonly name: string; readonly auroc: Interval; readonly within: number | null }

/** AUROC of each score as a bar from chance, with its interval: one picture per data set. */
export function aurocPictures(scores: readonly StepScore[], tableId: string): readonly Picture[] {
  return distinct(scores.map((score) => score.dataset)).flatMap((dataset, index) => {
    const bars = scores.flatMap((score, at): readonly Bar[] => (score.dataset === dataset && score.auroc ? [{ key: String(at), name: score.name, auroc: score.auroc, within: score.aurocWithin?.value ?? null }] : []))
      .toSorted((a, b) => b.auroc.value - a.auroc.value);
    if (bars.length === 0) return [];
    const title = `${dataset}: finding wrong steps (AUROC)`;
    return [{
      id: `auroc-${index + 1}-${slug(dataset)}`, title, tableId,
      alternative: `${title}. ${bars.map((bar) => `${bar.name}: ${ratioSpan(bar.auroc)}`).join('; ')}.`,
      caption: `Bars start at chance, 0.5. Lines: 95 % intervals, by resampling problems.${bars.some((bar) => bar.within !== null) ? ' Diamonds: within one problem only.' : ''}`,
      svg: drawBars(bars, title),
    }];
  });
}

function drawBars(bars: readonly Bar[], title: string): string {
  const names = new Map(bars.map((bar) => [bar.key, cut(bar.name, 30)]));
  const longest = Math.max(...[...names.values()].map((name) => name.length));
  const lowest = Math.min(0.5, ...bars.flatMap((bar) => [bar.auroc.low, bar.within ?? 1]));
  const within = bars.filter((bar) => bar.within !== null);
  return draw({
    title, width: 680, height: titleHeight + 64 + bars.length * 30, right: 150, xLabel: 'AUROC (0.5 is chance) →', yLabel: '',
    plot: {
      marginTop: titleHeight + 6, marginLeft: Math.max(70, longest * 7 + 16),
      x: { domain: [Math.floor(lowest * 10) / 10, 1], label: null, grid: true, ticks: 6 },
      y: { domain: bars.map((bar) => bar.key), label: null, tickFormat: (key: string) => names.get(key) ?? '', tickSize: 0, padding: 0.35 },
      marks: [
        Plot.barX(bars, { y: 'key', x1: 0.5, x2: (bar: Bar) => bar.auroc.value, fill: 'var(--s2)', fillOpacity: 0.55, title: (bar: Bar) => `${bar.name}: ${ratioSpan(bar.auroc)}` }),
        Plot.ruleX([0.5], { stroke: 'var(--ink)' }),
        Plot.ruleY(bars, { y: 'key', x1: (bar: Bar) => bar.auroc.low, x2: (bar: Bar) => bar.auroc.high, stroke: 'var(--ink)', strokeWidth: 1.5, insetLeft: 0 }),
        Plot.tickX(bars.flatMap((bar) => [{ key: bar.key, x: bar.auroc.low }, { key: bar.key, x: bar.auroc.high }]), { y: 'key', x: 'x', stroke: 'var(--ink)', strokeWidth: 1.5, insetTop: 4, insetBottom: 4 }),
        Plot.dot(within, { y: 'key', x: 'within', symbol: 'diamond', r: 4, fill: 'var(--surface)', stroke: 'var(--s3)', strokeWidth: 1.75 }),
        Plot.text(bars, { y: 'key', text: (bar: Bar) => ratioSpan(bar.auroc), frameAnchor: 'right', textAnchor: 'start', dx: 14, fill: 'var(--ink)', fontVariant: 'tabular-nums' }),
      ],
    },
  });
}

export interface ReliabilityPicture extends Picture { readonly dataset: string; readonly scores: readonly StepScore[] }

/** What was said against what happened, one panel per score, one picture per data set. */
export function reliabilityPictures(scores: readonly StepScore[]): readonly ReliabilityPicture[] {
  return distinct(scores.map((score) => score.dataset)).flatMap((dataset, index) => {
    const shown = scores.filter((score) => score.dataset === dataset && score.reliability.length > 0);
    if (shown.length === 0) return [];
    const title = `${dataset}: said against happened`;
    const id = `reliability-${index + 1}-${slug(dataset)}`;
    return [{
      id, title, tableId: `table-${id}`, dataset, scores: shown,
      alternative: `${title}. ${shown.map((score) => `${score.name}: ${score.reliability.map((bin) => `said ${percent(bin.said)}, wrong ${percent(bin.happened)}`).join(', ')}`).join('; ')}.`,
      caption: 'Each mark is a bin of equal count; on the dashed line a “30 %” is wrong 30 times in 100. Lines: Wilson’s 95 % intervals.',
      svg: drawReliability(shown, title),
    }];
  });
}

function drawReliability(scores: readonly StepScore[], title: string): string {
  const columns = Math.min(3, scores.length);
  const rows = Math.ceil(scores.length / columns);
  const panels = scores.map((score, index) => ({ name: score.name, fx: index % columns, fy: Math.floor(index / columns) }));
  const bins = scores.flatMap((score, index) => score.reliability.map((bin: Bin) => ({ ...bin, said: bin.said * 100, happened: bin.happened * 100, low: bin.low * 100, high: bin.high * 100, fx: index % columns, fy: Math.floor(index / columns) })));
  const side = columns === 1 ? 330 : columns === 2 ? 280 : 185;
  const facet = { fx: 'fx', fy: 'fy' };
  return draw({
    title, width: 64 + columns * (side + 26), height: titleHeight + 80 + rows * (side + 34), right: 16, xLabel: 'Said to be wrong (%) →', yLabel: '↑ Wrong (%)',
    plot: {
      marginTop: titleHeight + 46,
      fx: { axis: null, padding: 0.12 }, fy: { axis: null, padding: 0.16 },
      x: { domain: [0, 100], ticks: 5, label: null }, y: { domain: [0, 100], ticks: 5, label: null, grid: true },
      marks: [
        Plot.frame({ stroke: 'var(--line)' }),
        Plot.link(panels, { ...facet, x1: 0, y1: 0, x2: 100, y2: 100, stroke: 'var(--edge)', strokeDasharray: '4,4' }),
        Plot.ruleX(bins, { ...facet, x: 'said', y1: 'low', y2: 'high', stroke: 'var(--s1)', strokeWidth: 1.5, strokeOpacity: 0.7 }),
        Plot.line(bins, { ...facet, x: 'said', y: 'happened', stroke: 'var(--s1)', strokeWidth: 1.5, z: null }),
        Plot.dot(bins, { ...facet, x: 'said', y: 'happened', r: 3.5, fill: 'var(--s1)', title: (bin: Bin) => `${bin.n} steps: said ${bin.said.toFixed(1)} %, wrong ${bin.happened.toFixed(1)} %` }),
        Plot.text(panels, { ...facet, text: (panel: { name: string }) => cut(panel.name, Math.floor(side / 7.5)), frameAnchor: 'top-left', lineAnchor: 'bottom', dy: -7, fill: 'var(--ink)', fontWeight: 600 }),
      ],
    },
  });
}
