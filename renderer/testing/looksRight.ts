import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContextOptions, Page } from 'playwright';
import { expect, it } from 'vitest';

/** Nothing serious for axe, and nothing wider than the page or than its part of a dialog. */
export async function looksRight(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
  expect(await page.evaluate(() => [...document.querySelectorAll('dialog .overflow-y-auto')].map((element) => element.scrollWidth - element.clientWidth).filter((over) => over > 0))).toEqual([]);
}

export type View = readonly [name: string, scenario: string, act: (page: Page) => Promise<void>];

/** Each view, in both themes, on a wide screen and on a telephone's. */
export function everyViewLooksRight(views: readonly View[], using: (scenario: string, act: (page: Page) => Promise<void>, options: BrowserContextOptions) => Promise<void>): void {
  const look = (options: BrowserContextOptions) => (_: string, scenario: string, act: (page: Page) => Promise<void>) => using(scenario, async (page) => {
    await act(page);
    await looksRight(page);
  }, options);
  it.each(views)('%s, light, 1440 pixels', look({ colorScheme: 'light', viewport: { width: 1440, height: 900 } }));
  it.each(views)('%s, dark, 360 pixels', look({ colorScheme: 'dark', viewport: { width: 360, height: 740 } }));
}
