import type { LocalModel, ModelCard } from '../../../shared/agent/model.ts';
import { TandemError } from '../../../shared/errors.ts';
import { createExpert } from '../expert/createExpert.ts';
import { modelIdentity } from '../models/modelIdentity.ts';
import { createModelStore } from '../models/modelStore.ts';
import { tandemPaths } from '../paths.ts';
import { openPair, type ModelPair, type PairOptions } from './openPair.ts';

/** What a pair is with and without weights. */
type ReplayablePair = Pick<ModelPair, 'local' | 'expert' | 'expertParameters' | 'expertSha256' | 'expertDevice' | 'via' | 'close'>;

/** @param replay a call log in place of the models; undefined: the models work */
export function openPairOrReplay(replay: string | undefined, options: PairOptions, signal: AbortSignal): Promise<ReplayablePair> {
  return replay === undefined ? openPair(options, signal) : replayPair(options);
}

/** The same pair without any weights: every call has to be in a closed call log. For rebuilding a published table. */
async function replayPair(options: Pick<PairOptions, 'local' | 'expert' | 'note'>): Promise<ReplayablePair> {
  const models = createModelStore({ folder: tandemPaths().models, note: options.note });
  const cardOf = async (model: string) => ({ kind: 'gguf', where: 'thisDevice', ...await modelIdentity(model, models) }) as const;
  const card = await cardOf(options.local);
  const none = () => Promise.reject(new TandemError('engineFailed', 'A replay has no model: the call log does not hold this call.'));
  const model: LocalModel = { card, writeStep: () => { throw new TandemError('engineFailed', 'A replay has no model.'); }, judge: none, resample: none, embed: none, complete: none };
  const local: ModelPair['local'] = { card, model, complete: () => { throw new TandemError('engineFailed', 'A replay has no model.'); }, onRestart: () => () => undefined, dispose: () => Promise.resolve() };
  const closed = { close: () => Promise.resolve() };
  if (options.expert.kind === 'choice') {
    if (options.expert.choice.kind === 'none') return { local, expert: null, expertParameters: null, expertSha256: null, via: 'none', ...closed };
    throw new TandemError('badInput', 'A replay is possible for --expert none and serve:NAME, whose prompts are made here.');
  }
  const expertCard = await cardOf(options.expert.model);
  // Nothing is ever sent to this address; it only completes the choice.
  const { model: expert } = await createExpert({ kind: 'server', baseUrl: 'http://127.0.0.1:9', model: expertCard.id, allowPlainHttp: false, continuesTurn: true }, {
    key: null, openGguf: () => Promise.reject(new TandemError('internal', 'A replay opens no file.')),
  }, new AbortController().signal);
  const own: ModelCard = { ...expert.card, id: expertCard.id, name: expertCard.name, sha256: expertCard.sha256 };
  return { local, expert: { card: own, prepareStep: (request) => expert.prepareStep(request) }, expertParameters: expertCard.parameters ?? null, expertSha256: expertCard.sha256, via: 'our own serve on loopback and the Anthropic SDK', ...closed };
}
