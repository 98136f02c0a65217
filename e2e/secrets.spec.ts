import type { Page } from '@playwright/test';
import { startFakeCloud } from '../electron/node/expert/testing/fakeCloud.ts';
import { ask, openSettings, sheepProblem, stepsBy, untilDone } from './support/chat.ts';
import { expertAt } from './support/expertServer.ts';
import { tinyModel, type Home } from './support/home.ts';
import { usesStandin } from './support/runtime.ts';
import { expect, test } from './support/tandem.ts';

// Checklist row 11: the key.
const key = 'sk-test-Zq83vT0pLm5xYw2NfR7c-1234';

test('a key that is set beforehand reaches the expert and nothing else', async ({ home, start }) => {
  const cloud = await startFakeCloud({ key, acceptsSampling: true });
  cloud.plan({ kind: 'text', text: 'He then has 48 sheep.\nThe answer is 48.' });
  home.settle({ localModel: tinyModel, dial: 0, ...expertAt(cloud.url, 'large-model') });
  const { page, close, printed } = await start({ TANDEM_EXPERT_KEY: key });
  await ask(page, sheepProblem);
  await expect(stepsBy(page, 'expert').first()).toBeVisible();
  await untilDone(page);
  expect(cloud.requests.every(({ headers }) => headers.authorization === `Bearer ${key}`)).toBe(true);
  expect(cloud.requests.some(({ raw }) => raw.includes(key))).toBe(false);

  await openSettings(page, 'Expert');
  await expect(page.getByText(/Key: set, ends in 1234, from the environment/)).toBeVisible();
  expect(await heapOf(page)).not.toContain(key);
  expect(await page.content()).not.toContain(key);
  await close();
  expect(printed()).not.toContain(key);
  expect(filesWith(home, key)).toEqual([]);
  await cloud.close();
});

test('a wrong key that the server repeats in its error is shown and written nowhere', async ({ home, start }) => {
  const cloud = await startFakeCloud({ key: 'another-key-entirely', acceptsSampling: true });
  home.settle({ localModel: tinyModel, dial: 0, ...expertAt(cloud.url, 'large-model') });
  const { page, close, printed } = await start({ TANDEM_EXPERT_KEY: key });
  await ask(page, sheepProblem);
  await untilDone(page);
  await expect(page.getByText(/The answer goes on here/).first()).toBeVisible();
  expect(await heapOf(page)).not.toContain(key);
  await close();
  expect(printed()).not.toContain(key);
  expect(filesWith(home, key)).toEqual([]);
  await cloud.close();
});

for (const { kept, env, switches } of keychains()) {
  test(`a key typed into the settings is ${kept ? 'kept by the keychain' : 'kept for the session only, where there is no keychain'}`, async ({ home, start }) => {
    const cloud = await startFakeCloud({ key, acceptsSampling: true });
    home.settle({ localModel: tinyModel, ...expertAt(cloud.url, 'large-model') });
    const first = await start(env, switches);
    await openSettings(first.page, 'Expert');
    await first.page.getByLabel(/^Key for this server/).fill(key);
    await first.page.getByRole('button', { name: 'Set key' }).click();
    await expect(first.page.getByText(/ends in 1234/)).toContainText(kept ? 'keychain' : 'until Tandem is closed');
    expect(await heapOf(first.page)).not.toContain(key);
    await first.close();
    expect(filesWith(home, key)).toEqual([]);
    const second = await start(env, switches);
    await openSettings(second.page, 'Expert');
    if (kept) await expect(second.page.getByText(/ends in 1234/)).toBeVisible();
    else await expect(second.page.getByLabel(/^Key for this server/)).toBeVisible();
    await cloud.close();
  });
}

/**
 * What protects a key, as it can be brought about: the stand-in takes a word for it, a real binary a switch on Linux,
 * and Windows has a keychain always. On macOS a real one would ask the person at the screen.
 */
function keychains(): readonly { readonly kept: boolean; readonly env: Readonly<Record<string, string>>; readonly switches: readonly string[] }[] {
  if (usesStandin) return [{ kept: true, env: { STANDIN_BACKEND: 'gnome_libsecret' }, switches: [] }, { kept: false, env: { STANDIN_BACKEND: 'basic_text' }, switches: [] }];
  if (process.platform === 'linux') return [{ kept: false, env: {}, switches: ['--password-store=basic'] }];
  return process.platform === 'win32' ? [{ kept: true, env: {}, switches: [] }] : [];
}

/** Everything in the page's JavaScript memory, after a collection. */
async function heapOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => { chunks.push(chunk); });
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return chunks.join('');
}

/** Files of the data folder that hold the words as they are, in UTF-16, or in base64. */
function filesWith(home: Home, words: string): string[] {
  const forms = [Buffer.from(words), Buffer.from(words, 'utf16le'), Buffer.from(Buffer.from(words).toString('base64').slice(0, -4))];
  return [...home.files()].filter(([, bytes]) => forms.some((form) => bytes.includes(form))).map(([name]) => name);
}
