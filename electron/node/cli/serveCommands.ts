import { forkHost } from '../engine/forkHost.ts';
import { gpuFrom } from '../engine/gpuFrom.ts';
import { createComputeLease } from '../engine/lease.ts';
import { openEngine } from '../engine/openEngine.ts';
import { createFileLog } from '../log.ts';
import { engineFile } from '../models/adapters/engineFile.ts';
import { tandemPaths } from '../paths.ts';
import { startServe } from '../serve/startServe.ts';
import { runWeb } from '../web/runWeb.ts';
import type { Surroundings } from './ask.ts';
import { wholeNumber } from './askPlan.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';
import { openModels } from './modelCommands.ts';

export interface ServeOptions { readonly model: string; readonly port: string; readonly host?: string; readonly token?: string; readonly sequences: string; readonly context: string }

/** Serves a model until Ctrl+C. The address and the token are printed once; nothing else ever prints the token. */
export async function serve(options: ServeOptions, { out, note, signal }: Surroundings): Promise<ExitCode> {
  const port = wholeNumber('--port', options.port, 65_535);
  const sequences = wholeNumber('--sequences', options.sequences, 64, 1);
  const contextSize = wholeNumber('--context', options.context, 1_000_000, 256);
  const file = await openModels(note).open(options.model);
  note(`Loading ${file.name} …`);
  const engine = await openEngine({
    host: forkHost(), ...engineFile(file), gpu: gpuFrom(process.env), sequences, contextSize, lease: createComputeLease(),
  }, signal);
  try {
    engine.onRestart(note);
    const server = await startServe({
      engines: [engine], port, log: createFileLog(tandemPaths().log),
      ...(options.host === undefined ? {} : { host: options.host }), ...(options.token === undefined ? {} : { token: options.token }),
    });
    if (options.host !== undefined && options.host !== '127.0.0.1') note(`Open beyond this machine on ${options.host}: whoever has the token can use it, and what they send is not encrypted.`);
    out.write(`${file.name} (${engine.card.device ?? 'CPU'}) answers the Anthropic Messages API.\naddress: ${server.url}\ntoken:   ${server.token}\nmodel:   ${engine.card.id}\n`);
    await aborted(signal);
    await server.close();
  } finally {
    await engine.dispose();
  }
  return exitCodes.answered;
}

/** The app as a page, until Ctrl+C. */
export async function web(options: { readonly port: string }, { out, note, signal }: Surroundings): Promise<ExitCode> {
  const server = await runWeb({ port: wholeNumber('--port', options.port, 65_535), note });
  out.write(`Tandem is at ${server.url}\nThe address works once, in one browser on this machine. Ctrl+C ends it.\n`);
  await aborted(signal);
  await server.close();
  return exitCodes.answered;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (signal.aborted) resolve();
  });
}
