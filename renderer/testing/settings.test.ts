import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { looksRight } from './looksRight.ts';
import { openHarness, type Harness } from './openHarness.ts';
import { calls, hold, refuse, usePage } from './usePage.ts';

let harness: Harness;
beforeAll(async () => { harness = await openHarness(); }, 120_000);
afterAll(() => harness.close());

const using = (scenario: string, act: (page: Page) => Promise<void>, options: Parameters<Harness['open']>[1] = {}) => usePage(harness, scenario, act, options);

describe('settings', () => {
  it('take the key once and clear it from the page', () => using('alone', async (page) => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('tab', { name: 'Expert' }).click();
    await page.getByRole('radio', { name: 'Claude' }).check();
    await page.getByRole('button', { name: 'Use Claude' }).click();
    await page.getByLabel('Anthropic API key').fill('sk-test-secret-9876');
    await page.getByRole('button', { name: 'Set key' }).click();
    await page.getByText('set, ends in 9876').waitFor();
    expect(await page.evaluate(() => document.documentElement.outerHTML + [...document.querySelectorAll('input')].map((input) => input.value).join())).not.toContain('sk-test-secret');
    await page.getByRole('button', { name: 'Forget key' }).click();
    expect(await page.getByLabel('Anthropic API key').inputValue()).toBe('');
  }));

  it('say honestly where the key is kept, and ask again before a dearer model', () => using('dearer', async (page) => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('tab', { name: 'Expert' }).click();
    await page.getByText(/ends in 1234, kept in a file in Tandem’s data folder, because this system has no keychain/).waitFor();
    await page.getByText(/You agreed to less for api\.anthropic\.com\..* Nothing is sent to api\.anthropic\.com, not even a test, until you have agreed to this price\./).waitFor();
    await page.getByRole('button', { name: 'Review and agree' }).click();
    const dialog = page.getByRole('dialog', { name: 'Before anything leaves this device' });
    await dialog.getByText('Claude Haiku 5.5 costs more.').waitFor();
    await dialog.getByRole('button', { name: 'Agree', exact: true }).click();
    await expect.poll(() => calls(page, 'expert.agree')).toEqual([{ key: 'api.anthropic.com', capUsd: 5, price: { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 } }]);
  }));

  it('say a refusal where it can be seen and heard, not behind the dialog', () => using('alone', async (page) => {
    const dialog = page.getByRole('dialog', { name: 'Settings' });
    const refusal = (words: string) => dialog.getByRole('alert').getByText(words, { exact: true });
    await page.getByRole('button', { name: 'Settings' }).click();
    await refuse(page, 'settings.set', 'There is no model "x". Nothing was changed.');
    await dialog.getByLabel('Or a GGUF file of yours').fill('x');
    await dialog.getByRole('button', { name: 'Use file' }).click();
    await refusal('There is no model "x". Nothing was changed.').waitFor();

    await page.getByRole('tab', { name: 'Expert' }).click();
    await page.getByRole('radio', { name: 'A server' }).check();
    await refuse(page, 'settings.set', '"localhost:8080" is no web address.');
    await dialog.getByLabel('Server address').fill('localhost:8080');
    await dialog.getByLabel('Model on the server').fill('large');
    await dialog.getByRole('button', { name: 'Use server' }).click();
    await refusal('"localhost:8080" is no web address.').waitFor();

    await page.getByRole('radio', { name: 'Claude' }).check();
    await refusal('"localhost:8080" is no web address.').waitFor({ state: 'detached' });
    await dialog.getByLabel('Claude model').selectOption('Another id …');
    await dialog.getByText('One whose price Tandem knows').waitFor();
    await refuse(page, 'settings.set', 'What "claude-x" costs is not known.');
    await dialog.getByLabel('Model id').fill('claude-x');
    await dialog.getByRole('button', { name: 'Use Claude' }).click();
    await refusal('What "claude-x" costs is not known.').waitFor();

    await refuse(page, 'settings.set', null);
    await dialog.getByRole('button', { name: 'Use Claude' }).click();
    await refuse(page, 'expert.setKey', 'This does not look like a key. Nothing was changed.');
    await dialog.getByLabel('Anthropic API key').fill('short');
    await dialog.getByRole('button', { name: 'Set key' }).click();
    await refusal('This does not look like a key. Nothing was changed.').waitFor();
  }));

  it('say in a model’s row what its check found', () => using('alone', async (page) => {
    await page.getByRole('button', { name: 'Settings' }).click();
    const row = page.getByRole('dialog', { name: 'Settings' }).getByRole('listitem').filter({ hasText: 'Qwen2.5 Coder 0.5B Instruct' });
    const check = row.getByRole('button', { name: 'Check Qwen2.5 Coder 0.5B Instruct' });
    await hold(page, 'models.check', true);
    await check.click();
    await row.getByRole('status').getByText('Checking that every byte is right …').waitFor();
    expect(await check.isDisabled()).toBe(true);
    await hold(page, 'models.check', false);
    await row.getByRole('status').getByText('Every byte is right.', { exact: true }).waitFor();
    await refuse(page, 'models.check', 'The file could not be read.');
    await check.click();
    await row.getByRole('alert').getByText('The file could not be read.').waitFor();
  }));

  it('say what a host’s own cap leaves, and where none holds', async () => {
    const openExpert = async (page: Page) => {
      await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByRole('tab', { name: 'Expert' }).click();
    };
    await using('agreed', async (page) => {
      await openExpert(page);
      await page.getByText('steps may be sent to api.anthropic.com, up to $5.00 a month, of which $4.25 is left.').waitFor();
    });
    await using('server', async (page) => {
      await openExpert(page);
      await page.getByText('steps may be sent to box.lan. What it bills is not known to Tandem, so no cap holds.').waitFor();
    });
  });

  it('change a cap without withdrawing, at the price that was agreed to', () => using('agreed', async (page) => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('tab', { name: 'Expert' }).click();
    const change = page.getByRole('button', { name: 'Change cap' });
    await change.click();
    const cap = page.getByRole('spinbutton', { name: 'At most at api.anthropic.com, US dollars a month' });
    await cap.fill('-1');
    await page.getByRole('alert').getByText('Enter an amount of 0 or more.').waitFor();
    await cap.fill('12.5');
    await refuse(page, 'expert.agree', 'The settings could not be written.');
    await cap.press('Enter');
    await page.getByRole('alert').getByText('The settings could not be written.').waitFor();
    await refuse(page, 'expert.agree', null);
    await page.getByRole('button', { name: 'Set cap' }).click();
    await page.getByText('up to $12.50 a month').waitFor();
    await cap.waitFor({ state: 'detached' });
    expect(await change.evaluate((element) => element === document.activeElement)).toBe(true);
    expect((await calls(page, 'expert.agree')).at(-1)).toEqual({ key: 'api.anthropic.com', capUsd: 12.5, price: { input: 0.1, output: 0.5, cacheRead: 0.01, cacheWrite: 0.125 } });
    await looksRight(page);
  }));

  it('warn before text would go unencrypted', () => using('alone', async (page) => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('tab', { name: 'Expert' }).click();
    await page.getByRole('radio', { name: 'A server' }).check();
    await page.getByLabel('Server address').fill('http://box.lan:8080');
    await page.getByLabel('Model on the server').fill('large');
    const use = page.getByRole('button', { name: 'Use server' });
    expect(await use.isDisabled()).toBe(true);
    await page.getByRole('checkbox', { name: /Send to box\.lan:8080 without encryption/ }).check();
    await use.click();
    await expect.poll(() => calls(page, 'settings.set')).toContainEqual({ expert: { kind: 'server', baseUrl: 'http://box.lan:8080', model: 'large', allowPlainHttp: true } });
  }));

  it('stay open when what is pressed moves under the pointer, and close beside it', () => using('alone', async (page) => {
    await page.getByRole('button', { name: 'Settings' }).click();
    const dialog = page.getByRole('dialog', { name: 'Settings' });
    const tab = await page.getByRole('tab', { name: 'Policy' }).boundingBox();
    if (!tab) throw new Error('the tab is not there');
    await page.mouse.move(tab.x + 5, tab.y + 5);
    await page.mouse.down();
    await page.mouse.move(5, 5);
    await page.mouse.up();
    expect(await dialog.isVisible()).toBe(true);
    await page.mouse.click(5, 5);
    await dialog.waitFor({ state: 'hidden' });
  }));

  it('change the theme at once', () => using('alone', async (page) => {
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const before = await paper();
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('tab', { name: 'Appearance' }).click();
    await page.getByRole('radio', { name: 'Dark' }).check();
    await expect.poll(paper).not.toBe(before);
  }, { colorScheme: 'light' }));
});
