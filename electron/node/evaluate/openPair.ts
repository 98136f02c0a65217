import os from 'node:os';
import path from 'node:path';
import type { ExpertModel, PreparedStep } from '../../../shared/agent/model.ts';
import { TandemError } from '../../../shared/errors.ts';
import type { ExpertChoice } from '../../../shared/contract/entities.ts';
import type { Engine } from '../engine/api.ts';
import { forkHost } from '../engine/forkHost.ts';
import { gpuFrom } from '../engine/gpuFrom.ts';
import { createComputeLease, type ComputeLease } from '../engine/lease.ts';
import { openEngine } from '../engine/openEngine.ts';
import { createExpert, expertCard } from '../expert/createExpert.ts';
import { readPrices } from '../expert/prices.ts';
import { silentLog } from '../log.ts';
import { engineFile } from '../models/adapters/engineFile.ts';
import { createModelStore, type LocalFile, type ModelStore } from '../models/modelStore.ts';
import { tandemPaths } from '../paths.ts';
import { startServe } from '../serve/startServe.ts';
import { wayToExpert, type WayToExpert } from './wayToExpert.ts';

/** How the expert is named in `exam` and `evaluate`. */
export type ExpertSpec =
  /** A GGUF behind our own `serve`, spoken to through the SDK: the same way as a server elsewhere. */
  | { readonly kind: 'serve'; readonly model: string }
  | { readonly kind: 'choice'; readonly choice: ExpertChoice };

export interface PairOptions {
  readonly local: string;
  readonly expert: ExpertSpec;
  /** Of each engine: problems worked at once, or more where probes with other prompts would push beginnings out. */
  readonly sequences: number;
  /** Tokens of each sequence; long passages need more. */
  readonly contextSize?: number;
  /** For tests and small machines; default: all math cores. */
  readonly threads?: number;
  readonly note: (words: string) => void;
  /** Dollars a month that were agreed to for an expert beyond this device; absent: nothing was. */
  readonly agreeUsd?: number | null;
  /** Whose calls these are in the ledger. */
  readonly work?: 'evaluation' | 'exam' | 'profile';
}

/** Both models, open, on one compute lease: what an exam or an evaluation works with. */
export interface ModelPair {
  readonly local: Engine;
  readonly localFile: LocalFile;
  readonly expert: ExpertModel | null;
  /** Known for a GGUF on this machine. */
  readonly expertParameters: number | null;
  readonly expertSha256: string | null;
  /** Where the expert computes, as its engine says; absent where that is not known here. */
  readonly expertDevice?: string | undefined;
  /** "serve and SDK", "this device", "Claude", …: for the report. */
  readonly via: string;
  close(): Promise<void>;
}

export const usualContext = 2048;

export async function openPair(options: PairOptions, signal: AbortSignal): Promise<ModelPair> {
  const models = createModelStore({ folder: tandemPaths().models, note: options.note });
  const lease = createComputeLease(options.threads ?? Math.max(1, os.availableParallelism()));
  const closers: (() => Promise<void>)[] = [];
  const close = async () => { for (const each of closers.toReversed()) await each(); };
  try {
    // Before models are loaded for minutes: an expert that nobody agreed to is refused at once.
    const way = wayFor(options);
    closers.push(() => Promise.resolve(way.close()));
    const localFile = await models.open(options.local);
    options.note(`Loading ${localFile.name} …`);
    const local = await open(localFile, options, lease, signal);
    closers.push(() => local.dispose());
    const expert = await openExpert(options, way, models, lease, closers, signal);
    return { local, localFile, ...expert, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Our own `serve` is on this device; whatever else is reached over the network needs agreement, also on loopback. */
function wayFor({ expert, agreeUsd = null, work = 'evaluation' }: PairOptions): WayToExpert {
  if (expert.kind === 'serve' || expert.choice.kind === 'none') return { guard: (model) => model, close: () => undefined };
  return wayToExpert(expertCard(expert.choice, { prices: pricesHere() }), { paths: tandemPaths(), agreeUsd, work });
}

const pricesHere = () => readPrices(path.join(tandemPaths().home, 'prices.json'));

type OpenedSide = Pick<ModelPair, 'expert' | 'expertParameters' | 'expertSha256' | 'expertDevice' | 'via'>;

async function openExpert(options: PairOptions, way: WayToExpert, models: ModelStore, lease: ComputeLease, closers: (() => Promise<void>)[], signal: AbortSignal): Promise<OpenedSide> {
  const { expert: spec } = options;
  if (spec.kind === 'choice') {
    if (spec.choice.kind === 'none') return { expert: null, expertParameters: null, expertSha256: null, via: 'none' };
    const key = spec.choice.kind === 'claude' ? (process.env['ANTHROPIC_API_KEY'] ?? null) : (process.env['TANDEM_EXPERT_KEY'] ?? null);
    const opened = await createExpert(spec.choice, {
      key, prices: pricesHere(),
      openGguf: async (model, openSignal) => open(await models.open(model), options, lease, openSignal),
    }, signal);
    closers.push(() => opened.close());
    const { card } = opened.model;
    return { expert: way.guard(opened.model), expertParameters: card.parameters ?? null, expertSha256: card.sha256 ?? null, expertDevice: card.device, via: card.where === 'thisDevice' ? 'a second engine on this device' : `the SDK, ${card.host ?? card.name}` };
  }
  const file = await models.open(spec.model);
  options.note(`Loading ${file.name} …`);
  const engine = await open(file, options, lease, signal);
  closers.push(() => engine.dispose());
  const server = await startServe({ engines: [engine], log: silentLog });
  closers.push(() => server.close());
  const { model } = await createExpert({ kind: 'server', baseUrl: server.url, model: engine.card.id, allowPlainHttp: false, continuesTurn: true }, {
    key: server.token, openGguf: () => Promise.reject(new TandemError('internal', 'A server opens no file.')),
    // Other problems' steps may be computed first.
    timeouts: { answerMs: 600_000, idleMs: 600_000, totalMs: 1_200_000 },
  }, signal);
  // The port is another one at each start; what decides an answer is the file.
  const card = { ...model.card, id: engine.card.id, name: file.name, sha256: file.sha256, ...(file.baseSha256 === undefined ? {} : { baseSha256: file.baseSha256 }) };
  return { expert: { card, prepareStep: async (request) => sayingTooLong(await model.prepareStep(request)) }, expertParameters: engine.card.parameters ?? null, expertSha256: file.sha256, expertDevice: engine.card.device, via: 'our own serve on loopback and the Anthropic SDK' };
}

/** Our own server's word for a question that its model cannot hold, which is no fault of the way there. */
function sayingTooLong(prepared: PreparedStep): PreparedStep {
  return {
    ...prepared,
    send: async function* (signal) {
      try {
        yield* prepared.send(signal);
      } catch (error) {
        if (error instanceof TandemError && error.kind === 'expertRejected' && error.message.includes('this model can hold')) throw new TandemError('contextTooSmall', error.message, { cause: error });
        throw error;
      }
    },
  };
}

async function open(file: LocalFile, { sequences, contextSize = usualContext, note }: PairOptions, lease: ComputeLease, signal: AbortSignal): Promise<Engine> {
  const engine = await openEngine({
    host: forkHost(), ...engineFile(file), gpu: gpuFrom(process.env), sequences, contextSize, lease,
  }, signal);
  engine.onRestart(note);
  return engine;
}
