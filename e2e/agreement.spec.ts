import { startFakeCloud } from '../electron/node/expert/testing/fakeCloud.ts';
import { answers, ask, question, sheepProblem, stepsBy, untilDone } from './support/chat.ts';
import { expertAt } from './support/expertServer.ts';
import { tinyModel } from './support/home.ts';
import { expect, test } from './support/tandem.ts';

test('before the first payload leaves: what, to whom, and that no price is known and no cap holds, agreed to once', async ({ home, start }) => {
  const cloud = await startFakeCloud({ acceptsSampling: true });
  cloud.plan({ kind: 'text', text: 'He then has 48 sheep.\nThe answer is 48.' });
  const { expert, agreements } = expertAt(cloud.url, 'large-model');
  const [host = ''] = Object.keys(agreements);
  home.settle({ localModel: tinyModel, dial: 0, expert });
  const { page } = await start();
  await question(page).fill(`${sheepProblem} Write to farmer@example.com.`);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Before anything leaves this device' });
  await expect(dialog).toContainText(host);
  await expect(dialog).toContainText('What is sent');
  await expect(dialog).toContainText('None holds here: Tandem cannot count what it does not know the price of.');
  expect(cloud.requests).toEqual([]);
  await dialog.getByRole('button', { name: 'Agree and send' }).click();
  await untilDone(page);
  await expect(stepsBy(page, 'expert').first()).toBeVisible();
  expect(cloud.requests.length).toBeGreaterThan(0);
  expect(cloud.requests.map(({ raw }) => raw).join()).not.toContain('farmer@example.com');

  await page.getByRole('button', { name: 'What left this device' }).click();
  const ledger = page.getByRole('dialog', { name: 'What left this device' });
  await expect(ledger).toContainText(/\d+ payloads? left this device/);
  await page.keyboard.press('Escape');
  await ask(page, 'And if he had 18 sheep? Explain each step.');
  await untilDone(page);
  await expect(answers(page)).toHaveCount(2);
  await cloud.close();
});
