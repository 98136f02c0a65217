import fs from 'node:fs';
import { expect, it } from 'vitest';
import { loadedWithoutGpu } from '../../../shared/agent/restartWords.ts';
import { firstState } from '../../../shared/testing/follow.ts';
import { scriptedLocal } from '../../../shared/testing/scriptedModel.ts';
import { pianoScript, temporaryHome, testService } from '../runs/testing/testService.ts';
import { tellOfNotices } from './tellOfNotices.ts';

it('a terminal hears what the window would show, once: a model that runs without its GPU', async () => {
  const home = temporaryHome();
  const local = scriptedLocal(pianoScript);
  const words = loadedWithoutGpu('Small');
  const { client, service } = await testService({
    home, local,
    deps: {
      openLocal: () => Promise.resolve({
        card: local.card, model: local, dispose: () => Promise.resolve(),
        onRestart: (listener) => {
          listener(words);
          return () => undefined;
        },
      }),
    },
  });
  const said: string[] = [];
  const stop = tellOfNotices(client, (line) => said.push(line));
  await expect.poll(() => said).toEqual([words]);
  // Any other news about the app brings the same notices again.
  await client.call('settings.set', { theme: 'dark' });
  await client.call('settings.set', { policy: 'localOnly' });
  await firstState(client, 'settings', {}, (settings) => settings.policy === 'localOnly');
  expect(said).toEqual([words]);
  stop();
  await service.close();
  fs.rmSync(home, { recursive: true, force: true });
});
