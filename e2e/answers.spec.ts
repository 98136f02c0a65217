import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startModelMirror, type ModelMirror } from './fakes/modelMirror.ts';
import { answers, ask, lookOf, longProblem, moveDial, question, sheepProblem, stepsBy, stopButton, unfoldSteps, untilDone } from './support/chat.ts';
import { expertAt, startExpertServer, type ExpertServer } from './support/expertServer.ts';
import { modelsFolder, starterModel, tinyModel } from './support/home.ts';
import { expect, test } from './support/tandem.ts';

test.describe('a model that is not here yet', () => {
  let mirror: ModelMirror;
  let models: string;
  test.beforeEach(async () => {
    mirror = await startModelMirror(modelsFolder);
    models = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-models-'));
  });
  test.afterEach(() => {
    mirror.close();
    fs.rmSync(models, { recursive: true, force: true });
  });
  const env = () => ({ TANDEM_MODELS: models, TANDEM_MODEL_SOURCES: 'huggingface', HF_ENDPOINT: mirror.url });

  test('first start without anything: open at once, the starter model comes by itself with a progress bar, a question waits for it', async ({ home, start }) => {
    expect(fs.readdirSync(home.folder)).toEqual([]);
    const { page, close } = await start(env());
    await expect(question(page)).toBeVisible();
    const progress = page.getByRole('progressbar', { name: /^Download of Qwen2\.5 Coder 0\.5B/ });
    await expect(progress).toBeVisible();
    await ask(page, 'How many days are 3 weeks?');
    await expect(answers(page)).toContainText('Waiting for the model of this device');
    // The mirror holds the file halfway.
    await expect.poll(async () => Number(await progress.getAttribute('aria-valuenow'))).toBeGreaterThan(0);
    mirror.release();
    await untilDone(page);
    await expect(answers(page)).toContainText('The answer is complete.');
    await expect(answers(page).getByTestId('answer-text')).not.toBeEmpty();
    await expect(progress).toHaveCount(0);
    await unfoldSteps(page);
    await expect(stepsBy(page, 'local').first()).toBeVisible();
    await close();
    expect(fs.readdirSync(models).sort()).toEqual([`${starterModel}.gguf`, `${starterModel}.gguf.checked`]);
  });

  test('another than the starter comes when it is wished for, and the question waits as well', async ({ home, start }) => {
    home.settle({ localModel: tinyModel });
    const { page, close } = await start(env());
    await expect(question(page)).toBeVisible();
    await page.getByRole('button', { name: /^Download / }).click();
    await expect(page.getByRole('progressbar', { name: /^Download of/ })).toBeVisible();
    await ask(page, 'Hello!');
    await expect(answers(page)).toContainText('Waiting for the model of this device');
    mirror.release();
    await untilDone(page);
    await expect(answers(page).getByTestId('answer-text')).not.toBeEmpty();
    await close();
  });
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
    home.settle({ localModel: tinyModel, ...expertAt(server.url, starterModel) });
    const { page } = await start({ TANDEM_EXPERT_KEY: server.token });
    await moveDial(page, 'End');
    await ask(page, sheepProblem);
    await untilDone(page);
    const byExpert = stepsBy(page, 'expert').first();
    await expect(byExpert).toBeVisible();
    await expect(stepsBy(page, 'local')).toHaveCount(0);
    await expect(byExpert).toContainText(`Expert: ${starterModel}`);
    await expect(answers(page).getByText(/^\d+ steps?, 0 here, \d+ asked, /)).toBeVisible();
    const expertLook = await lookOf(byExpert);
    expect(home.settings().dial).toBe(0);

    await page.getByRole('button', { name: 'New chat' }).click();
    await moveDial(page, 'Home');
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
