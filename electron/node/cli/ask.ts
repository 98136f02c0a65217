import fs from 'node:fs';
import { z } from 'zod';
import type { Client } from '../../../shared/contract/api.ts';
import { TandemError } from '../../../shared/errors.ts';
import { runEventSchema, terminalTypes, type AnyNumberedEvent } from '../../../shared/trace/events.ts';
import { overrideOn, type AskPlan } from './askPlan.ts';
import { exitCodeOf, exitCodes, type ExitCode } from './exitCodes.ts';
import { createRunPrinter, type Output } from './printRun.ts';
import { settleExpert } from './settleExpert.ts';
import { openSession } from './session.ts';
import { tellOfNotices } from './tellOfNotices.ts';
import { tellOfWaiting } from './tellOfWaiting.ts';

/** Where a command speaks, and how it learns that it should stop. */
export interface Surroundings { readonly out: Output; readonly note: (words: string) => void; readonly signal: AbortSignal }

/** Asks one question and shows how the answer is made. Ctrl+C stops it; what was accepted is kept. */
export async function ask(plan: AskPlan, { out, note, signal }: Surroundings, open: typeof openSession = openSession): Promise<ExitCode> {
  const documents = plan.documents === null ? [] : readDocuments(plan.documents);
  const session = await open((saved) => overrideOn(saved, plan), note);
  const { client } = session;
  const stopNotices = tellOfNotices(client, note);
  try {
    if (await settleExpert(session, plan, note) === 'missing' && plan.strict) return exitCodes.expertFailed;
    signal.throwIfAborted();
    const chat = await client.call('chats.create', {});
    const { runId } = await client.call('runs.start', {
      chatId: chat.id, question: plan.question, documents, ...(plan.seed === null ? {} : { seed: plan.seed }),
      // Said with the question, it counts whatever sets the dial otherwise: the slider, an accuracy or a budget.
      ...(plan.override.dial === undefined ? {} : { dial: plan.override.dial }),
    });
    const stop = () => { void client.call('runs.stop', { runId }).catch(() => undefined); };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    const stopTelling = tellOfWaiting(client, note);
    try {
      return await follow(client, runId, plan, { out, note, signal });
    } finally {
      stopTelling();
    }
  } finally {
    stopNotices();
    await session.close();
  }
}

function follow(client: Client, runId: string, plan: AskPlan, { out, note }: Surroundings): Promise<ExitCode> {
  const printer = createRunPrinter(out);
  let expertFailed = false;
  return new Promise((resolve, reject) => {
    const take = (event: AnyNumberedEvent) => {
      if (plan.json) out.write(`${JSON.stringify(event)}\n`);
      else printer.print(event);
      if (event.event.type === 'expertUnavailable') expertFailed = true;
      if (terminalTypes.has(event.event.type)) resolve(endOf(event, plan, expertFailed, note));
    };
    client.subscribe('run', { runId, fromSeq: 1 }, ({ events }) => {
      for (const event of events) take(event);
    }, reject);
  });
}

function endOf(last: AnyNumberedEvent, plan: AskPlan, expertFailed: boolean, note: (words: string) => void): ExitCode {
  const { data: event } = runEventSchema.safeParse(last.event);
  if (event?.type === 'runFinished') return exitCodes.answered;
  if (event?.type === 'runCancelled') return exitCodes.interrupted;
  if (event?.type !== 'runFailed') return exitCodes.failed;
  // Who reads the events by program reads errors on standard error; in the other form the printer has said it.
  if (plan.json) note(event.error.message);
  return plan.strict && expertFailed ? exitCodes.expertFailed : exitCodeOf(event.error.kind);
}

const documentsSchema = z.array(z.object({ title: z.string(), text: z.string() }));

function readDocuments(file: string) {
  try {
    return documentsSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch (error) {
    throw new TandemError('badInput', `${file} holds no documents. It must be a JSON file with a list of { "title", "text" }.`, { cause: error });
  }
}
