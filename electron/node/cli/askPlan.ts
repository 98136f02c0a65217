import path from 'node:path';
import { maxQuestionLength } from '../../../shared/contract/api.ts';
import type { ExpertChoice, Settings } from '../../../shared/contract/entities.ts';
import { TandemError } from '../../../shared/errors.ts';
import { plainHttpHost } from '../expert/baseUrl.ts';
import { policyIds, policyIdSchema } from '../../../shared/switching/policy.ts';

/** `ask`'s options as commander gives them. */
export interface AskOptions {
  readonly local?: string; readonly expert?: string; readonly policy?: string; readonly dial?: string; readonly seed?: string;
  readonly json?: boolean; readonly strict?: boolean; readonly allowHttp?: boolean; readonly agree?: string; readonly documents?: string;
}

/** What is to be done, with everything checked. */
export interface AskPlan {
  readonly question: string;
  readonly override: Partial<Settings>;
  readonly seed: number | null;
  readonly json: boolean;
  readonly strict: boolean;
  /** Agree to a remote expert up to this many dollars a month. */
  readonly agreeUsd: number | null;
  readonly documents: string | null;
}

export function askPlan(question: string, options: AskOptions): AskPlan {
  if (options.allowHttp === true && !/^http:/i.test(options.expert ?? '')) throw new TandemError('badInput', '--allow-http goes with an --expert whose address begins with http://.');
  return {
    question: checkedQuestion(question),
    override: {
      ...(options.local === undefined ? {} : { localModel: modelRef(options.local) }),
      ...(options.expert === undefined ? {} : { expert: expertChoice(options.expert, options.allowHttp) }),
      ...(options.policy === undefined ? {} : { policy: checkedPolicy(options.policy) }),
      ...(options.dial === undefined ? {} : { dial: numberBetween('--dial', options.dial, 0, 1) }),
      ...(options.strict === true ? { whenExpertFails: 'stop' } : {}),
    },
    seed: options.seed === undefined ? null : wholeNumber('--seed', options.seed),
    json: options.json ?? false, strict: options.strict ?? false,
    agreeUsd: agreedUsd(options.agree),
    documents: options.documents ?? null,
  };
}

/** The settings for this call: what is given, and for a server beyond this machine what the user once allowed for the same host. */
export function overrideOn({ expert: saved }: Settings, { override }: Pick<AskPlan, 'override'>): Partial<Settings> {
  const { expert } = override;
  if (expert?.kind !== 'server' || saved.kind !== 'server' || !saved.allowPlainHttp) return override;
  const host = plainHttpHost(expert.baseUrl);
  return host !== null && host === plainHttpHost(saved.baseUrl) ? { ...override, expert: { ...expert, allowPlainHttp: true } } : override;
}

/** `--agree USD`: null where nothing was agreed to. */
export function agreedUsd(text: string | undefined): number | null {
  return text === undefined ? null : numberBetween('--agree', text, 0, 1_000_000);
}

/** `none`, `claude`, `claude:ID`, a URL with an optional `#MODEL`, a catalog id or a path. */
export function expertChoice(text: string, allowHttp = false): ExpertChoice {
  if (text === 'none') return { kind: 'none' };
  if (text === 'claude') return { kind: 'claude', model: 'claude-haiku-5-5' };
  if (text.startsWith('claude:')) return { kind: 'claude', model: text.slice('claude:'.length) };
  if (/^[a-z]+:\/\//i.test(text)) {
    const [baseUrl = '', model = 'default'] = text.split('#');
    return { kind: 'server', baseUrl, model, allowPlainHttp: allowHttp && plainHttpHost(baseUrl) !== null };
  }
  return { kind: 'gguf', model: modelRef(text) };
}

/** A path becomes absolute; anything without a slash and without `.gguf` is a name of the catalog. */
export function modelRef(text: string): string {
  return /[\\/]|\.gguf$/i.test(text) ? path.resolve(text) : text;
}

function checkedQuestion(text: string): string {
  const question = text.trim();
  if (question === '') throw new TandemError('badInput', 'There is no question. Give it in quotes, or "-" to read it from standard input.');
  if (question.length > maxQuestionLength) throw new TandemError('badInput', `The question has ${question.length} characters; at most ${maxQuestionLength} can be read. Shorten it.`);
  return question;
}

function checkedPolicy(text: string) {
  const parsed = policyIdSchema.safeParse(text);
  if (!parsed.success) throw new TandemError('badInput', `There is no policy "${text.slice(0, 40)}". Known: ${policyIds.join(', ')}.`);
  return parsed.data;
}

/** Reads a number of an option. */
export function numberBetween(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < low || value > high) {
    throw new TandemError('badInput', `${name} must be a number from ${low} to ${high}, not "${text.slice(0, 40)}".`);
  }
  return value;
}

/** Reads a whole number of an option, for ports, seeds and counts. */
export function wholeNumber(name: string, text: string, high = Number.MAX_SAFE_INTEGER, low = 0): number {
  const value = Number(text);
  if (!/^\d{1,16}$/.test(text) || value < low || value > high) {
    const bounds = high === Number.MAX_SAFE_INTEGER ? '' : ` from ${low} to ${high}`;
    throw new TandemError('badInput', `${name} must be a whole number${bounds}, not "${text.slice(0, 40)}".`);
  }
  return value;
}
