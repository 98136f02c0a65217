import { area, line } from 'd3-shape';

export type Scale = (value: number) => number;
/** A point of a curve with the 95 % interval of its height. */
export interface Banded { readonly x: number; readonly y: number; readonly low: number; readonly high: number }

/** A straight scale; a domain of no width maps to the middle. */
export function linear([from, to]: readonly [number, number], [start, end]: readonly [number, number]): Scale {
  return (value) => (from === to ? (start + end) / 2 : start + ((value - from) / (to - from)) * (end - start));
}

/** The line through the points. */
export function linePath(points: readonly Banded[], x: Scale, y: Scale): string {
  return line<Banded>((point) => x(point.x), (point) => y(point.y)).digits(2)([...points]) ?? '';
}

/** The area between the intervals' ends. */
export function bandPath(points: readonly Banded[], x: Scale, y: Scale): string {
  return area<Banded>((point) => x(point.x), (point) => y(point.low), (point) => y(point.high)).digits(2)([...points]) ?? '';
}
