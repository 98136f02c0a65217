import { expect, it } from 'vitest';
import { nextNode, treeLayout } from './treeLayout.ts';

const paths = ['L', 'E', 'LL', 'LE', 'EL', 'EE', 'LEE', 'LEEL'];

it('puts every node in a place of its own, parents above the middle of their children', () => {
  const { places, width, height } = treeLayout(paths);
  expect(places.size).toBe(paths.length + 1);
  expect(new Set([...places.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(places.size);
  const x = (path: string) => places.get(path)?.x ?? Number.NaN;
  expect(x('L')).toBe((x('LL') + x('LE')) / 2);
  expect(x('LE')).toBe(x('LEEL'));
  expect(x('LL')).toBeLessThan(x('LE'));
  for (const place of places.values()) expect(place.x > 0 && place.x < width && place.y > 0 && place.y < height).toBe(true);
});

it('draws a root alone', () => {
  expect(treeLayout([]).places.size).toBe(1);
});

it('goes where the arrow keys say, and stays at an edge', () => {
  const layout = treeLayout(paths);
  expect([nextNode(layout, '', 'down'), nextNode(layout, 'LE', 'down'), nextNode(layout, 'LEEL', 'down')]).toEqual(['L', 'LEE', 'LEEL']);
  expect([nextNode(layout, 'LE', 'up'), nextNode(layout, '', 'up')]).toEqual(['L', '']);
  expect([nextNode(layout, 'LE', 'right'), nextNode(layout, 'EE', 'right'), nextNode(layout, 'EL', 'left'), nextNode(layout, 'LL', 'left')]).toEqual(['EL', 'EE', 'LE', 'LL']);
  expect(nextNode(layout, 'LEEL', 'root')).toBe('');
});
