import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Locator } from '@playwright/test';
import { startModelMirror } from './fakes/modelMirror.ts';
import { answers, ask, dial, longProblem, question, sheepProblem, stepsBy, stopButton, untilDone } from './support/chat.ts';
import { expertAt, startExpertServer, type ExpertServer } from './support/expertServer.ts';
import { modelsFolder, starterModel, tinyModel } from './support/home.ts';
import { expect, test } from './support/tandem.ts';

test('first start without anything: open at once, the model comes with a progress bar, then it answers', async ({ home, start }) => {
  const mirror = await startModelMirror(modelsFolder);
  const models = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-models-'));
  home.settle({ localModel: tinyModel });
  const { page, close } = await start({ TANDEM_MODELS: models, TANDEM_MODEL_SOURCES: 'huggingface', HF_ENDPOINT: mirror.url });
  await expect(question(page)).toBeVisible();
  await page.getByRole('button', { name: /^Download / }).click();
  await expect(page.getByRole('progressbar', { name: /^Download of/ })).toBeVisible();
  await ask(page, 'Hello!');
  await expect(answers(page)).toContainText('Waiting for the model of this device');
  mirror.release();
  await untilDone(page);
  await expect(answers(page).getByTestId('answer-text')).not.toBeEmpty();
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
  await expect(answers(page).getByText(/would ask at steps? \d/)).toBeVisible();
  await expect(answers(page).getByText(/^\d+ steps?, \d+ here, /)).toBeVisible();
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
    await expect(byExpert).toContainText(`Expert: ${starterModel}`);
    await expect(answers(page).getByText(/^\d+ steps?, 0 here, \d+ asked, /)).toBeVisible();
    const expertLook = await lookOf(byExpert);

    await page.getByRole('button', { name: 'New chat' }).click();
    await dial(page).focus();
    await page.keyboard.press('Home');
    await ask(page, sheepProblem);
    await untilDone(page);
    const byLocal = stepsBy(page, 'local').first();
    await expect(byLocal).toBeVisible();
    await expect(stepsBy(page, 'expert')).toHaveCount(0);
    await expect(byLocal).toContainText('This device');
    const localLook = await lookOf(byLocal);
    for (const sign of ['colour', 'border', 'icon'] as const) expect(localLook[sign], sign).not.toBe(expertLook[sign]);
    expect(home.settings().dial).toBe(1);
  });
});

/** How a step's writer is told apart without reading. */
function lookOf(step: Locator): Promise<{ readonly colour: string; readonly border: string; readonly icon: string }> {
  return step.evaluate((element) => ({
    colour: getComputedStyle(element.querySelector('header svg') ?? element).color,
    border: getComputedStyle(element).borderLeft,
    icon: element.querySelector('header svg')?.innerHTML ?? '',
  }));
}

test('stop ends the answer at once and keeps what was accepted', async ({ home, start }) => {
  home.settle({ localModel: starterModel, dial: 1 });
  const { page } = await start();
  await ask(page, longProblem);
  await expect(stepsBy(page, 'local').first()).toBeVisible();
  await stopButton(page).click();
  await expect(answers(page).getByText(/^Stopped\. \d+ steps? kept\./)).toBeVisible();
  await expect(stepsBy(page, 'local').first()).toBeVisible();
  await expect(question(page)).toBeEnabled();
});
