import { z } from 'zod';
import { tokenStatSchema, toolCallSchema, usageSchema, type ExpertModel, type LocalModel, type StepModel, type StepPart, type StepRequest, type TokenStat, type YesNo } from '../../../../shared/agent/model.ts';
import { profileById } from '../../../../shared/agent/prompts/profiles.ts';
import { renderPrompt } from '../../../../shared/agent/prompts/renderPrompt.ts';
import { errorInfoSchema, TandemError } from '../../../../shared/errors.ts';
import { isNoStep, noStep } from '../../expert/noStep.ts';
import type { CallCache } from './callCache.ts';

const finishSchema = z.object({
  reason: z.enum(['step', 'answer', 'length', 'repetition', 'stop']), text: z.string(), usage: usageSchema,
  tokens: z.array(tokenStatSchema).readonly(), tools: z.array(toolCallSchema).readonly(),
  /** Wall time when the call was made, other sequences' work included. */
  ms: z.number(),
});
export type FinishedCall = z.infer<typeof finishSchema>;
/** The expert answered, and not with a step: kept, because asked again it would say the same. An outage is not kept. */
const noStepSchema = z.object({ noStep: errorInfoSchema });
const yesNoSchema = z.object({ answers: z.array(z.object({ yes: z.number(), no: z.number(), covered: z.number() })), ms: z.number() });
const completionSchema = z.object({ text: z.string(), ms: z.number() });
const samplesSchema = z.object({ texts: z.array(z.string()), ms: z.number() });

/** What a run cost, call by call, whether made now or found in the cache. */
export interface Meter {
  step(by: 'local' | 'expert', call: FinishedCall, prompt: string): void;
  check(kind: 'judge' | 'resample' | 'complete', ms: number, inputTokens: number, outputTokens: number): void;
  /** How long a call of the local model was waited for now: next to nothing where the cache knew it. */
  waited(ms: number): void;
}
export const noMeter: Meter = { step: () => undefined, check: () => undefined, waited: () => undefined };

/** The local model behind the cache. Its parts come whole: an evaluation streams nothing. */
export function cachedLocal(model: LocalModel, cache: CallCache, meter: Meter = noMeter, now: () => number = Date.now): LocalModel {
  const identity = model.card.sha256 ?? model.card.id;
  const through: CallCache['through'] = async (key, schema, make) => {
    const at = now();
    try {
      return await cache.through(key, schema, make);
    } finally {
      meter.waited(now() - at);
    }
  };
  return {
    card: model.card,
    writeStep: async function* (request, signal) {
      const made = await through({ call: 'writeStep', model: identity, ...promptOf(request) }, finishSchema, () => timed(() => model.writeStep(request, signal), now));
      meter.step('local', made, promptText(request));
      yield asPart(made);
    },
    judge: async (request, candidate, questions, signal) => {
      const { answers, ms } = await through({ call: 'judge', model: identity, ...promptOf(request), candidate, questions }, yesNoSchema, async () => {
        const at = now();
        const answered: readonly YesNo[] = await model.judge(request, candidate, questions, signal);
        return { answers: answered.map((one) => ({ yes: round(one.yes), no: round(one.no), covered: round(one.covered) })), ms: now() - at };
      });
      meter.check('judge', ms, questions.reduce((sum, question) => sum + question.length / 4, candidate.length / 4), 0);
      return answers;
    },
    resample: async (request, k, signal) => {
      const { texts, ms } = await through({ call: 'resample', model: identity, ...promptOf(request), k }, samplesSchema, async () => {
        const at = now();
        const sampled = await model.resample(request, k, signal);
        return { texts: [...sampled], ms: now() - at };
      });
      meter.check('resample', ms, 0, texts.reduce((sum, text) => sum + text.length / 4, 0));
      return texts;
    },
    complete: async (text, signal) => {
      const { text: written, ms } = await through({ call: 'complete', model: identity, ...text }, completionSchema, async () => {
        const at = now();
        return { text: await model.complete(text, signal), ms: now() - at };
      });
      const asked = [text.system, ...text.turns.map((turn) => turn.text), text.prefix].join('\n');
      meter.check('complete', ms, asked.length / 4, written.length / 4);
      return written;
    },
    embed: (text, signal) => model.embed(text, signal),
  };
}

/**
 * The expert behind the cache: the exact payload decides.
 * @param keepsNoStep an answer that is no step is kept too: for who goes on without it, and must again do so next time
 */
export function cachedExpert(expert: ExpertModel, cache: CallCache, meter: Meter = noMeter, now: () => number = Date.now, keepsNoStep = false): ExpertModel {
  return {
    card: expert.card,
    prepareStep: async (request) => {
      const prepared = await expert.prepareStep(request);
      return {
        ...prepared,
        send: async function* (signal) {
          const made = await cache.through({ call: 'expert', model: expert.card.sha256 ?? expert.card.id, payload: prepared.payload }, z.union([finishSchema, noStepSchema]), () => timed(() => prepared.send(signal), now).catch((error: unknown) => asNoStep(error, keepsNoStep)));
          if ('noStep' in made) throw new TandemError(made.noStep.kind, made.noStep.message, { cause: noStep });
          meter.step('expert', made, prepared.payload);
          yield asPart(made);
        },
      };
    },
  };
}

function asNoStep(error: unknown, isKept: boolean): z.infer<typeof noStepSchema> {
  if (isKept && isNoStep(error)) return { noStep: error.info };
  throw error;
}

/** Who wrote an earlier step is not in the prompt, and the profile's figures are not either. */
function promptOf(request: StepRequest): Readonly<Record<string, unknown>> {
  const profile = profileById(request.profile);
  return {
    prompt: renderPrompt(profile, request), labels: [profile.stepLabel, profile.answerLabel], shape: request.shape, tools: request.tools, until: request.until,
    maxTokens: request.maxTokens, temperature: request.temperature, ...(request.temperature > 0 ? { seed: request.seed } : {}),
  };
}

/** As the model reads it, near enough to see what two prompts have in common. */
function promptText(request: StepRequest): string {
  const { system, turns, prefix } = renderPrompt(profileById(request.profile), request);
  return [system, ...turns.map((turn) => `${turn.role}: ${turn.text}`), prefix].join('\n');
}

async function timed(open: () => ReturnType<StepModel['writeStep']>, now: () => number): Promise<FinishedCall> {
  const at = now();
  for await (const part of open()) {
    if (part.type !== 'finish') continue;
    return { reason: part.reason, text: part.text, usage: part.usage, tokens: part.tokens.map(rounded), tools: [...part.tools], ms: now() - at };
  }
  throw new TandemError('engineFailed', 'The model stopped in the middle of a step. What was finished before is kept; start again to go on.');
}

const asPart = ({ ms: _ms, ...call }: FinishedCall): StepPart => ({ type: 'finish', ...call });

/** Four digits are more than a gate can use, and a log of ten thousand calls stays small. */
const round = (value: number): number => Number(value.toPrecision(4));
const rounded = (token: TokenStat): TokenStat => ({
  ...token, logProb: token.logProb === null ? null : round(token.logProb), entropy: token.entropy === null ? null : round(token.entropy), margin: token.margin === null ? null : round(token.margin),
});
