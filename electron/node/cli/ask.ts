import fs from 'node:fs';
import { z } from 'zod';
import type { Client } from '../../../shared/contract/api.ts';
import type { AppInfo, ModelInfo } from '../../../shared/contract/entities.ts';
import { TandemError } from '../../../shared/errors.ts';
import { terminalTypes, type AnyNumberedEvent } from '../../../shared/trace/events.ts';
import type { AskPlan } from './askPlan.ts';
import { exitCodeOf, exitCodes, type ExitCode } from './exitCodes.ts';
import { createRunPrinter, type Output } from './printRun.ts';
import { openSession } from './session.ts';

/** Asks one question and shows how the answer is made. Ctrl+C stops it; what was accepted is kept. */
export async function ask(plan: AskPlan, out: Output, note: (words: string) => void): Promise<ExitCode> {
  const documents = plan.documents === null ? [] : readDocuments(plan.documents);
  const session = await openSession(plan.override, note);
  const { client } = session;
  try {
    await agreeIfAsked(client, plan, note);
    const chat = await client.call('chats.create', {});
    const { runId } = await client.call('runs.start', { chatId: chat.id, question: plan.question, documents, ...(plan.seed === null ? {} : { seed: plan.seed }) });
    const stop = () => { void client.call('runs.stop', { runId }).catch(() => undefined); };
    process.on('SIGINT', stop);
    const stopWaiting = tellOfWaiting(client, note);
    try {
      return await follow(client, runId, plan, out);
    } finally {
      stopWaiting();
      process.removeListener('SIGINT', stop);
    }
  } finally {
    await session.close();
  }
}

function follow(client: Client, runId: string, plan: AskPlan, out: Output): Promise<ExitCode> {
  const printer = createRunPrinter(out);
  let expertFailed = false;
  return new Promise((resolve, reject) => {
    const take = (event: AnyNumberedEvent) => {
      if (plan.json) out.write(`${JSON.stringify(event)}\n`);
      else printer.print(event);
      if (event.event.type === 'expertUnavailable') expertFailed = true;
      if (!terminalTypes.has(event.event.type)) return;
      resolve(codeOf(event, plan.strict && expertFailed));
    };
    client.subscribe('run', { runId, fromSeq: 1 }, ({ events }) => {
      for (const event of events) take(event);
    }, reject);
  });
}

const failedSchema = z.object({ type: z.literal('runFailed'), error: z.object({ kind: z.string() }) });

function codeOf({ event }: AnyNumberedEvent, expertFailed: boolean): ExitCode {
  if (event.type === 'runFinished') return exitCodes.answered;
  if (event.type === 'runCancelled') return exitCodes.interrupted;
  if (expertFailed) return exitCodes.expertFailed;
  const failed = failedSchema.safeParse(event);
  return failed.success ? exitCodeOf(new TandemError(failed.data.error.kind as TandemError['kind'], '').kind) : exitCodes.failed;
}

async function agreeIfAsked(client: Client, plan: AskPlan, note: (words: string) => void): Promise<void> {
  const { expert } = await once(client);
  if (expert.state === 'failed') throw new TandemError(expert.error.kind, expert.error.message);
  if (expert.state === 'needsKey') note(`No key for ${expert.card.name}: set ANTHROPIC_API_KEY (Claude) or TANDEM_EXPERT_KEY (a server). Until then every step is written here.`);
  if (expert.state === 'needsModel') throw new TandemError('modelMissing', `The expert's model ${expert.model} is not on this machine. Get it with: npm run tandem -- models get ${expert.model}`);
  if (expert.state !== 'needsAgreement') return;
  const { agreement } = expert;
  if (plan.agreeUsd === null) {
    throw new TandemError('expertNotAgreed', `Nothing was sent. ${agreement.to} at ${agreement.host} would receive: ${agreement.whatWords} Price: ${agreement.priceWords}. To agree, add --agree and the dollars that may be spent there in a month, for example --agree ${agreement.suggestedCapUsd || 1}.`);
  }
  await client.call('expert.agree', { key: agreement.key, capUsd: plan.agreeUsd });
}

function once(client: Client): Promise<AppInfo> {
  return new Promise((resolve, reject) => {
    const stop = client.subscribe('app', {}, (app) => {
      resolve(app);
      queueMicrotask(() => stop());
    }, reject);
  });
}

/** A first question may wait for a download or for the model to load: that is said on standard error. */
function tellOfWaiting(client: Client, note: (words: string) => void): () => void {
  let last = '';
  const say = (words: string) => {
    if (words !== last) note(words);
    last = words;
  };
  const ignore = () => undefined;
  const stops = [
    client.subscribe('app', {}, ({ local }) => { if (local.state === 'loading') say(`Loading ${local.model} …`); }, ignore),
    client.subscribe('models', {}, (models) => { for (const model of models) sayProgress(model, say); }, ignore),
  ];
  return () => { for (const stop of stops) stop(); };
}

function sayProgress({ name, state }: ModelInfo, say: (words: string) => void): void {
  if (state.state !== 'downloading') return;
  const tenth = Math.floor((10 * state.receivedBytes) / Math.max(1, state.totalBytes)) * 10;
  say(`Downloading ${name} from ${state.source}: ${tenth} %`);
}

const documentsSchema = z.array(z.object({ title: z.string(), text: z.string() }));

function readDocuments(file: string) {
  try {
    return documentsSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch (error) {
    throw new TandemError('badInput', `${file} holds no documents. It must be a JSON file with a list of { "title", "text" }.`, { cause: error });
  }
}
