import fs from 'node:fs';
import { chromium, test as base } from '@playwright/test';
import { answers, ask, question, untilDone } from './support/chat.ts';
import { newHome, tinyModel } from './support/home.ts';
import { expect } from './support/tandem.ts';
import { startWebCommand } from './support/webServer.ts';

base('web mode: the token is exchanged once for a cookie and a key, and the same app answers', async () => {
  const home = newHome();
  home.settle({ localModel: tinyModel, dial: 1 });
  const web = await startWebCommand(home);
  const { origin } = new URL(web.url);
  const executablePath = [process.env['TANDEM_CHROMIUM'], '/usr/bin/chromium'].find((file) => file !== undefined && fs.existsSync(file));
  const browser = await chromium.launch({ ...executablePath === undefined ? {} : { executablePath }, args: ['--no-sandbox'] });

  expect((await fetch(origin)).status).toBe(401);
  expect((await fetch(`${origin}/?token=wrong`, { redirect: 'manual' })).status).toBe(401);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(web.url);
  await expect(question(page)).toBeVisible();
  expect(page.url()).toBe(`${origin}/`);
  const [cookie, ...others] = await context.cookies();
  expect(others).toEqual([]);
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', domain: '127.0.0.1' });
  expect(await page.evaluate(() => document.cookie)).toBe('');

  const stranger = await (await browser.newContext()).newPage();
  expect((await stranger.goto(web.url))?.status()).toBe(401);

  await ask(page, 'Hello!');
  await untilDone(page);
  await expect(answers(page).getByTestId('answer-text')).not.toBeEmpty();
  await page.reload();
  await expect(question(page)).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Chats' })).toContainText('Hello');
  const tab = await context.newPage();
  await tab.goto(web.url);
  await expect(tab.getByRole('navigation', { name: 'Chats' })).toContainText('Hello');
  await browser.close();
  expect(await web.stop()).toBe(0);
  home.remove();
});
