import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHarness, type Harness } from './openHarness.ts';
import { usePage } from './usePage.ts';

let harness: Harness;
beforeAll(async () => { harness = await openHarness(); }, 120_000);
afterAll(() => harness.close());

const using = (scenario: string, act: (page: Page) => Promise<void>, options?: Parameters<Harness['open']>[1]) => usePage(harness, scenario, act, options);
const small = { viewport: { width: 640, height: 450 } };
const openPolicy = async (page: Page) => {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('tab', { name: 'Policy' }).click();
  await page.getByRole('region', { name: 'HERA’s profile of the two models' }).waitFor();
};

describe('a dialog taller than its window', () => {
  it('keeps its title and the way out in sight, wherever one jumps to in it', () => using('heraProfiled', async (page) => {
    await openPolicy(page);
    await page.getByText('When the expert fails').first().evaluate((heading) => heading.scrollIntoView({ block: 'start' }));
    await expect.poll(() => page.getByRole('dialog', { name: 'Settings' }).evaluate((dialog) => dialog.scrollTop)).toBe(0);
    const [dialog, close] = [await page.getByRole('dialog', { name: 'Settings' }).boundingBox(), await page.getByRole('button', { name: 'Close' }).boundingBox()];
    if (!dialog || !close) throw new Error('dialog or button are not there');
    expect(close.y).toBeGreaterThanOrEqual(dialog.y);
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }, small));
});

describe('targets', () => {
  // Links in a sentence may be as high as its line; a box counts with its label.
  const tooSmall = (page: Page) => page.evaluate(() => [...document.querySelectorAll<HTMLElement>('button, summary, [role=tab], input:is([type=checkbox], [type=radio])')].flatMap((element) => {
    const label = element instanceof HTMLInputElement ? element.labels?.[0] : null;
    const { width, height } = (label ?? element).getBoundingClientRect();
    const isInSentence = element.matches('p button, span + button');
    return width === 0 || isInSentence || (width >= 24 && height >= 24) ? [] : [`${element.textContent} ${Math.round(width)} × ${Math.round(height)}`];
  }));
  it('are at least 24 pixels high and wide, in the settings and in a trace', () => using('heraProfiled', async (page) => {
    await page.getByRole('button', { name: /steps?, / }).click();
    await page.getByText(/^Why: /).first().waitFor();
    expect(await tooSmall(page)).toEqual([]);
    await openPolicy(page);
    await page.getByRole('checkbox', { name: 'As the profile found best' }).click();
    expect(await tooSmall(page)).toEqual([]);
  }));
});

describe('what is not known', () => {
  it.each(['light', 'dark'] as const)('is as readable as what is, %s', (colorScheme) => using('heraProfiled', async (page) => {
    await page.getByRole('button', { name: /steps?, / }).click();
    await page.getByRole('slider', { name: /^What if/ }).fill('82');
    await page.getByText('not known', { exact: true }).first().waitFor();
    const { violations } = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze();
    expect(violations.flatMap(({ nodes }) => nodes.map((node) => node.target.join(' ')))).toEqual([]);
  }, { colorScheme }));
});

describe('the picture of a profiled request, in a small window', () => {
  const openTrees = async (page: Page) => {
    await openPolicy(page);
    await page.getByRole('button', { name: 'Look at 2 profiled requests' }).click();
    await page.getByRole('button', { name: /^The question: Maya/ }).waitFor();
  };

  it('stays while the next one is read', () => using('heraProfiled', async (page) => {
    await openTrees(page);
    await page.evaluate(() => {
      const gone: boolean[] = [];
      new MutationObserver(() => { gone.push(document.querySelector('[aria-label="The chosen step"]') === null); }).observe(document.body, { childList: true, subtree: true, characterData: true });
      Object.assign(window, { gone });
    });
    await page.getByRole('button', { name: 'The next request' }).click();
    await page.getByRole('button', { name: /^The question: A farmer/ }).waitFor();
    const gone = await page.evaluate(() => (window as unknown as { gone: boolean[] }).gone);
    expect(gone.length).toBeGreaterThan(0);
    expect(gone).not.toContain(true);
  }, small));
});
