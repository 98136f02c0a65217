import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyViewLooksRight, looksRight, type View } from './looksRight.ts';
import { openHarness, type Harness } from './openHarness.ts';
import { embeddingModel } from './sampleModels.ts';
import { arrive, calls, usePage } from './usePage.ts';

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
    // The head that was learnt anew from use is not the one that was measured.
    expect(await panel(page).getByRole('row').count()).toBe(4);
    expect(await panel(page).textContent()).toMatch(/learnt anew from use on 2026-11-25\. How right that is was not measured/);
    await panel(page).getByRole('button', { name: 'Use this one: 2026-11-02 · 60 requests (GSM8K, training rows)' }).click();
    await panel(page).getByText(/: 60 requests/).waitFor();
    // The one that was in use is now the newest of the earlier ones.
    await panel(page).getByRole('button', { name: 'Use this one: 2026-11-25 · 100 requests (GSM8K, training rows), learnt anew from use' }).click();
    await panel(page).getByText(/: 100 requests/).waitFor();
    expect(await calls(page, 'hera.useFormer')).toEqual([{ index: 1 }, { index: 0 }]);
  }));

  it('tells who uses AdaSwitch what gained more on the profiled requests, and no more than that, with the way there, and is silent afterwards', () => using('heraProfiled', async (page) => {
    await openPolicy(page);
    const hint = panel(page).getByText(/On the profiled requests, asking in the order of AdaSwitch and HERA together gained more\. On how many forks .* is not known here, and new questions were not tried\./);
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
    await panel(page).getByRole('checkbox', { name: /The paper’s way: foretell the expert’s step/ }).click();
    await expect.poll(async () => (await calls(page, 'settings.set')).at(-1)).toEqual({ heraSseBy: 'prediction' });
    await fitted.click();
    await expect.poll(async () => (await calls(page, 'settings.set')).at(-1)).toEqual({ heraAlpha: null, heraParts: null, heraSseBy: null });
  }));

  it('offers no part that was not learnt for these two, and says why', () => using('heraShipped', async (page) => {
    await openPolicy(page);
    await panel(page).getByRole('checkbox', { name: 'As the profile found best' }).click();
    for (const name of [/request classifier/, /steps until like/, /\(convergence\)/, /decomposition/, /The paper’s way/]) expect(await panel(page).getByRole('checkbox', { name }).isDisabled()).toBe(true);
    const classifier = panel(page).getByRole('checkbox', { name: /request classifier/ });
    expect(await page.locator(`[id="${await classifier.getAttribute('aria-describedby')}"]`).textContent()).toBe('Not learnt for these two: its profile remembers no requests.');
    await looksRight(page);
  }));

  it('tells what the last refit came to, and what one waits for', async () => {
    await using('heraProfiled', async (page) => {
      await openPolicy(page);
      await panel(page).getByText(/2026-11-25, 412 asked steps .* the new head is in use\. A new try after 200 answers of these two; 37 so far\./).waitFor();
    });
    await using('heraShipped', async (page) => {
      await openPolicy(page);
      await panel(page).getByText(/nothing yet\. A new try is due and waits: all-MiniLM-L6-v2 is not on this device\./).waitFor();
    });
  });
});

describe('the model that compares texts', () => {
  const { id, name } = embeddingModel;
  const what = /HERA needs a small model that compares texts/;
  const row = (page: Page) => panel(page).getByRole('list', { name: 'The model that compares texts' }).getByRole('listitem');
  const summary = (page: Page) => panel(page).getByText(`Texts are compared by ${name}`, { exact: true });

  it('is got where it is needed, with progress, and what waited for it waits no more', () => using('heraShipped', async (page) => {
    await openPolicy(page);
    expect(await panel(page).getByText(what).textContent()).toMatch(/^To tell whether a question is of the profiled kind, and to learn from use, /);
    expect(await row(page).getByRole('button').count()).toBe(1);
    await row(page).getByRole('button', { name: `Download ${name}` }).click();
    await expect.poll(() => row(page).getByRole('progressbar', { name: `Download of ${name}` }).getAttribute('aria-valuenow')).toBe('50');
    await row(page).getByRole('button', { name: `Stop download of ${name}` }).click();
    await row(page).getByRole('button', { name: `Download ${name}` }).click();
    await arrive(page, id, { state: 'failed', error: { kind: 'downloadFailed', message: 'The connection broke off. What came so far is kept.' } });
    await row(page).getByRole('alert').getByText('The connection broke off. What came so far is kept.').waitFor();
    expect(await panel(page).getByText(/A new try is due and waits: all-MiniLM-L6-v2 is not/).count()).toBe(1);
    await row(page).getByRole('button', { name: `Download ${name}` }).click();
    expect(await calls(page, 'models.stop')).toEqual([{ id }]);
    expect(await calls(page, 'models.get')).toEqual([{ id }, { id }, { id }]);
    await arrive(page, id, { state: 'ready', path: '/models/all-MiniLM-L6-v2.f16.gguf' });
    await panel(page).getByText(/A new try is due, at the latest after the next answer/).waitFor();
    expect(await panel(page).getByText(what).count()).toBe(0);
    expect(await summary(page).count()).toBe(1);
  }));

  it('can be checked and removed where it is, behind a line, and is nothing to choose', () => using('heraProfiled', async (page) => {
    await openPolicy(page);
    await summary(page).waitFor();
    expect(await row(page).isVisible()).toBe(false);
    await summary(page).click();
    expect(await row(page).getByRole('button').allTextContents()).toEqual(['Check', 'Remove']);
    await row(page).getByRole('button', { name: `Remove ${name}` }).click();
    await row(page).getByRole('button', { name: `Delete the file of ${name}` }).click();
    await panel(page).getByText(what).waitFor();
    expect(await calls(page, 'models.remove')).toEqual([{ id }]);
  }));

  it('is needed for a profile, too, which there is not yet', () => using('heraUnprofiled', async (page) => {
    await openPolicy(page);
    await summary(page).waitFor();
    await arrive(page, id, { state: 'absent' });
    expect(await panel(page).getByText(what).textContent()).toMatch(/^To profile two models, /);
  }));

  it('is the local model where that compared the profile’s texts itself', () => using('heraByLocal', async (page) => {
    await openPolicy(page);
    await panel(page).getByText('Texts are compared by the local model itself.').waitFor();
    expect(await row(page).count()).toBe(0);
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

describe("nothing of HERA's is serious for axe or wider than the page", () => {
  const views: readonly View[] = [
    ['the settings, not profiled', 'heraUnprofiled', openPolicy], ['the settings, profiled', 'heraProfiled', async (page) => {
      await openPolicy(page);
      await panel(page).getByRole('checkbox', { name: 'As the profile found best' }).click();
      await panel(page).getByRole('slider').waitFor();
    }],
    ['the settings, without the embedding model', 'heraShipped', async (page) => {
      await openPolicy(page);
      await panel(page).getByText(/HERA needs a small model that compares texts/).waitFor();
      await arrive(page, embeddingModel.id, { state: 'failed', error: { kind: 'downloadFailed', message: 'The connection broke off after 20 MB. What came so far is kept; try again to go on from there.' } });
      await panel(page).getByRole('alert').waitFor();
    }],
    ['the settings, with the embedding model', 'heraProfiled', async (page) => {
      await openPolicy(page);
      await panel(page).getByText(/^Texts are compared by/).click();
      await panel(page).getByRole('button', { name: /^Remove / }).click();
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
  everyViewLooksRight(views, using);
});
