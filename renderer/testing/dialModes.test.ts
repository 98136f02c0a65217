import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHarness, type Harness } from './openHarness.ts';
import { calls, usePage } from './usePage.ts';

let harness: Harness;
beforeAll(async () => { harness = await openHarness(); }, 120_000);
afterAll(() => harness.close());
const using = (scenario: string, act: (page: Page) => Promise<void>) => usePage(harness, scenario, act);

const mode = (page: Page) => page.getByRole('button', { name: /^Set by: / });
async function setBy(page: Page, label: string): Promise<void> {
  await mode(page).click();
  await page.getByRole('menuitemradio', { name: label }).click();
  await page.getByRole('menu').waitFor({ state: 'detached' });
}

describe('what sets how much is asked', () => {
  it('is the doubt, unless a share of right answers is wished: then the least asking that can be promised', () => using('examFinished', async (page) => {
    await page.keyboard.press('Escape');
    await setBy(page, 'Right answers');
    const slider = page.getByRole('slider', { name: 'How many answers should be right' });
    await slider.waitFor();
    await page.getByText(/^\d+ % · At least \d+ % right on problems like those of your exam, as far as your exam foretells it \(90 % certain\)/).waitFor();
    await slider.press('Home');
    await expect.poll(() => calls(page, 'settings.set')).toContainEqual({ dialMode: { kind: 'accuracy', target: 0.33 } });
    await page.getByText(/asks when a step is more than \d+ % likely to be wrong/).waitFor();
    await setBy(page, 'Doubt');
    await page.getByRole('slider', { name: 'How much to ask the expert' }).waitFor();
  }));

  it('or a budget: an amount, what is spent of it, and what it comes to', () => using('examFinished', async (page) => {
    await page.keyboard.press('Escape');
    await setBy(page, 'Money');
    const amount = page.getByRole('spinbutton', { name: 'At most, US dollars a month' });
    await page.getByText('$1.17 saved up for now').waitFor();
    await amount.fill('0');
    await page.getByText('Give an amount from 0.01 to 100,000.').waitFor();
    await amount.fill('12.5');
    await amount.press('Enter');
    await expect.poll(() => calls(page, 'settings.set')).toContainEqual({ dialMode: { kind: 'budget', usdPerMonth: 12.5 } });
    expect(await calls(page, 'runs.start')).toEqual([]);
    await page.getByText('No step was paid for yet').waitFor();
  }));

  it('says why it cannot be had where nothing was measured, and leaves the slider', () => using('worked', async (page) => {
    await setBy(page, 'Right answers');
    await page.getByText('take an exam. Until then the slider counts as it stands').waitFor();
    await page.getByRole('slider', { name: 'How much to ask the expert' }).waitFor();
  }));

  it('keeps a budget’s amount in sight, to be changed and left, where it is only the limit', () => using('worked', async (page) => {
    await setBy(page, 'Money');
    await page.getByText('Nothing was measured for this model yet').waitFor();
    await page.getByText('The amount stays the limit all the same').waitFor();
    const amount = page.getByRole('spinbutton', { name: 'At most, US dollars a month' });
    expect(await amount.inputValue()).toBe('5');
    await page.getByText('$0.012 spent this month', { exact: true }).waitFor();
    await page.getByRole('slider', { name: 'How much to ask the expert' }).waitFor();
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('tab', { name: 'Policy' }).click();
    await page.getByRole('radio', { name: 'HERA', exact: true }).check();
    await page.keyboard.press('Escape');
    await page.getByText('Only AdaSwitch can keep to this').waitFor();
    await amount.fill('7');
    await amount.press('Enter');
    await expect.poll(() => calls(page, 'settings.set')).toContainEqual({ dialMode: { kind: 'budget', usdPerMonth: 7 } });
    await setBy(page, 'Doubt');
    await amount.waitFor({ state: 'detached' });
    await mode(page).waitFor({ state: 'detached' });
  }));

  it('says for a question’s own policy that the budget is only its limit', () => using('examFinished', async (page) => {
    await page.keyboard.press('Escape');
    await setBy(page, 'Money');
    await page.getByRole('button', { name: /^Who decides: / }).click();
    await page.getByRole('menuitemradio', { name: /^HERA/ }).click();
    await page.getByText('The policy of this question takes the slider as it stands. The amount stays the limit all the same').waitFor();
    await page.getByRole('spinbutton', { name: 'At most, US dollars a month' }).waitFor();
    await mode(page).waitFor();
  }));

  it('counts for the answer that is being written, too', () => using('slowWithExam', async (page) => {
    await page.getByRole('textbox', { name: 'Your question' }).fill('What is 3 * 4?');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    const told = () => calls(page, 'runs.setDial');
    const [first] = [{ runId: expect.any(String) as unknown }];
    await setBy(page, 'Right answers');
    await expect.poll(told).toEqual([first]);
    await page.getByRole('slider', { name: 'How many answers should be right' }).press('Home');
    await expect.poll(told).toEqual([first, first]);
    await setBy(page, 'Money');
    await expect.poll(told).toEqual([first, first, first]);
    const amount = page.getByRole('spinbutton', { name: 'At most, US dollars a month' });
    await amount.fill('12.5');
    await amount.press('Enter');
    await expect.poll(told).toEqual([first, first, first, first]);
  }));
});
