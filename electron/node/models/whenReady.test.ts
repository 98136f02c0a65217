import { expect, it } from 'vitest';
import { fakeModels } from '../runs/testing/fakeModels.ts';
import { whenReady } from './whenReady.ts';

it('tells when the model comes, not while it is here, nor of another one, nor after it was stopped', () => {
  const models = fakeModels({ one: { state: 'ready', path: '/one' }, other: { state: 'absent' } });
  let told = 0;
  const stop = whenReady(models, 'one', () => { told += 1; });
  models.put('other', { state: 'ready', path: '/other' });
  models.put('one', { state: 'ready', path: '/one' });
  expect(told).toBe(0);
  models.put('one', { state: 'absent' });
  models.put('one', { state: 'downloading', receivedBytes: 1, totalBytes: 2, source: 'test', bytesPerSecond: 1 });
  expect(told).toBe(0);
  for (let i = 0; i < 2; i += 1) models.put('one', { state: 'ready', path: '/one' });
  expect(told).toBe(1);
  stop();
  models.put('one', { state: 'absent' });
  models.put('one', { state: 'ready', path: '/one' });
  expect(told).toBe(1);
});
