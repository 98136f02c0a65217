import fs from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { ask, openChat, openSettings, pianoProblem, stepsBy, untilDone } from './support/chat.ts';
import { newHome, starterModel } from './support/home.ts';
import { root } from './support/runtime.ts';
import { startTandem } from './support/startTandem.ts';

/**
 * `npm run screenshots`: the pictures of the docs, with real weights. The starter model thinks, the 1.5B on the same
 * device is its expert, and the question is the piano problem of AdaSwitch's Figure 5. At p = 0.2 the first, uncalibrated
 * gate asks at some of the steps; nothing but the weights decides at which.
 */
const folder = path.join(root, 'docs/pictures');
const larger = 'qwen2.5-coder-1.5b-instruct-q4_k_m';
const wide = { width: 1180, height: 1090 };
const narrow = { width: 360, height: 740 };

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
  console.log(`docs/pictures/${name}.png`);
}

/** From the question on. */
async function scrollToQuestion(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'Question' }).first().evaluate((element) => { element.scrollIntoView({ block: 'start', behavior: 'instant' }); });
}

/** Until the local model is there: its progress would cover the composer's place. */
const untilOpened = (page: Page): Promise<void> => expect(page.getByText(/^Opening /)).toHaveCount(0, { timeout: 60_000 });

fs.mkdirSync(folder, { recursive: true });
const home = newHome();
try {
  home.settle({ localModel: starterModel, theme: 'light', dial: 0.2, expert: { kind: 'gguf', model: larger } });
  const first = await startTandem(home, {});
  await first.page.setViewportSize(wide);
  await untilOpened(first.page);
  await picture(first.page, 'start');
  await ask(first.page, pianoProblem);
  await stepsBy(first.page, 'expert').first().waitFor({ timeout: 120_000 });
  await picture(first.page, 'working-light');
  await untilDone(first.page, 180_000);
  await scrollToQuestion(first.page);
  await picture(first.page, 'answer-light');
  await openSettings(first.page, 'Policy');
  await picture(first.page, 'settings-light');
  await first.close();

  home.settle({ theme: 'dark' });
  const second = await startTandem(home, {});
  await second.page.setViewportSize(wide);
  await openChat(second.page, /^Carolyn/);
  await second.page.getByRole('button', { name: /^\d+ steps, / }).click();
  await stepsBy(second.page, 'expert').first().waitFor();
  await untilOpened(second.page);
  await scrollToQuestion(second.page);
  await picture(second.page, 'answer-dark');
  await second.page.setViewportSize(narrow);
  await scrollToQuestion(second.page);
  await picture(second.page, 'answer-narrow');
  await second.close();
} finally {
  home.remove();
}
