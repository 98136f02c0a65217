import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { forkHost } from '../engine/forkHost.ts';
import { createFileLog } from '../log.ts';
import { tandemPaths } from '../paths.ts';
import { openTandem } from '../runs/openTandem.ts';
import { serveWeb, type WebServer } from './serveWeb.ts';

/**
 * The same app as a page: opens the service on the user's data and serves it on a loopback address.
 * @param options.port 0 takes a free one
 * @param options.note told what a person at the terminal should know while models are fetched
 */
export async function runWeb(options: { readonly port: number; readonly env?: NodeJS.ProcessEnv; readonly note?: (words: string) => void }): Promise<WebServer> {
  const env = options.env ?? process.env;
  const paths = tandemPaths(env);
  const log = createFileLog(paths.log);
  const service = await openTandem({ paths, log, env, shell: 'web', version: ownVersion(), engineHost: forkHost(), vault: null, ...(options.note === undefined ? {} : { note: options.note }) });
  try {
    const web = await serveWeb({ service, rendererDir: fileURLToPath(new URL('../../../out/renderer', import.meta.url)), port: options.port, log });
    return {
      ...web,
      close: async () => {
        await web.close();
        await service.close();
      },
    };
  } catch (error) {
    await service.close();
    throw error;
  }
}

function ownVersion(): string {
  const text = fs.readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
