import { expect, test } from './support/tandem.ts';
import { answers, ask, sheepProblem, untilDone } from './support/chat.ts';
import { tinyModel } from './support/home.ts';

test('an exam on the real model: begun, stopped, gone on with after a restart; one problem is too few to call the gate calibrated', async ({ home, start }) => {
  test.setTimeout(240_000);
  home.settle({ localModel: tinyModel, dial: 0.5 });
  const first = await start();
  await expect(first.page.getByText(/^Uncalibrated/).first()).toBeVisible({ timeout: 60_000 });
  await first.page.getByRole('button', { name: 'Exam', exact: true }).click();
  await first.page.getByRole('radio', { name: /A number of problems/ }).check();
  await first.page.getByRole('spinbutton', { name: 'Problems' }).fill('1');
  await first.page.getByRole('button', { name: 'Begin the exam' }).click();
  await expect(first.page.getByRole('progressbar').first()).toBeVisible({ timeout: 60_000 });
  await first.page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(first.page.getByText(/Everything examined is kept/)).toBeVisible({ timeout: 60_000 });
  await first.close();

  const again = await start();
  await again.page.getByRole('button', { name: 'Exam', exact: true }).click();
  await again.page.getByRole('button', { name: /^Continue/ }).click();
  await expect(again.page.getByText(/1 problem examined: \d/)).toBeVisible({ timeout: 180_000 });
  await again.page.keyboard.press('Escape');
  await ask(again.page, sheepProblem);
  await untilDone(again.page);
  await expect(answers(again.page).getByText('uncalibrated', { exact: true }).first()).toBeVisible();
  await expect(again.page.getByText(/^Uncalibrated: your exam of .* too few/).filter({ visible: true }).first()).toBeVisible();
});
