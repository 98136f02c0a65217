import { describe, expect, it, vi } from 'vitest';
import type { StepRequest } from '../../../shared/agent/model.ts';
import { untilStopped } from '../../../shared/agent/untilStopped.ts';
import { defaultSettings, type ExpertChoice, type Settings } from '../../../shared/contract/entities.ts';
import { TandemError } from '../../../shared/errors.ts';
import { scriptedExpert, scriptedExpertCard } from '../../../shared/testing/scriptedModel.ts';
import { silentLog } from '../log.ts';
import { openSecrets } from '../settings/secrets.ts';
import { createExpertSlot, keyPlace } from './expertSlot.ts';
import { fakeModels } from './testing/fakeModels.ts';

const never = new AbortController().signal;
const claude: ExpertChoice = { kind: 'claude', model: 'any' };
const server: ExpertChoice = { kind: 'server', baseUrl: 'https://expert.example', model: 'm', allowPlainHttp: false };
const gguf: ExpertChoice = { kind: 'gguf', model: 'large' };
const agreed = { 'expert.example': { at: 1, capUsd: 1 } };
const request: StepRequest = { question: 'q', history: [], steps: [], shape: 'steps', profile: 'zeroShot', documents: [], tools: [], until: 'step', maxTokens: 9, temperature: 0, seed: 0 };
const settingsWith = (expert: ExpertChoice, agreements: Settings['agreements'] = {}): Settings => ({ ...defaultSettings, expert, agreements });

async function slotWith(env: Readonly<Record<string, string>> = {}) {
  const opened: [string, string | null][] = [];
  const closed: string[] = [];
  const told: string[] = [];
  const restarts: ((words: string) => void)[] = [];
  let wait: Promise<void> = Promise.resolve();
  let failure: TandemError | null = null;
  const models = fakeModels({ large: { state: 'absent' } });
  const slot = createExpertSlot({
    models, log: silentLog, secrets: await openSecrets({ env, vault: null, onKey: () => undefined }),
    experts: {
      cardOf: (choice) => {
        if (choice.kind === 'server' && choice.model === '') throw new TandemError('badInput', 'Say which model.');
        return choice.kind === 'gguf' ? { id: 'large', name: 'Large', kind: 'gguf', where: 'thisDevice' } : scriptedExpertCard;
      },
      open: async (choice, key, signal) => {
        opened.push([choice.kind, key]);
        await untilStopped(wait, signal);
        if (failure) throw failure;
        return {
          model: scriptedExpert([{ text: 'x' }]), close: () => { closed.push(choice.kind); return Promise.resolve(); },
          ...(choice.kind === 'gguf' ? { onRestart: (listener: (words: string) => void) => { restarts.push(listener); return () => undefined; } } : {}),
        };
      },
      test: () => Promise.resolve({ ok: true, words: '' }),
    },
  }, (words) => { told.push(words); });
  return { slot, models, opened, closed, told, restarts, hold: (until: Promise<void>) => { wait = until; }, fail: (next: TandemError | null) => { failure = next; } };
}

describe('what the app says of the expert', () => {
  it('is what is missing next', async () => {
    const { slot, models } = await slotWith();
    expect(slot.state(settingsWith({ kind: 'none' }))).toEqual({ state: 'none' });
    expect(slot.state(settingsWith(claude))).toMatchObject({ state: 'needsKey' });
    expect(slot.state(settingsWith(server))).toMatchObject({ state: 'needsAgreement', agreement: { key: 'expert.example', suggestedCapUsd: 5, priceWords: expect.stringContaining('$5 per million tokens written') as unknown } });
    expect(slot.state(settingsWith(server, agreed))).toMatchObject({ state: 'ready' });
    expect(slot.state(settingsWith(gguf))).toEqual({ state: 'needsModel', model: 'large' });
    models.put('large', { state: 'ready', path: '/models/large.gguf' });
    expect(slot.state(settingsWith(gguf))).toMatchObject({ state: 'ready', card: { where: 'thisDevice' } });
    expect(slot.state(settingsWith({ ...server, kind: 'server', baseUrl: '', model: '', allowPlainHttp: false }))).toMatchObject({ state: 'failed', error: { kind: 'badInput' } });
  });

  it('with a key of the environment asks for the agreement', async () => {
    const { slot } = await slotWith({ ANTHROPIC_API_KEY: 'a-key-of-the-environment' });
    expect(slot.state(settingsWith(claude))).toMatchObject({ state: 'needsAgreement' });
  });
});

describe('the expert', () => {
  it('is opened with its first step, once for all runs, and anew only when the choice changes', async () => {
    const { slot, opened, closed } = await slotWith({ TANDEM_EXPERT_KEY: 'a-key-of-the-environment' });
    const one = await slot.forRun(settingsWith(server), never);
    const two = await slot.forRun(settingsWith(server), never);
    expect(opened).toEqual([]);
    await Promise.all([one?.model.prepareStep(request), two?.model.prepareStep(request), one?.model.prepareStep(request)]);
    expect(opened).toEqual([['server', 'a-key-of-the-environment']]);
    one?.release();
    two?.release();
    await (await slot.forRun(settingsWith(gguf), never))?.model.prepareStep(request);
    expect(opened.at(-1)).toEqual(['gguf', null]);
    expect(closed).toEqual(['server']);
    await slot.close();
    expect(closed).toEqual(['server', 'gguf']);
  });

  it('that an answer still uses is closed only behind it, when another is chosen and asked meanwhile', async () => {
    const { slot, closed } = await slotWith();
    const first = await slot.forRun(settingsWith(gguf), never);
    await first?.model.prepareStep(request);
    const second = await slot.forRun(settingsWith(server), never);
    await second?.model.prepareStep(request);
    await expect(first?.model.prepareStep(request)).resolves.toBeDefined();
    expect(closed).toEqual([]);
    first?.release();
    await vi.waitFor(() => { expect(closed).toEqual(['gguf']); });
    second?.release();
    await slot.close();
    expect(closed).toEqual(['gguf', 'server']);
  });

  it('that is chosen again while an answer still uses it is not opened a second time', async () => {
    const { slot, closed, opened } = await slotWith();
    const first = await slot.forRun(settingsWith(gguf), never);
    await first?.model.prepareStep(request);
    slot.choose({ kind: 'none' });
    await (await slot.forRun(settingsWith(gguf), never))?.model.prepareStep(request);
    first?.release();
    await slot.close();
    expect(opened).toHaveLength(1);
    expect(closed).toHaveLength(1);
  });

  it('is closed when it is no longer chosen, also where an answer begun before opens it only then', async () => {
    const { slot, closed, opened } = await slotWith();
    const used = await slot.forRun(settingsWith(gguf), never);
    await used?.model.prepareStep(request);
    used?.release();
    slot.choose(gguf);
    expect(closed).toEqual([]);
    slot.choose({ kind: 'none' });
    await vi.waitFor(() => { expect(closed).toEqual(['gguf']); });

    const late = await slot.forRun(settingsWith(gguf), never);
    slot.choose({ kind: 'none' });
    await late?.model.prepareStep(request);
    expect(opened).toHaveLength(2);
    late?.release();
    await vi.waitFor(() => { expect(closed).toEqual(['gguf', 'gguf']); });
  });

  it('that is still being opened is given up when the app is closed', async () => {
    const { slot, hold, opened } = await slotWith();
    hold(new Promise(() => undefined));
    const asked = (await slot.forRun(settingsWith(gguf), never))?.model.prepareStep(request);
    asked?.catch(() => undefined);
    await vi.waitFor(() => { expect(opened).toHaveLength(1); });
    await slot.close();
    await expect(asked).rejects.toMatchObject({ kind: 'cancelled' });
  });

  it('on this machine whose process is started again is told of', async () => {
    const { slot, told, restarts } = await slotWith();
    await (await slot.forRun(settingsWith(gguf), never))?.model.prepareStep(request);
    for (const restart of restarts) restart('The process of Large was started again.');
    expect(told).toEqual(['The process of Large was started again.']);
  });

  it('that could not be opened refuses the step with its reason, and is tried again', async () => {
    const { slot, fail } = await slotWith();
    fail(new TandemError('modelTooLarge', 'Too large.'));
    const expert = await slot.forRun(settingsWith(gguf), never);
    await expect(expert?.model.prepareStep(request)).rejects.toMatchObject({ kind: 'modelTooLarge' });
    fail(null);
    await expect(expert?.model.prepareStep(request)).resolves.toMatchObject({ maxUsd: 0.001 });
  });

  it('is not waited for after a stop, and stays there for other runs', async () => {
    const { slot, hold, opened } = await slotWith();
    let ready: () => void = () => undefined;
    hold(new Promise<void>((resolve) => { ready = resolve; }));
    const stop = new AbortController();
    const stopped = (await slot.forRun(settingsWith(gguf), stop.signal))?.model.prepareStep(request);
    const other = (await slot.forRun(settingsWith(gguf), never))?.model.prepareStep(request);
    stop.abort();
    await expect(stopped).rejects.toMatchObject({ kind: 'cancelled' });
    ready();
    await expect(other).resolves.toBeDefined();
    expect(opened).toHaveLength(1);
  });

  it('is none where none is chosen, and refuses each step with its reason where the choice names nothing', async () => {
    const { slot, opened } = await slotWith();
    const broken = settingsWith({ kind: 'server', baseUrl: 'x', model: '', allowPlainHttp: false });
    expect(await slot.forRun(settingsWith({ kind: 'none' }), never)).toBeNull();
    await expect((await slot.forRun(broken, never))?.model.prepareStep(request)).rejects.toMatchObject({ kind: 'badInput', message: 'Say which model.' });
    expect(slot.card(broken)).toBeNull();
    expect(opened).toEqual([]);
  });
});

describe('the place of a key', () => {
  it('is the whole address, so that another scheme, port or path is another place', () => {
    const at = (baseUrl: string) => keyPlace({ kind: 'server', baseUrl, model: 'm', allowPlainHttp: true });
    expect(at('https://h.example/')).toBe(at('https://h.example/v1/messages'));
    const places = ['https://h.example', 'http://h.example', 'https://h.example:8443', 'https://h.example/other', 'https://h.example.evil'].map(at);
    expect(new Set(places).size).toBe(places.length);
  });
});
