import { describe, expect, it } from 'vitest';
import { TandemError } from '../../../shared/errors.ts';
import { scriptedLocal } from '../../../shared/testing/scriptedModel.ts';
import { silentLog } from '../log.ts';
import type { LocalFile } from '../models/modelStore.ts';
import { createLocalSlot } from './localSlot.ts';
import { fakeModels } from './testing/fakeModels.ts';

const never = new AbortController().signal;
const ready = (id: string) => ({ state: 'ready', path: `/models/${id}` }) as const;

function slotWith(models = fakeModels({ a: ready('a'), b: ready('b') }), shell: 'web' | 'terminal' = 'web') {
  const logged: unknown[] = [];
  const disposed: string[] = [];
  const opened: string[] = [];
  let failure: TandemError | null = null;
  let device = 'Vulkan';
  const restarts: ((words: string) => void)[] = [];
  const told: string[] = [];
  const slot = createLocalSlot({
    models, shell, log: { ...silentLog, error: (what, cause) => { logged.push([what, cause]); } },
    openLocal: async (file: LocalFile) => {
      opened.push(file.id);
      await Promise.resolve();
      if (failure) throw failure;
      const model = scriptedLocal([{ text: 'x' }], { card: { id: file.id, name: file.id, kind: 'scripted', where: 'thisDevice' } });
      return {
        get card() { return { ...model.card, device }; }, model,
        onRestart: (listener: (words: string) => void) => { restarts.push(listener); return () => undefined; },
        dispose: () => { disposed.push(file.id); return Promise.resolve(); },
      };
    },
  }, 'starter', (words) => { told.push(words); });
  const restart = (on: string) => {
    device = on;
    for (const tell of restarts) tell(`restarted on ${on}`);
  };
  return { slot, models, disposed, opened, logged, told, restart, fail: (next: TandemError | null) => { failure = next; } };
}

describe('the local model', () => {
  it('is opened once for everybody', async () => {
    const { slot, opened } = slotWith();
    slot.choose('a');
    const [one, two] = await Promise.all([slot.use(never), slot.use(never)]);
    expect(one.engine).toBe(two.engine);
    expect(opened).toEqual(['a']);
  });

  it('is exchanged without taking it from a run that uses it', async () => {
    const { slot, disposed } = slotWith();
    slot.choose('a');
    const old = await slot.use(never);
    slot.choose('b');
    const next = await slot.use(never);
    expect([old.engine.card.id, next.engine.card.id]).toEqual(['a', 'b']);
    expect(disposed).toEqual([]);
    old.release();
    expect(disposed).toEqual(['a']);
    next.release();
    expect(disposed).toEqual(['a']);
    await slot.close();
    expect(disposed).toEqual(['a', 'b']);
  });

  it('that is chosen twice in a row while it opens ends as the last choice, and nothing is left open', async () => {
    const { slot, disposed, opened } = slotWith();
    slot.choose('a');
    await Promise.resolve();
    for (const ref of ['b', 'a', 'b']) slot.choose(ref);
    expect((await slot.use(never)).engine.card.id).toBe('b');
    await slot.close();
    expect([...disposed].sort()).toEqual([...opened].sort());
  });

  it('that was removed is closed, and missing until it is here again', async () => {
    const { slot, models, disposed } = slotWith();
    slot.choose('a');
    (await slot.use(never)).release();
    models.put('a', { state: 'absent' });
    expect(slot.state).toEqual({ state: 'missing', model: 'a' });
    expect(disposed).toEqual(['a']);
    await expect(slot.use(never)).rejects.toMatchObject({ kind: 'modelMissing' });
    models.put('a', ready('a'));
    expect((await slot.use(never)).engine.card.id).toBe('a');
  });

  it('is downloaded by itself only if it is the starter', async () => {
    const { slot, models } = slotWith(fakeModels({ other: { state: 'absent' }, starter: { state: 'absent' } }));
    slot.choose('other');
    await expect(slot.use(never)).rejects.toMatchObject({ kind: 'modelMissing', message: expect.stringContaining('other') as unknown });
    expect(models.asked).toEqual([]);
    slot.choose('starter');
    const waiting = slot.use(never);
    await Promise.resolve();
    models.put('starter', ready('starter'));
    expect((await waiting).engine.card.id).toBe('starter');
    expect(models.asked).toEqual(['starter']);
  });

  it('is to be got where the questioner is: in the settings, or with the terminal\'s own command', async () => {
    const wordsIn = async (shell: 'web' | 'terminal') => {
      const { slot } = slotWith(fakeModels({ other: { state: 'absent' } }), shell);
      slot.choose('other');
      return slot.use(never).then(() => '', (error: unknown) => String(error));
    };
    expect(await wordsIn('web')).toMatch(/under Settings, Local model,/);
    const inTerminal = await wordsIn('terminal');
    expect(inTerminal).toMatch(/npm run tandem -- models get other$/);
    expect(inTerminal).not.toMatch(/under Settings|kept/);
  });

  it('whose download is stopped is no error for the log; one that fails is', async () => {
    const { slot, models, logged } = slotWith(fakeModels({ starter: { state: 'absent' } }));
    slot.choose('starter');
    const stopped = slot.use(never);
    await expect.poll(() => models.asked).toHaveLength(1);
    await models.stop('starter');
    await expect(stopped).rejects.toMatchObject({ kind: 'modelMissing' });
    expect(logged).toEqual([]);

    const failed = slot.use(never);
    await expect.poll(() => models.asked).toHaveLength(2);
    const cause = new TandemError('diskFull', 'The disk is full.');
    models.fail('starter', cause);
    await expect(failed).rejects.toMatchObject({ kind: 'diskFull' });
    expect(logged).toEqual([['downloading the starter model', cause]]);
  });

  it('that cannot be opened says why, and is tried again with the next question', async () => {
    const { slot, fail } = slotWith();
    fail(new TandemError('modelTooLarge', 'Too large.'));
    slot.choose('a');
    await expect(slot.use(never)).rejects.toMatchObject({ kind: 'modelTooLarge', message: 'Too large.' });
    fail(null);
    expect((await slot.use(never)).engine.card.id).toBe('a');
  });

  it('says what it runs on, also after a restart', async () => {
    const { slot, restart, told } = slotWith();
    slot.choose('a');
    (await slot.use(never)).release();
    expect(slot.state).toMatchObject({ state: 'ready', card: { device: 'Vulkan' } });
    restart('CPU');
    expect(slot.state).toMatchObject({ state: 'ready', card: { device: 'CPU' } });
    expect(told).toEqual(['restarted on CPU']);
  });

  it('is not waited for after a stop', async () => {
    const { slot } = slotWith(fakeModels({ starter: { state: 'downloading', receivedBytes: 1, totalBytes: 2, source: 's', bytesPerSecond: 1 } }));
    slot.choose('starter');
    const stop = new AbortController();
    const waiting = slot.use(stop.signal);
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ kind: 'cancelled' });
  });
});
