import { startFakeCloud } from '../electron/node/expert/testing/fakeCloud.ts';
import { answers, ask, longProblem, openChat, question, sheepProblem, step, stepsBy, untilDone } from './support/chat.ts';
import { expertAt, startExpertServer } from './support/expertServer.ts';
import { starterModel, tinyModel } from './support/home.ts';
import { expect, test } from './support/tandem.ts';

test('an expert that breaks off in the middle of a step: a notice, no half step, and the answer goes on here', async ({ home, start }) => {
  const cloud = await startFakeCloud({ acceptsSampling: true });
  cloud.plan({ kind: 'text', text: 'He buys 3 × 17 = 51 sheep.' }, { kind: 'cut', text: 'Half of a thought that nobody' });
  home.settle({ localModel: tinyModel, dial: 0, ...expertAt(cloud.url, 'large-model') });
  const { page } = await start();
  await ask(page, sheepProblem);
  await untilDone(page);
  await expect(step(page, 1)).toContainText('51 sheep');
  await expect(page.getByText(/The answer goes on here/).first()).toBeVisible();
  await expect(page.getByText('Half of a thought')).toHaveCount(0);
  await expect(stepsBy(page, 'local').first()).toBeVisible();
  await cloud.close();
});

test('a server that is killed while it writes: the answer goes on here', async ({ home, start }) => {
  const server = await startExpertServer(starterModel);
  home.settle({ localModel: tinyModel, dial: 0, ...expertAt(server.url, starterModel) });
  const { page } = await start({ TANDEM_EXPERT_KEY: server.token });
  await ask(page, sheepProblem);
  await expect(stepsBy(page, 'expert').first()).toBeVisible({ timeout: 30_000 });
  await server.kill();
  await untilDone(page);
  await expect(page.getByText(/The answer goes on here/).first()).toBeVisible();
});

test('an engine that dies mid-step is started again, and the answer goes on', async ({ home, start }) => {
  home.settle({ localModel: starterModel, dial: 1 });
  const { app, page } = await start();
  await ask(page, longProblem);
  await expect(stepsBy(page, 'local').first()).toBeVisible();
  const engines = await app.evaluate(({ app: main }) => main.getAppMetrics().filter(({ type, name }) => type === 'Utility' && name?.includes('engine')).map(({ pid }) => pid));
  // The local model's, and the embedding model's, which is opened when the first step is scored.
  expect(engines.length).toBeGreaterThanOrEqual(1);
  expect(engines.length).toBeLessThanOrEqual(2);
  for (const pid of engines) process.kill(pid, 'SIGKILL');
  await expect(page.getByText(/started again/i).first()).toBeVisible();
  await untilDone(page);
  await ask(page, 'Hello!');
  await untilDone(page);
});

test('after a power cut every accepted step is there, and the answer can be continued', async ({ home, start }) => {
  home.settle({ localModel: starterModel, dial: 1 });
  const first = await start();
  await ask(first.page, longProblem);
  await expect(step(first.page, 1)).toBeVisible({ timeout: 30_000 });
  const kept = await step(first.page, 1).innerText();
  await first.kill();

  const { page } = await start();
  await openChat(page, /^Add up/);
  await expect(answers(page).getByText(/^Interrupted\. \d+ steps? kept\./)).toBeVisible();
  // Behind it stand the buttons that a step has once nothing is being written.
  expect((await step(page, 1).innerText()).startsWith(kept)).toBe(true);
  await page.getByRole('button', { name: 'Continue' }).click();
  await untilDone(page);
  await expect(page.getByText(/Continued from step/).first()).toBeVisible();
  await expect(question(page)).toBeEnabled();
});

test('a second start on the same data shows the window that is there and leaves', async ({ home, start }) => {
  home.settle({ localModel: tinyModel, dial: 1 });
  const { app, page } = await start();
  await question(page).waitFor();
  // Whether a window comes to the front depends on the desktop; that it is asked to does not.
  await app.evaluate(({ BrowserWindow }) => {
    const asked: string[] = [];
    Object.assign(globalThis, { askedOfWindow: asked });
    const [window] = BrowserWindow.getAllWindows();
    if (!window) throw new Error('no window');
    window.isMinimized = () => true;
    window.restore = () => { asked.push('restore'); };
    window.focus = () => { asked.push('focus'); };
  });
  await expect(start()).rejects.toThrow();
  await expect.poll(() => app.evaluate(() => (globalThis as unknown as { askedOfWindow: string[] }).askedOfWindow)).toEqual(['restore', 'focus']);
  expect(app.windows()).toHaveLength(1);
  await ask(page, 'Hello!');
  await untilDone(page);
});
