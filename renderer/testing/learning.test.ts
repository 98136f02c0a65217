import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyViewLooksRight } from './looksRight.ts';
import { openHarness, type Harness } from './openHarness.ts';
import { calls, usePage } from './usePage.ts';

let harness: Harness;
beforeAll(async () => { harness = await openHarness(); }, 120_000);
afterAll(() => harness.close());

const using = (scenario: string, act: (page: Page) => Promise<void>, options: Parameters<Harness['open']>[1] = {}) => usePage(harness, scenario, act, options);
const openPolicy = async (page: Page) => {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('tab', { name: 'Policy' }).click();
};
const often = (page: Page) => page.getByRole('spinbutton', { name: 'Marks, or answers, before the next try' });

describe('learning from marks', () => {
  it('asks beside a drawn step whether it was right, quietly, until it is told', () => using('audited', async (page) => {
    await page.getByRole('button', { name: /steps, / }).click();
    const drawn = page.getByRole('article', { name: /^Step 1,/ });
    await drawn.getByText('Was this step right?').waitFor();
    expect(await page.getByText('Was this step right?').count()).toBe(1);
    await drawn.getByRole('button', { name: 'Mark step 1 right' }).click();
    await drawn.getByText('Was this step right?').waitFor({ state: 'detached' });
    expect(await calls(page, 'runs.mark')).toMatchObject([{ step: 0, mark: 'right' }]);
  }));

  it('asks about nothing unless the user wishes it in the settings', () => using('worked', async (page) => {
    await page.getByRole('button', { name: /steps, / }).click();
    await page.getByRole('button', { name: 'Mark step 1 right' }).waitFor();
    expect(await page.getByText('Was this step right?').count()).toBe(0);
    await openPolicy(page);
    expect(await page.getByRole('radio', { name: 'Do not ask me' }).isChecked()).toBe(true);
    await page.getByRole('radio', { name: 'About 2 of 100 steps' }).check();
    expect(await calls(page, 'settings.set')).toEqual([{ auditShare: 0.02 }]);
  }));

  it('is tried after as many marks, and answers of a profiled pair, as the user says', () => using('heraProfiled', async (page) => {
    await openPolicy(page);
    const field = often(page);
    expect(await field.inputValue()).toBe('200');
    const words = page.locator(`[id="${await field.getAttribute('aria-describedby')}"]`);
    expect(await words.textContent()).toMatch(/marks of yours the percentages are learnt anew; .* answers of a profiled pair of models, how HERA tells/);
    for (const text of ['49', '10001', '60.5', '']) {
      await field.fill(text);
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      expect(await words.textContent()).toBe('Give a whole number from 50 to 10,000. Until then it is 200.');
    }
    expect(await calls(page, 'settings.set')).toEqual([]);
    await field.fill('1000');
    await page.getByText(/A new try after 1000 answers of these two; 37 so far\./).waitFor();
    expect(await calls(page, 'settings.set')).toEqual([{ refitEvery: 1000 }]);
    // Nor was anything asked that the service refuses.
    expect(await page.getByRole('button', { name: 'Dismiss', includeHidden: true }).count()).toBe(0);
    expect(await field.getAttribute('aria-invalid')).toBe('false');
    await field.fill('50');
    await page.getByText(/A new try after 50 answers of these two; 37 so far\./).waitFor();
    // What cannot be stored does not stay as if it were.
    await field.fill('7');
    await field.blur();
    expect(await field.inputValue()).toBe('50');
  }));
});

everyViewLooksRight([['how often something is learnt anew, with a number that is not allowed', 'worked', async (page) => {
  await openPolicy(page);
  await often(page).fill('7');
  await page.getByText(/^Give a whole number from 50 to 10,000/).waitFor();
}]], using);
