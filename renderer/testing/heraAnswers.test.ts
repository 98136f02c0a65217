import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHarness, type Harness } from './openHarness.ts';
import { calls, usePage } from './usePage.ts';

let harness: Harness;
beforeAll(async () => { harness = await openHarness(); }, 120_000);
// Closing a browser may take its time on a busy machine.
afterAll(() => harness.close(), 120_000);

const using = (scenario: string, act: (page: Page) => Promise<void>, options: Parameters<Harness['open']>[1] = {}) => usePage(harness, scenario, act, options);

describe('who decides, for one question', () => {
  const menu = (page: Page) => page.getByRole('button', { name: /^Who decides: / });
  const choose = async (page: Page, name: RegExp) => {
    await menu(page).click();
    await page.getByRole('menuitemradio', { name }).click();
  };
  const send = async (page: Page, text: string) => {
    await page.getByRole('textbox', { name: 'Your question' }).fill(text);
    await page.keyboard.press('Enter');
  };

  it('is chosen beside the slider, goes with that question alone, and is remembered when it is asked again', () => using('worked', async (page) => {
    expect(await menu(page).textContent()).toBe('Who decides: AdaSwitch');
    await choose(page, /^HERA/);
    expect(await menu(page).textContent()).toBe('Who decides: HERA, this question only');
    await page.getByText(/asks where the expert is predicted to write something/).waitFor();
    await send(page, 'How many minutes?');
    await page.getByText('HERA, for this question only').waitFor();
    await expect.poll(() => menu(page).textContent()).toBe('Who decides: AdaSwitch');
    const again = page.getByRole('button', { name: 'Ask again' }).last();
    await again.click();
    await expect.poll(async () => (await calls(page, 'runs.start')).length).toBe(2);
    await again.waitFor();
    await send(page, 'And now?');
    await expect.poll(async () => (await calls(page, 'runs.start')).length).toBe(3);
    expect(await calls(page, 'runs.start')).toMatchObject([{ question: 'How many minutes?', policy: 'hera' }, { question: 'How many minutes?', policy: 'hera' }, { question: 'And now?' }]);
    expect((await calls(page, 'runs.start'))[2]).not.toHaveProperty('policy');
    expect(await calls(page, 'settings.set')).toEqual([]);
  }));

  it('comes back with a question that is edited, and can be taken back', () => using('worked', async (page) => {
    await choose(page, /^Automatic/);
    await send(page, 'How many minutes?');
    await page.getByText('Automatic, for this question only').waitFor();
    await page.getByRole('button', { name: 'Edit question' }).click();
    await expect.poll(() => menu(page).textContent()).toBe('Who decides: Automatic, this question only');
    await choose(page, /^As in the settings/);
    expect(await menu(page).textContent()).toBe('Who decides: AdaSwitch');
  }));

  it('asks for no agreement where nothing can leave', () => using('agreement', async (page) => {
    await choose(page, /^This device only/);
    await send(page, 'Why?');
    await expect.poll(() => calls(page, 'runs.start')).toMatchObject([{ question: 'Why?', policy: 'localOnly' }]);
    expect(await page.getByRole('dialog').count()).toBe(0);
  }));

  it('is reached by keyboard', () => using('worked', async (page) => {
    await menu(page).focus();
    await page.keyboard.press('Enter');
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    await expect.poll(focused).toMatch(/^As in the settings/);
    await page.keyboard.press('ArrowDown');
    await expect.poll(focused).toMatch(/^AdaSwitch/);
    await page.keyboard.press('Enter');
    await expect.poll(() => menu(page).textContent()).toBe('Who decides: AdaSwitch, this question only');
    await menu(page).press('Enter');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await expect.poll(focused).toMatch(/^Who decides: /);
  }));
});

describe('the way of a step', () => {
  const unfold = (page: Page) => page.getByRole('button', { name: /steps?, / }).click();
  const step = (page: Page, number: number) => page.getByRole('article', { name: new RegExp(`^Step ${number},`) });
  const way = async (page: Page, number: number) => {
    const one = step(page, number);
    await one.getByText(/^Why: /).click();
    return one.getByRole('list', { name: 'The way to this decision' }).getByRole('listitem').allTextContents();
  };

  it('is told in plain questions and answers, in order, with what came of it', () => using('heraProfiled', async (page) => {
    await unfold(page);
    expect(await way(page, 1)).toEqual([expect.stringMatching(/^Would both models answer the whole question alike\? Request unlike the ones it knows.*the expert starts/), 'So the expert writes this step.']);
    expect(await way(page, 2)).toEqual(['Would the expert write the same here? The chance that the expert would write the same is 0.83 ≥ 0.76 → here.', 'So this step stays here.']);
    expect(await way(page, 3)).toEqual([expect.stringContaining('Similar 0.42 < 0.78'), expect.stringMatching(/^Where do the two meet at the latest\? Converges in 2 → here until then\.Foretold one step ahead: unlike 0\.55; 2 steps ahead: unlike 0\.21\.$/), 'So the steps up to number 4 stay here without another look.']);
    await step(page, 4).getByText('Stays here up to the point where the two are predicted to meet').waitFor();
    expect((await way(page, 5)).at(-1)).toBe('So the expert writes this step.');
    expect(await step(page, 5).getByRole('list', { name: 'The way to this decision' }).getByRole('listitem').count()).toBe(3);
  }));

  it('shows what separates a step from the expert’s against the threshold, kept ones in this device’s colour', () => using('heraProfiled', async (page) => {
    await unfold(page);
    await step(page, 2).getByRole('img', { name: 'unlike the expert at most 0.19, asks above 0.26, kept' }).waitFor();
    await step(page, 2).getByText('unlike the expert at most 0.19, threshold 0.26').waitFor();
    const colour = (number: number) => step(page, number).getByRole('img', { name: /^unlike the expert/ }).locator('.swatch').evaluate((bar) => getComputedStyle(bar).backgroundColor);
    expect(await colour(3)).toBe(await colour(2));
    expect(await colour(5)).not.toBe(await colour(2));
  }));

  it('does not know, at another setting, what never ran', () => using('heraProfiled', async (page) => {
    await unfold(page);
    const slider = page.getByRole('slider', { name: /^What if the slider stood at/ });
    // p = 0.18: more would be asked than at 0.26, and the second step's parts that did not run could have kept it.
    await slider.fill('82');
    await page.getByText('from step 2 on it is not known: parts that did not run would have had a say').waitFor();
    expect(await step(page, 2).getByText('not known', { exact: true }).count()).toBe(1);
    expect(await step(page, 6).getByText('not known', { exact: true }).count()).toBe(1);
    // p = 0.23 changes nothing.
    await slider.fill('77');
    await expect.poll(() => page.getByText('not known', { exact: true }).count()).toBe(0);
  }));

  it('says that it decides as AdaSwitch where the pair was not profiled, and shows the signs of doubt', () => using('heraProfiled', async (page) => {
    await page.getByRole('navigation', { name: 'Chats' }).getByRole('button', { name: 'Without a profile', exact: true }).click();
    await unfold(page);
    expect(await way(page, 1)).toEqual(['Decided as AdaSwitch would: this pair of models has no profile yet.', 'So this step stays here.']);
    await step(page, 1).getByText(/least sure of the number 20/).waitFor();
  }));
});
