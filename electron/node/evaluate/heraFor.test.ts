import { expect, it } from 'vitest';
import { sampleProfile } from '../../../shared/hera/testing/sampleProfile.ts';
import { temporaryHome } from '../runs/testing/testService.ts';
import { openCallCache } from './calls/callCache.ts';
import { heraFor } from './heraFor.ts';

const card = { id: 'm', name: 'M', kind: 'gguf', where: 'thisDevice' } as const;
const pair = { local: { card, model: { embed: () => Promise.resolve(new Float32Array(2)) } }, expert: { card } };

it('decides about every question, whatever kind it is and whatever other policies are evaluated beside it', async () => {
  const file = sampleProfile({ partsOn: ['sse'], domain: { embedder: 'letters', centre: [1], least: 0.5 } });
  for (const asksForVectors of [false, true]) {
    const { setup, close } = await heraFor(pair, { forPair: () => ({ file, why: '' }) }, openCallCache(`${temporaryHome()}/calls.jsonl`), null, asksForVectors, new AbortController().signal);
    expect(setup.file).not.toBeNull();
    expect(setup.file).not.toHaveProperty('domain');
    expect(setup).not.toHaveProperty('why');
    await close();
  }
});

it('says why HERA is evaluated as AdaSwitch where the pair has no profile', async () => {
  const notes: string[] = [];
  const { setup } = await heraFor(pair, { forPair: () => ({ file: null, why: 'never profiled' }) }, openCallCache(`${temporaryHome()}/calls.jsonl`), (words) => notes.push(words), false, new AbortController().signal);
  expect(setup).toEqual({ file: null, why: 'never profiled' });
  expect(notes).toEqual(['HERA is evaluated as AdaSwitch: never profiled.']);
});
