import type { ModelCard, StepRequest } from '../../../shared/agent/model.ts';
import { TandemError } from '../../../shared/errors.ts';
import type { Engine, EngineOptions, OpenEngine } from './api.ts';
import { createCaller } from './caller.ts';
import { shareLease } from './lease.ts';
import { completionPartSchema, givenStepsSchema, stepPartSchema, textsSchema, vectorSchema, yesNoSchema, type EngineCall, type Loaded } from './protocol.ts';
import { supervise } from './supervisor.ts';

/** Opens a GGUF in a process of its own and speaks with it as a `LocalModel`. */
export const openEngine: OpenEngine = async (options, signal) => {
  const supervisor = await supervise(options.host, {
    modelPath: options.modelPath, gpu: options.gpu, sequences: options.sequences, contextSize: options.contextSize,
    threads: options.lease.threads, ...(options.adapters === undefined ? {} : { adapters: options.adapters }),
  }, options.card.name, signal);
  const caller = createCaller(supervisor, options.sequences > 1 ? shareLease(options.lease) : options.lease, { sequences: options.sequences });
  const card = (): ModelCard => cardOf(options, supervisor.loaded);

  const engine: Engine = {
    get card() {
      return card();
    },
    model: {
      get card() {
        return card();
      },
      writeStep: (request, stepSignal) => caller.stream({ method: 'writeStep', request: mutable(request) }, stepPartSchema, stepSignal),
      judge: (request, candidate, questions, judgeSignal) =>
        caller.value({ method: 'judge', request: mutable(request), candidate, questions: [...questions] }, yesNoSchema, judgeSignal),
      resample: (request, k, sampleSignal) => caller.value({ method: 'resample', request: mutable(request), k }, textsSchema, sampleSignal),
      complete: async (request, completeSignal) => {
        const parts = caller.stream({ method: 'complete', request: { ...request, turns: [...request.turns], stopSequences: [...request.stopSequences], temperature: 0, seed: 1 } }, completionPartSchema, completeSignal);
        for await (const part of parts) if (part.type === 'finish') return part.text;
        throw new TandemError('engineFailed', 'The model stopped in the middle of a text. What was finished before is kept; ask again to go on.');
      },
      embed: (text, embedSignal) => caller.value({ method: 'embed', text }, vectorSchema, embedSignal),
      scoreSteps: (request, texts, scoreSignal) => caller.value({ method: 'scoreText', request: mutable(request), texts: [...texts] }, givenStepsSchema, scoreSignal),
    },
    complete: (request, completeSignal) => caller.stream(
      { method: 'complete', request: { ...request, turns: [...request.turns], stopSequences: [...request.stopSequences] } }, completionPartSchema, completeSignal),
    onRestart: (listener) => supervisor.onRestart(listener),
    dispose: () => supervisor.close(),
  };
  return engine;
};

function cardOf({ card }: EngineOptions, loaded: Loaded): ModelCard {
  return {
    ...card, kind: 'gguf', where: 'thisDevice', device: loaded.device, contextSize: loaded.contextSize,
    // What the catalog says counts once what a file holds twice: embeddings that are the output's weights as well.
    ...(card.parameters === undefined && loaded.parameters > 0 ? { parameters: loaded.parameters } : {}),
  };
}

type WireRequest = Extract<EngineCall, { method: 'writeStep' }>['request'];

function mutable(request: StepRequest): WireRequest {
  return { ...request, history: [...request.history], steps: [...request.steps], documents: [...request.documents], tools: [...request.tools] };
}
