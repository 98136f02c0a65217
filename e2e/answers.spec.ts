import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startModelMirror } from './fakes/modelMirror.ts';
import { ask, dial, question, sheepProblem, stepsBy, stopButton, untilDone } from './support/chat.ts';
import { expertAt, startExpertServer, type ExpertServer } from './support/expertServer.ts';
import { modelsFolder, starterModel, tinyModel } from './support/home.ts';
import { expect, test } from './support/tandem.ts';

test('first start without anything: open at once, the model comes with a progress bar, then it answers', async ({ home, start }) => {
  const mirror = await startModelMirror(modelsFolder);
  const models = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-models-'));
  home.settle({ localModel: tinyModel });
  const { page, close } = await start({ TANDEM_MODELS: models, TANDEM_MODEL_SOURCES: 'huggingface', HF_ENDPOINT: mirror.url });
  await expect(question(page)).toBeVisible();
  await page.getByRole('button', { name: /^(Download|Get)/ }).first().click();
  await expect(page.getByRole('progressbar').first()).toBeVisible();
  mirror.release();
  await ask(page, 'Hello!');
  await expect(stepsBy(page, 'local').first()).toBeVisible();
  await untilDone(page);
  await close();
  mirror.close();
  fs.rmSync(models, { recursive: true, force: true });
});

test('without an expert the answer comes at once from this device, and says where it would have asked', async ({ home, start }) => {
  home.settle({ localModel: starterModel, dial: 0 });
  const { page } = await start();
  await ask(page, sheepProblem);
  await untilDone(page);
  await expect(stepsBy(page, 'expert')).toHaveCount(0);
  expect(await stepsBy(page, 'local').count()).toBeGreaterThan(0);
  await expect(page.getByText(/would ask/i).first()).toBeVisible();
});

test.describe('with a larger model behind serve', () => {
  let server: ExpertServer;
  test.beforeAll(async () => { server = await startExpertServer(starterModel); });
  test.afterAll(async () => { await server.kill(); });

  test('the slider at its ends changes who writes, told by colour, word and icon', async ({ home, start }) => {
    home.settle({ localModel: tinyModel, dial: 0, ...expertAt(server.url, starterModel) });
    const { page } = await start({ TANDEM_EXPERT_KEY: server.token });
    await ask(page, sheepProblem);
    await untilDone(page);
    const byExpert = stepsBy(page, 'expert').first();
    await expect(byExpert).toBeVisible();
    await expect(stepsBy(page, 'local')).toHaveCount(0);

    await page.getByRole('button', { name: 'New chat' }).click();
    await dial(page).focus();
    await page.keyboard.press('Home');
    await ask(page, sheepProblem);
    await untilDone(page);
    await expect(stepsBy(page, 'local').first()).toBeVisible();
    await expect(stepsBy(page, 'expert')).toHaveCount(0);
    expect(home.settings().dial).toBe(1);
  });
});

test('stop ends the answer at once and keeps what was accepted', async ({ home, start }) => {
  home.settle({ localModel: tinyModel, dial: 1 });
  const { page } = await start();
  await ask(page, sheepProblem);
  await expect(stepsBy(page, 'local').first()).toBeVisible();
  await stopButton(page).click();
  await expect(page.getByText(/stopped/i).first()).toBeVisible();
  await untilDone(page);
  await expect(stepsBy(page, 'local').first()).toBeVisible();
  await expect(question(page)).toBeEnabled();
});
