import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { startFakeCloud } from '../electron/node/expert/testing/fakeCloud.ts';
import { ask, question, sheepProblem, stepsBy, untilDone } from './support/chat.ts';
import { expertAt } from './support/expertServer.ts';
import { tinyModel } from './support/home.ts';
import { expect, test } from './support/tandem.ts';

/** What axe finds, in short. */
async function problems(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious on the main screens, ${theme}, wide and narrow`, async ({ home, start }) => {
    const cloud = await startFakeCloud({ acceptsSampling: true });
    cloud.plan({ kind: 'text', text: 'He buys 3 × 17 = 51 sheep.' }, { kind: 'text', text: 'The answer is 48.' });
    home.settle({ localModel: tinyModel, theme, dial: 0, ...expertAt(cloud.url, 'large-model') });
    const { page } = await start();
    await expect(question(page)).toBeVisible();
    expect(await problems(page), 'first screen').toEqual([]);
    await ask(page, sheepProblem);
    await expect(stepsBy(page, 'expert').first()).toBeVisible();
    await untilDone(page);
    expect(await problems(page), 'an answer with its steps').toEqual([]);
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await problems(page), 'narrow').toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), 'nothing sticks out sideways').toBe(true);
    await page.setViewportSize({ width: 1180, height: 820 });
    await page.getByRole('button', { name: 'Settings' }).click();
    await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
    expect(await problems(page), 'settings').toEqual([]);
    await cloud.close();
  });
}

test('a question can be asked, followed and stopped with the keyboard alone', async ({ home, start }) => {
  home.settle({ localModel: tinyModel, dial: 1 });
  const { page } = await start();
  await question(page).focus();
  await page.keyboard.type('A farmer has 17 sheep.');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('He sells 5. How many are left? Explain each step.');
  expect(await question(page).inputValue()).toContain('\n');
  await page.keyboard.press('Enter');
  await expect(stepsBy(page, 'local').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await untilDone(page);
  await expect(question(page)).toBeFocused();
});
