import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHarness, type Harness } from './openHarness.ts';
import { calls, usePage } from './usePage.ts';

let harness: Harness;
beforeAll(async () => { harness = await openHarness(); }, 120_000);
// Closing a browser may take its time on a busy machine.
afterAll(() => harness.close(), 120_000);

const using = (scenario: string, act: (page: Page) => Promise<void>, options: Parameters<Harness['open']>[1] = {}) => usePage(harness, scenario, act, options);
const panel = (page: Page) => page.getByRole('region', { name: 'HERA’s profile of the two models' });
const openPolicy = async (page: Page) => {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('tab', { name: 'Policy' }).click();
  await panel(page).waitFor();
};
const openTrees = async (page: Page) => {
  await openPolicy(page);
  await page.getByRole('button', { name: 'Look at 2 profiled requests' }).click();
  await page.getByRole('dialog', { name: 'Profiled requests' }).getByRole('button', { name: /^The question: / }).waitFor();
};

async function looksRight(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
}

describe("HERA's profile in the settings", () => {
  it('says that there is none, what happens instead, and what to type', () => using('heraUnprofiled', async (page) => {
    await openPolicy(page);
    expect(await panel(page).getByRole('status').textContent()).toMatch(/Not profiled: this pair of models has no profile yet\. Until there is a profile, HERA and Automatic decide as AdaSwitch does/);
    expect(await panel(page).getByLabel('Commands', { exact: true }).textContent()).toContain('tandem -- profile --expert claude:claude-haiku-5-5');
    await panel(page).getByRole('button', { name: 'Copy the commands' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('fit-hera');
  }));

  it('says what it was profiled on, and goes back to the one before', () => using('heraProfiled', async (page) => {
    await openPolicy(page);
    expect(await panel(page).textContent()).toMatch(/100 requests, 812 steps \(GSM8K, training rows\), 2026-11-23/);
    expect(await panel(page).getByRole('row').count()).toBe(5);
    await panel(page).getByRole('button', { name: 'Back to the profile before (2 kept)' }).click();
    await panel(page).getByRole('button', { name: 'Back to the profile before (1 kept)' }).waitFor();
    expect(await calls(page, 'hera.useFormer')).toEqual([{}]);
  }));

  it('tells who uses AdaSwitch what did better for these two models, with the way there, and is silent afterwards', () => using('heraProfiled', async (page) => {
    await openPolicy(page);
    const hint = panel(page).getByText(/more answers came right with AdaSwitch and HERA together/);
    await panel(page).getByText(/100 requests/).waitFor();
    expect(await hint.count()).toBe(0);
    await page.getByRole('radio', { name: 'AdaSwitch', exact: false }).first().check();
    await hint.waitFor();
    await looksRight(page);
    await panel(page).getByRole('button', { name: 'Use Automatic' }).click();
    await hint.waitFor({ state: 'detached' });
    expect(await calls(page, 'settings.set')).toEqual([{ policy: 'adaswitch' }, { policy: 'auto' }]);
    expect(await page.getByRole('radio', { name: 'Automatic' }).isChecked()).toBe(true);
  }));

  it('forgets the steps kept from use when asked twice, and then says nothing of them', () => using('heraProfiled', async (page) => {
    await openPolicy(page);
    const line = panel(page).getByText(/132 steps of this expert, from answers in your chats/);
    await line.waitFor();
    await panel(page).getByRole('button', { name: 'Forget them', exact: true }).click();
    const sure = panel(page).getByRole('button', { name: 'Forget them for good', exact: true });
    await sure.waitFor();
    expect(await line.count()).toBe(1);
    expect(await calls(page, 'hera.forgetUsed')).toEqual([]);
    await sure.click();
    await line.waitFor({ state: 'detached' });
    expect(await panel(page).getByRole('button', { name: /^Forget them/ }).count()).toBe(0);
    expect(await calls(page, 'hera.forgetUsed')).toEqual([{}]);
  }));

  it('lets the user choose parts and α, and leaves them to the profile otherwise', () => using('heraProfiled', async (page) => {
    await openPolicy(page);
    const fitted = panel(page).getByRole('checkbox', { name: 'As the profile found best' });
    expect(await fitted.isChecked()).toBe(true);
    await fitted.click();
    await panel(page).getByRole('checkbox', { name: /request classifier/ }).click();
    const last = panel(page).getByRole('checkbox', { name: /likeness of subtasks/ });
    await expect.poll(() => last.isDisabled()).toBe(true);
    await panel(page).getByRole('slider').press('ArrowRight');
    await expect.poll(() => calls(page, 'settings.set')).toEqual([{ heraAlpha: 0.02, heraParts: ['urc', 'sse'] }, { heraParts: ['sse'] }, { heraAlpha: 0.03 }]);
    await fitted.click();
    await expect.poll(async () => (await calls(page, 'settings.set')).at(-1)).toEqual({ heraAlpha: null, heraParts: null });
  }));
});

describe('the picture of a profiled request', () => {
  it('tells writers by shape, icon and colour, ends by tick and cross, meetings by number', () => using('heraProfiled', async (page) => {
    await openTrees(page);
    const dialog = page.getByRole('dialog', { name: 'Profiled requests' });
    const here = dialog.getByRole('button', { name: /^Step 1, written here/ });
    const expert = dialog.getByRole('button', { name: /^Step 1, by the expert/ });
    const look = async (node: typeof here) => node.locator('.swatch').evaluate((shape) => ({ turned: shape.getAttribute('transform'), fill: getComputedStyle(shape).fill, icon: shape.parentElement?.querySelector('svg')?.innerHTML }));
    const [a, b] = [await look(here), await look(expert)];
    expect(a.turned).toBeNull();
    expect(b.turned).toContain('rotate(45)');
    expect(a.fill).not.toBe(b.fill);
    expect(a.icon).not.toBe(b.icon);
    expect(await dialog.locator('svg svg.lucide-check').count()).toBe(2);
    expect(await dialog.locator('svg svg.lucide-x').count()).toBe(2);
    expect(await dialog.getByRole('button', { name: /meeting 2, 3 other ways say the same/ }).count()).toBe(4);
  }));

  it('tells a step under the pointer and under the focus, and is walked with the arrow keys', () => using('heraProfiled', async (page) => {
    await openTrees(page);
    const told = page.getByRole('region', { name: 'The chosen step' });
    expect(await told.textContent()).toContain('Maya practises');
    await page.getByRole('button', { name: /^Step 2, by the expert, after here/ }).hover();
    expect(await told.textContent()).toMatch(/the way here: here, expert.*20 \+ 60 = 80.*Meeting 1, 1 other way says the same: “expert, expert”/);
    await page.getByRole('button', { name: /^The question: / }).focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
    expect(await told.textContent()).toContain('the way here: expert, here');
    await page.keyboard.press('ArrowRight');
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
    expect(await told.textContent()).toMatch(/480 \* 4 = 1920 minutes|1920/);
    await page.keyboard.press('Home');
    expect(await told.textContent()).toContain('Maya practises');
  }));

  it('goes through the requests, and has the same as a list', () => using('heraProfiled', async (page) => {
    await openTrees(page);
    await page.getByText('As a list').click();
    expect(await page.getByRole('region', { name: 'The tree as a list' }).getByRole('listitem').count()).toBe(16);
    await page.getByRole('button', { name: 'The next request' }).click();
    await page.getByText('A farmer has 12 hens').nth(1).waitFor();
    expect(await calls(page, 'hera.tree')).toEqual([{ problem: 'p-1' }, { problem: 'p-2' }]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Profiled requests' }).waitFor({ state: 'hidden' });
    expect(await page.getByRole('dialog', { name: 'Settings' }).isVisible()).toBe(true);
  }));
});

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

describe("nothing of HERA's is serious for axe or wider than the page", () => {
  const views: readonly (readonly [name: string, scenario: string, act: (page: Page) => Promise<void>])[] = [
    ['the settings, not profiled', 'heraUnprofiled', openPolicy], ['the settings, profiled', 'heraProfiled', async (page) => {
      await openPolicy(page);
      await panel(page).getByRole('checkbox', { name: 'As the profile found best' }).click();
      await panel(page).getByRole('slider').waitFor();
    }],
    ['the menu of policies', 'worked', async (page) => {
      await page.getByRole('button', { name: /^Who decides: / }).click();
      await page.getByRole('menuitemradio', { name: /^HERA/ }).waitFor();
    }],
    ['the way of steps', 'heraProfiled', async (page) => {
      await page.getByRole('button', { name: /steps, / }).click();
      for (const why of await page.getByText(/^Why: /).all()) await why.click();
    }],
    ['a tree', 'heraProfiled', openTrees], ['a wide tree', 'heraProfiled', async (page) => {
      await openTrees(page);
      await page.getByRole('button', { name: 'The next request' }).click();
      await page.getByRole('button', { name: /^The question: A farmer/ }).waitFor();
    }],
  ];
  it.each(views)('%s, light, 1440 pixels', (_, scenario, act) => using(scenario, async (page) => {
    await act(page);
    await looksRight(page);
  }, { colorScheme: 'light', viewport: { width: 1440, height: 900 } }));
  it.each(views)('%s, dark, 360 pixels', (_, scenario, act) => using(scenario, async (page) => {
    await act(page);
    await looksRight(page);
  }, { colorScheme: 'dark', viewport: { width: 360, height: 740 } }));
});
