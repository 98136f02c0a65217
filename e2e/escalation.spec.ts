import { answers, ask, lookOf, pianoProblem, stepsBy, stopButton, unfoldSteps, untilDone } from './support/chat.ts';
import { expertAt, startExpertServer, type ExpertServer } from './support/expertServer.ts';
import { largerModel, starterModel } from './support/home.ts';
import { expect, test } from './support/tandem.ts';

let server: ExpertServer;
test.beforeAll(async () => { server = await startExpertServer(largerModel); });
test.afterAll(async () => { await server.kill(); });

// The way that the whole program is about, on real weights: docs/piano.md tells the same answer step by step. What is
// asserted holds whatever they write: the first step only repeats the question and is doubted far less than the dial
// allows (2 %), the first that states a result far more (22 %).
test('one answer of two writers: a candidate is scored, doubted and struck through, and the expert’s step stands in its place with the reason', async ({ home, start }) => {
  home.settle({ localModel: starterModel, policy: 'adaswitch', dial: 0.1, ...expertAt(server.url, largerModel) });
  const { page } = await start({ TANDEM_EXPERT_KEY: server.token });
  await ask(page, pianoProblem);
  const replaced = stepsBy(page, 'expert').filter({ hasText: '1 discarded candidate' }).first();
  await expect(replaced).toBeVisible({ timeout: 240_000 });
  // One is enough; whatever was accepted stands.
  await stopButton(page).click();
  await untilDone(page);
  await unfoldSteps(page);

  const kept = stepsBy(page, 'local').first();
  await expect(kept).toContainText('This device');
  await expect(kept.getByRole('img', { name: /^\d+ % chance of an error, asks above 0\.10, kept$/ })).toBeVisible();

  await expect(replaced).toContainText(`Expert: ${largerModel}`);
  await expect(replaced).toContainText(/Sent to .*; nothing had to be replaced before sending/);
  await expect(replaced.getByRole('img', { name: /^\d+ % chance of an error, asks above 0\.10, expert asked$/ })).toBeVisible();
  await expect(replaced).toContainText(/Why: .*\d+ %/);
  const candidate = replaced.locator('del');
  await expect(candidate).toBeHidden();
  await replaced.getByText('1 discarded candidate').click();
  await expect(candidate).toBeVisible();
  await expect(candidate).not.toBeEmpty();
  expect(await candidate.evaluate((element) => getComputedStyle(element).textDecorationLine)).toBe('line-through');
  await expect(replaced).toContainText('written on this device');

  const [here, there] = [await lookOf(kept), await lookOf(replaced)];
  for (const sign of ['colour', 'border', 'icon'] as const) expect(there[sign], sign).not.toBe(here[sign]);
  const counts = { local: await stepsBy(page, 'local').count(), expert: await stepsBy(page, 'expert').count() };
  await expect(answers(page).getByText(new RegExp(`^${counts.local + counts.expert} steps, ${counts.local} here, ${counts.expert} asked, `))).toBeVisible();
});
