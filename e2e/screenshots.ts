import fs from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { ask, openChat, pianoProblem, stepsBy, untilDone } from './support/chat.ts';
import { expertAt, startExpertServer } from './support/expertServer.ts';
import { newHome, starterModel } from './support/home.ts';
import { root } from './support/runtime.ts';
import { startTandem } from './support/startTandem.ts';

/**
 * `npm run screenshots`: the pictures of the docs, with real weights. The starter model thinks here, the 1.5B behind
 * `tandem serve` is its expert, and the question is the piano problem of AdaSwitch's Figure 5.
 */
const folder = path.join(root, 'docs/pictures');
const larger = 'qwen2.5-coder-1.5b-instruct-q4_k_m';
const wide = { width: 1180, height: 820 };
const narrow = { width: 360, height: 740 };

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
  console.log(`docs/pictures/${name}.png`);
}

fs.mkdirSync(folder, { recursive: true });
const home = newHome();
const server = await startExpertServer(larger);
try {
  home.settle({ localModel: starterModel, theme: 'light', dial: Number(process.env['TANDEM_PICTURE_DIAL'] ?? 0.5), ...expertAt(server.url, larger) });
  const first = await startTandem(home, { TANDEM_EXPERT_KEY: server.token });
  await first.page.setViewportSize(wide);
  await picture(first.page, 'start');
  await ask(first.page, pianoProblem);
  await stepsBy(first.page, 'expert').first().waitFor({ timeout: 120_000 });
  await picture(first.page, 'working-light');
  await untilDone(first.page, 180_000);
  await picture(first.page, 'answer-light');
  await first.page.getByRole('button', { name: 'Settings' }).click();
  await picture(first.page, 'settings-light');
  await first.close();

  home.settle({ theme: 'dark' });
  const second = await startTandem(home, { TANDEM_EXPERT_KEY: server.token });
  await second.page.setViewportSize(wide);
  await openChat(second.page, /^Carolyn/);
  await stepsBy(second.page, 'expert').first().waitFor();
  await picture(second.page, 'answer-dark');
  await second.page.setViewportSize(narrow);
  await picture(second.page, 'answer-narrow');
  await second.close();
} finally {
  await server.kill();
  home.remove();
}
