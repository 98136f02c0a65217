import { noUsage, type ExpertModel, type FinishReason, type LocalModel, type ModelCard, type PreparedStep, type StepPart, type StepRequest, type TextRequest, type TokenStat, type ToolCall } from '../agent/model.ts';
import { TandemError } from '../errors.ts';

/** One step as the script has it. */
export interface ScriptedStep {
  readonly text: string;
  /** Default: `answer` for the script's last step, `step` before. */
  readonly reason?: FinishReason;
  /** Default: one token per word, each with `logProb`. */
  readonly tokens?: readonly TokenStat[];
  /** Log-probability of the default tokens; default -0.01. */
  readonly logProb?: number;
  readonly tools?: readonly ToolCall[];
  /** Awaited before the step's first word, and told of an abort: how tests hold a step open. */
  readonly hold?: (signal: AbortSignal) => Promise<void>;
  /** Thrown after half of the words. */
  readonly failure?: TandemError;
}

export const scriptedLocalCard: ModelCard = { id: 'scripted-local', name: 'Scripted local', kind: 'scripted', where: 'thisDevice', device: 'CPU', contextSize: 4096, profile: 'zeroShot' };
export const scriptedExpertCard: ModelCard = {
  id: 'scripted-expert', name: 'Scripted expert', kind: 'scripted', where: 'remote', host: 'expert.example',
  price: { input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25 },
};

/** A local model that says what the script says for each position, word by word. Past its end it repeats the last step. */
export function scriptedLocal(script: readonly ScriptedStep[], options: { readonly card?: ModelCard; readonly onRequest?: (request: StepRequest) => void; readonly complete?: (request: TextRequest) => string } = {}): LocalModel {
  return {
    card: options.card ?? scriptedLocalCard,
    writeStep: (request, signal) => {
      options.onRequest?.(request);
      return speak(script, request, signal);
    },
    judge: (_request, _candidate, questions) => Promise.resolve(questions.map(() => ({ yes: 0.5, no: 0.5, covered: 1 }))),
    resample: (request, k) => Promise.resolve(Array.from({ length: k }, () => stepAt(script, request).text)),
    complete: (request) => Promise.resolve(options.complete?.(request) ?? ''),
    embed: (text) => Promise.resolve(Float32Array.from([text.length, 1], (value) => value / Math.hypot(text.length, 1))),
  };
}

/** An expert by script. Payloads are the request as JSON; usage is counted in words. */
export function scriptedExpert(script: readonly ScriptedStep[], options: {
  readonly card?: ModelCard; readonly maxUsd?: number; readonly onSend?: (payload: string) => void;
  /** Makes a call that is given up countable. */
  readonly sentTokens?: number;
} = {}): ExpertModel {
  return {
    card: options.card ?? scriptedExpertCard,
    prepareStep: (request): Promise<PreparedStep> => {
      const payload = JSON.stringify(request);
      return Promise.resolve({
        payload, digest: digestOf(payload), redactions: {}, maxUsd: options.maxUsd ?? 0.001,
        ...(options.sentTokens === undefined ? {} : { sentTokens: options.sentTokens }),
        send: (signal) => {
          options.onSend?.(payload);
          return speak(script, request, signal);
        },
      });
    },
  };
}

function stepAt(script: readonly ScriptedStep[], request: StepRequest): ScriptedStep {
  const step = script[request.steps.length] ?? script.at(-1);
  if (!step) throw new TandemError('badInput', 'The script has no steps.');
  return step;
}

async function* speak(script: readonly ScriptedStep[], request: StepRequest, signal: AbortSignal): AsyncGenerator<StepPart> {
  const step = stepAt(script, request);
  await step.hold?.(signal);
  const words = step.text.match(/\S+\s*/g) ?? [];
  for (const [index, text] of words.entries()) {
    if (signal.aborted) throw new TandemError('cancelled', 'Stopped.');
    if (step.failure && index >= Math.floor(words.length / 2)) throw step.failure;
    yield { type: 'delta', text };
  }
  if (step.failure) throw step.failure;
  const tokens = step.tokens ?? words.map((text): TokenStat => ({
    text, logProb: step.logProb ?? -0.01, entropy: 0.1, margin: 0.9, isNumber: /\d/.test(text), injected: false,
  }));
  const isLast = request.steps.length >= script.length - 1;
  const inputTokens = 10 + request.question.split(/\s+/).length;
  yield {
    type: 'finish', reason: step.reason ?? (isLast ? 'answer' : 'step'), text: step.text, tokens, tools: step.tools ?? [],
    usage: { ...noUsage, inputTokens, freshInputTokens: inputTokens, outputTokens: words.length },
  };
}

/** 64 hex digits that depend on the text; not a real SHA-256, which needs a platform. */
function digestOf(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const character of text) hash = BigInt.asUintN(64, (hash ^ BigInt(character.codePointAt(0) ?? 0)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0').repeat(4);
}

/** Something to wait on in a scripted step: closed until `open` is called; an abort also ends the wait. */
export function gate(): { readonly wait: (signal: AbortSignal) => Promise<void>; readonly reached: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  let arrive: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => { open = resolve; });
  const reached = new Promise<void>((resolve) => { arrive = resolve; });
  return {
    open: () => open(),
    reached,
    wait: (signal) => new Promise<void>((resolve, reject) => {
      const give = () => reject(new TandemError('cancelled', 'Stopped.'));
      if (signal.aborted) give();
      signal.addEventListener('abort', give, { once: true });
      void opened.then(resolve);
      arrive();
    }),
  };
}
