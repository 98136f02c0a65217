import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { TandemError } from '../../../shared/errors.ts';
import { createFileLog } from '../log.ts';
import { fakeModels } from './testing/fakeModels.ts';
import { temporaryHome, testService } from './testing/testService.ts';

const starter = 'qwen2.5-coder-0.5b-instruct-q4_k_m';

/** The service with a log on the disk, in which every error would stand with its stack. */
async function logged() {
  const home = temporaryHome();
  const file = path.join(home, 'tandem.log');
  const models = fakeModels({ [starter]: { state: 'absent' }, other: { state: 'absent' } });
  const tested = await testService({ home, deps: { models, log: createFileLog(file) } });
  await expect.poll(() => models.asked).toEqual([starter]);
  return { ...tested, models, log: () => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '') };
}

it('closing while the starter model is being downloaded writes no error', async () => {
  const { service, models, log } = await logged();
  await service.close();
  expect(models.list()[0]?.state).toEqual({ state: 'absent' });
  expect(log()).toBe('');
});

it('stopping a download that was asked for writes no error; one that fails does', async () => {
  const { service, client, models, log } = await logged();
  await client.call('models.get', { id: 'other' });
  await client.call('models.stop', { id: 'other' });
  expect(log()).toBe('');
  await client.call('models.get', { id: 'other' });
  models.fail('other', new TandemError('downloadFailed', 'No source could be reached.'));
  await expect.poll(log).toContain('No source could be reached.');
  await service.close();
});
