import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHarness, type Harness } from './openHarness.ts';
import { usePage } from './usePage.ts';

let harness: Harness;
beforeAll(async () => { harness = await openHarness(); }, 120_000);
afterAll(() => harness.close());
const using = (scenario: string, act: (page: Page) => Promise<void>) => usePage(harness, scenario, act);

/** Colour of the edge, of the writer's pill, and what it says. */
const looks = (page: Page) => page.getByRole('article').evaluateAll((steps) => steps.map((step) => {
  const tried = step.querySelector('[data-what-if]');
  const has = (of: Element | null, name: string) => of?.classList.contains(name) === true;
  const pill = step.querySelector('header span.inline-flex');
  return [has(step, 'border-expert') ? 'expert' : has(step, 'border-local') ? 'local' : 'none', has(pill, 'bg-expert-soft') ? 'expert' : has(pill, 'bg-local-soft') ? 'local' : 'none', tried?.textContent ?? ''];
}));
async function open(page: Page, tried: number): Promise<void> {
  await page.getByRole('button', { name: /steps?, / }).click();
  await page.getByRole('slider', { name: /^What if/ }).fill(String(tried));
}

describe('the dial, moved over an answer of AdaSwitch', () => {
  it('re-colours its steps, counts who would be asked, and says at about which price', () => using('shipped', async (page) => {
    await open(page, 60);
    await page.getByText('2 steps asked, about $0.0006; what would follow step 4 is not known').waitFor();
    expect(await looks(page)).toEqual([
      ['local', 'local', 'would be written here'], ['expert', 'expert', 'would be asked'], ['local', 'local', 'would be written here'], ['expert', 'none', 'would be asked'], ['none', 'none', 'not known'],
    ]);
    await page.getByRole('button', { name: 'as it was' }).click();
    expect(await looks(page)).toEqual([['local', 'local', ''], ['expert', 'expert', ''], ['local', 'local', ''], ['local', 'local', ''], ['local', 'local', '']]);
  }));

  it('takes the price of a usual step at the expert of now, where this answer paid for none', () => using('expertLater', async (page) => {
    await open(page, 60);
    await page.getByText(/^2 steps asked, about \$0\.0010;/).waitFor();
    await page.getByRole('slider', { name: /^What if/ }).fill('0');
    await page.getByText(/^0 steps asked, \$0/).waitFor();
  }));
});
