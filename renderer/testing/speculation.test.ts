import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { looksRight } from './looksRight.ts';
import { openHarness, type Harness } from './openHarness.ts';
import { calls, usePage } from './usePage.ts';

let harness: Harness;
beforeAll(async () => { harness = await openHarness(); }, 120_000);
afterAll(() => harness.close());

const using = (scenario: string, act: (page: Page) => Promise<void>) => usePage(harness, scenario, act);

describe('an expert that begins early', () => {
  it('is told in the trace: how early, or that it was not needed and what it cost', () => using('speculative', async (page) => {
    await page.getByRole('button', { name: /steps, / }).click();
    await page.getByRole('article', { name: /^Step 2,/ }).getByText('Begun 640 ms early.').waitFor();
    const kept = page.getByRole('article', { name: /^Step 3,/ });
    await kept.getByText('The expert had begun already; not needed, $0.0003. Sent to Claude Haiku 5.5; ').waitFor();
    expect(await kept.getByRole('button', { name: 'See exactly what was sent' }).count()).toBe(1);
    await page.getByRole('button', { name: /1 asked, \$0\.0006/ }).waitFor();
    await looksRight(page);
  }));

  it('is a choice in the settings, off unless chosen', () => using('worked', async (page) => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('tab', { name: 'Policy' }).click();
    expect(await page.getByRole('radio', { name: 'Ask the expert only once it is needed' }).isChecked()).toBe(true);
    await page.getByRole('radio', { name: 'Let the expert begin early' }).check();
    await expect.poll(() => calls(page, 'settings.set')).toEqual([{ speculative: true }]);
  }));
});
