import * as Plot from '@observablehq/plot';
import { symbolAsterisk, symbolCircle, symbolCross, symbolDiamond, symbolDiamond2, symbolPlus, symbolSquare, symbolStar, symbolTimes, symbolTriangle, symbolTriangle2, symbolWye, symbol as drawn, type SymbolType } from 'd3-shape';
import { parseHTML } from 'linkedom';
import { cut, oneLine, stripped } from '../words.ts';
import { colours, type Look } from './colours.ts';

/** As much of an SVG element as the plots use: this project has no DOM types. */
interface Element {
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  append(...children: readonly (Element | string)[]): void;
  prepend(...children: readonly Element[]): void;
  remove(): void;
  querySelectorAll(selector: string): Iterable<Element>;
  readonly outerHTML: string;
}
interface Page { createElementNS(space: string, name: string): Element }

const svgSpace = 'http://www.w3.org/2000/svg';
// eslint-disable-next-line typescript/no-unsafe-assignment, typescript/no-unsafe-member-access -- its types are those of a browser, which this place has not
const page: Page = parseHTML('<!doctype html><html><body></body></html>').document;

export interface Drawing {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  /** Room at the right. */
  readonly right: number;
  readonly plot: Plot.PlotOptions;
  /** Written by us: the library would put the upper one into the title. */
  readonly xLabel: string;
  readonly yLabel: string;
  readonly legend?: ReadonlyMap<string, Look>;
}

export const titleHeight = 34;
const entryWidth = 156;

/** Draws a plot with its title above and its legend below, as SVG that takes its colours from the page around it. */
export function draw({ title, width, height, right, plot, xLabel, yLabel, legend = new Map() }: Drawing): string {
  const columns = Math.floor((width - 16) / entryWidth);
  const below = legend.size === 0 ? 0 : Math.ceil(legend.size / columns) * 22 + 10;
  const made: unknown = Plot.plot({
    marginTop: titleHeight + 26, marginLeft: 48, ...plot, marginBottom: 48 + below, width, height: height + below, marginRight: right, className: 'plot',
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- as much of a document as the library uses
    style: { fontSize: '12px', fontFamily: 'inherit', background: 'none' }, document: page as never,
  } as Plot.PlotOptions);
  if (!isElement(made)) throw new TypeError('The plot is not one SVG element.');
  for (const style of made.querySelectorAll('style')) style.remove();
  // Inside one picture nothing is read out by itself: its name and its table say it.
  for (const part of made.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  made.removeAttribute('style');
  made.setAttribute('font-size', '12');
  made.setAttribute('font-family', 'ui-sans-serif, system-ui, sans-serif');
  made.setAttribute('color', 'var(--ink)');
  made.append(text(cut(title, Math.floor(width / 7.4)), { x: 8, y: 20, 'font-size': 14, 'font-weight': 600, 'text-anchor': 'start' }));
  made.append(text(xLabel, { x: width - right, y: height - 10, 'text-anchor': 'end', fill: 'var(--muted)' }));
  if (yLabel) made.append(text(yLabel, { x: 8, y: titleHeight + 10, 'text-anchor': 'start', fill: 'var(--muted)' }));
  [...legend].forEach(([name, look], row) => made.append(...entry(name, look, 12 + (row % columns) * entryWidth, height + 12 + Math.floor(row / columns) * 22)));
  return stripped(made.outerHTML);
}

/** The same as a file of its own: colours written out for viewers without CSS, changed for dark pages by a style inside. */
export function standalone(svg: string, words: string): string {
  const dark = Object.values(colours).map(([light, night]) => `[fill="${light}"]{fill:${night}}[stroke="${light}"]{stroke:${night}}[color="${light}"]{color:${night}}`).join('');
  const literal = svg.replaceAll(/="var\(--(\w+)\)"/g, (_, name: string) => `="${colours[name]?.[0] ?? '#000000'}"`);
  const open = literal.indexOf('>');
  return `${literal.slice(0, open).replace('<svg', `<svg xmlns="${svgSpace}" role="img"`)}><title>${escaped(words)}</title><style>text{white-space:pre}@media (prefers-color-scheme:dark){${dark}}</style><rect width="100%" height="100%" fill="${colours['surface']?.[0] ?? '#ffffff'}"/>${literal.slice(open + 1)}\n`;
}

const escaped = (words: string): string => oneLine(words).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function entry(name: string, look: Look, x: number, y: number): readonly Element[] {
  const line = element('line', { x1: x, x2: x + 26, y1: y, y2: y, stroke: look.colour, 'stroke-width': look.isMain ? 2.5 : 1.5, 'stroke-dasharray': look.dash });
  const isLine = strokeOnly.has(look.symbol);
  const mark = element('path', { d: drawn(shapes[look.symbol], 52)() ?? '', transform: `translate(${x + 13},${y})`, fill: isLine ? 'none' : look.colour, stroke: look.colour, 'stroke-width': 1.5 });
  const label = text(cut(name, 17), { x: x + 34, y: y + 4, 'text-anchor': 'start', 'font-weight': look.isMain ? 600 : 400 });
  const full = element('title', {});
  full.append(oneLine(name));
  label.append(full);
  return [line, mark, label];
}

const shapes: Readonly<Record<Look['symbol'], SymbolType>> = {
  star: symbolStar, circle: symbolCircle, square: symbolSquare, plus: symbolPlus, triangle: symbolTriangle, diamond: symbolDiamond, times: symbolTimes, wye: symbolWye,
  cross: symbolCross, asterisk: symbolAsterisk, triangle2: symbolTriangle2, diamond2: symbolDiamond2,
};
const strokeOnly: ReadonlySet<string> = new Set(['plus', 'times', 'asterisk']);

function text(words: string, attributes: Readonly<Record<string, string | number>>): Element {
  const made = element('text', { fill: 'var(--ink)', ...attributes });
  made.append(words);
  return made;
}

function element(name: string, attributes: Readonly<Record<string, string | number>>): Element {
  const made = page.createElementNS(svgSpace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

const isElement = (value: unknown): value is Element => typeof value === 'object' && value !== null && 'outerHTML' in value && String(value.outerHTML).startsWith('<svg');
