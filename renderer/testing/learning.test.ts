import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHarness, type Harness } from './openHarness.ts';
import { calls, usePage } from './usePage.ts';

let harness: Harness;
beforeAll(async () => { harness = await openHarness(); }, 120_000);
afterAll(() => harness.close());

const using = (scenario: string, act: (page: Page) => Promise<void>) => usePage(harness, scenario, act);

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
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('tab', { name: 'Policy' }).click();
    expect(await page.getByRole('radio', { name: 'Do not ask me' }).isChecked()).toBe(true);
    await page.getByRole('radio', { name: 'About 2 of 100 steps' }).check();
    expect(await calls(page, 'settings.set')).toEqual([{ auditShare: 0.02 }]);
  }));
});
