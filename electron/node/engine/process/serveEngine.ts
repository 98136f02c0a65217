import { assertNever, TandemError, toErrorInfo, type ErrorInfo } from '../../../../shared/errors.ts';
import type { StepPart } from '../../../../shared/agent/model.ts';
import type { CompletionPart } from '../api.ts';
import { toProcessSchema, type EngineCall, type FromProcess, type OpenRequest } from '../protocol.ts';
import { createBrain, type Brain } from './brain.ts';
import type { Channel } from './channel.ts';
import { complete } from './complete.ts';
import { createEmbedder, type Embed } from './embed.ts';
import { joinDeltas } from './joinDeltas.ts';
import { judge } from './judge.ts';
import { loadModel, type LoadedModel } from './loadModel.ts';
import { resample } from './resample.ts';
import { scoreText } from './scoreText.ts';
import { writeStep } from './writeStep.ts';

interface Open { readonly loaded: LoadedModel; readonly brain: Brain; readonly embed: Embed }

/**
 * Answers the engine's client until it is gone.
 * @param load the bench keeps a hand on what was loaded
 */
export function serveEngine(channel: Channel, load: (request: OpenRequest) => Promise<LoadedModel> = loadModel): void {
  const running = new Map<number, AbortController>();
  let open: Open | null = null;
  const post = (message: FromProcess): void => { channel.post(message); };

  const handleOpen = async (request: OpenRequest): Promise<void> => {
    try {
      const loaded = await load(request);
      open = { loaded, brain: createBrain(loaded), embed: createEmbedder(loaded.model, request.threads) };
      post({ type: 'opened', loaded: loaded.loaded });
    } catch (error) {
      post({ type: 'openFailed', error: describe(error) });
    }
  };

  const handleCall = async (id: number, call: EngineCall): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    try {
      if (!open) throw new TandemError('engineFailed', 'The model is not loaded yet. Try again in a moment.');
      const tell = joinDeltas<StepPart | CompletionPart>((part) => { post({ type: 'part', id, part }); }, () => performance.now());
      const value = await answer(open, call, controller.signal, tell);
      post({ type: 'done', id, value });
    } catch (error) {
      post({ type: 'failed', id, error: describe(error) });
    } finally {
      running.delete(id);
    }
  };

  const close = async (): Promise<void> => {
    for (const controller of running.values()) controller.abort();
    await open?.loaded.dispose().catch(() => undefined);
    process.exit(0);
  };

  channel.onMessage((raw) => {
    const parsed = toProcessSchema.safeParse(raw);
    if (!parsed.success) return;
    const message = parsed.data;
    switch (message.type) {
      case 'open':
        void handleOpen(message.open);
        break;
      case 'call':
        void handleCall(message.id, message.call);
        break;
      case 'abort':
        running.get(message.id)?.abort();
        break;
      case 'close':
        void close();
        break;
      default:
        assertNever(message);
    }
  });
  channel.onClosed(() => process.exit(0));
  post({ type: 'ready' });
}

async function answer({ brain, embed }: Open, call: EngineCall, signal: AbortSignal, tell: (part: StepPart | CompletionPart) => void): Promise<unknown> {
  switch (call.method) {
    case 'writeStep':
      return writeStep(brain, call.request, signal, tell);
    case 'complete':
      return complete(brain, call.request, signal, tell);
    case 'judge':
      return judge(brain, call.request, call.candidate, call.questions, signal);
    case 'resample':
      return resample(brain, call.request, call.k, signal);
    case 'embed':
      return embed(call.text, signal);
    case 'scoreText':
      return scoreText(brain, call.request, call.texts, signal);
    default:
      return assertNever(call);
  }
}

/** Errors of llama.cpp may hold paths: only our own sentences cross the boundary. */
function describe(error: unknown): ErrorInfo {
  const info = toErrorInfo(error);
  return info.kind === 'internal'
    ? { kind: 'engineFailed', message: 'The model could not go on with this step. What was accepted before is kept; try again, and choose another model if it happens again.' }
    : info;
}
