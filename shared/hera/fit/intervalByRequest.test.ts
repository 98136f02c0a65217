import { expect, test } from 'vitest';
import { wilson } from '../../learn/metrics.ts';
import { seededRandom } from '../../switching/random.ts';
import { intervalByRequest, shareRight } from './intervalByRequest.ts';

const rows = (requests: readonly (readonly boolean[])[]) => requests.flatMap((own, i) => own.map((isRight) => ({ isRight, problem: `p${i}` })));

test('rows of their own requests are as many as they are; rows that go together count as few', () => {
  expect(intervalByRequest(rows(Array.from({ length: 20 }, (_, i) => [i < 5])))).toEqual(wilson(5, 20));
  // Six requests, each wholly right or wrong: no more than six rows tell.
  const [low, high] = intervalByRequest(rows([true, false, true, false, false, false].map((isRight) => Array.from({ length: 7 }, () => isRight))));
  const [lowest, highest] = wilson(2, 6);
  expect(low).toBeLessThan(lowest + 0.02);
  expect(high).toBeGreaterThan(highest - 0.02);
  expect(high - low).toBeGreaterThan(1.5 * (wilson(14, 42)[1] - wilson(14, 42)[0]));
  expect(intervalByRequest(rows([[false, false, false], [false, false]]))).toEqual(wilson(0, 2));
  expect(intervalByRequest([])).toEqual([0, 1]);
});

test('rows that stand for more weigh more; all twice is the same', () => {
  const own = rows([[true, false], [true, true], [false, false, true], [false]]);
  expect(intervalByRequest(own.map((row) => ({ ...row, weight: 2 })))).toEqual(intervalByRequest(own));
  const heavy = own.map((row) => ({ ...row, weight: row.isRight ? 4 : 1 }));
  expect(shareRight(heavy)).toBe(16 / 20);
  expect(intervalByRequest(heavy)[0]).toBeGreaterThan(intervalByRequest(own)[0]);
  // Few that stand for many are worth no more than they are.
  const [low, high] = intervalByRequest(rows(Array.from({ length: 20 }, (_, i) => [i < 8])).map((row, i) => ({ ...row, weight: i === 0 || i === 19 ? 30 : 1 })));
  expect(high - low).toBeGreaterThan(0.6);
});

test('it holds the truth nine times of ten and more where requests share their luck, as the plain one does not', () => {
  const random = seededRandom(3);
  const count = { grouped: 0, plain: 0 };
  for (let i = 0; i < 400; i += 1) {
    const drawn = rows(Array.from({ length: 20 }, () => { const share = random() < 0.5 ? 0.9 : 0.1; return Array.from({ length: 7 }, () => random() < share); }));
    const holds = ([low, high]: readonly [number, number]) => (low <= 0.5 && high >= 0.5 ? 1 : 0);
    count.grouped += holds(intervalByRequest(drawn));
    count.plain += holds(wilson(drawn.filter((row) => row.isRight).length, drawn.length));
  }
  expect(count.grouped / 400).toBeGreaterThan(0.9);
  expect(count.plain / 400).toBeLessThan(0.75);
});
