import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Client } from '../../../shared/contract/api.ts';
import { createClient } from '../../../shared/contract/createClient.ts';
import { linkedPorts } from '../../../shared/contract/inMemory.ts';
import { serveContract } from '../../../shared/contract/serveContract.ts';
import { TandemError } from '../../../shared/errors.ts';
import { forkHost } from '../engine/forkHost.ts';
import { createFileLog, type Log } from '../log.ts';
import { tandemPaths, type TandemPaths } from '../paths.ts';
import { openTandem } from '../runs/openTandem.ts';
import type { SettingsOverride } from '../settings/settingsFile.ts';
import { forgetStaleAsides, makeAsideFolder } from './asideFolder.ts';

/** The service in this process, spoken to over the contract like from any other view. */
export interface Session {
  readonly client: Client;
  /** Another Tandem holds the user's data; this one works beside it and forgets. */
  readonly isAside: boolean;
  close(): Promise<void>;
}

/**
 * Opens the service on the user's data. While another Tandem holds that data, the question is answered on a copy of the
 * settings and forgotten afterwards; an expert beyond this device is then refused, because its cap is counted there.
 */
export async function openSession(override: SettingsOverride, note: (words: string) => void): Promise<Session> {
  const paths = tandemPaths();
  const log = createFileLog(paths.log);
  forgetStaleAsides();
  try {
    return await sessionOn(paths, log, override);
  } catch (error) {
    if (!(error instanceof TandemError) || error.kind !== 'storeBusy') throw error;
  }
  note('Tandem is open on the same data, so this question is not kept among the chats.');
  const home = makeAsideFolder();
  const forget = () => fs.rmSync(home, { recursive: true, force: true });
  try {
    for (const file of [paths.settings, path.join(paths.home, 'prices.json')]) {
      if (fs.existsSync(file)) fs.copyFileSync(file, path.join(home, path.basename(file)));
    }
    const aside = { ...tandemPaths({ TANDEM_HOME: home }), models: paths.models, heads: paths.heads };
    const session = await sessionOn(aside, log, (saved) => ({ ...override(saved), agreements: {} }));
    return {
      client: session.client, isAside: true,
      close: async () => {
        try {
          await session.close();
        } finally {
          forget();
        }
      },
    };
  } catch (error) {
    forget();
    throw error;
  }
}

async function sessionOn(paths: TandemPaths, log: Log, settingsOverride: SettingsOverride): Promise<Session> {
  const service = await openTandem({ paths, log, shell: 'terminal', version: ownVersion(), engineHost: forkHost(), vault: null, settingsOverride });
  const [clientPort, servicePort] = linkedPorts();
  serveContract(service, servicePort, (what, cause) => log.error(what, cause));
  const client = createClient(clientPort);
  return {
    client, isAside: false,
    close: async () => {
      client.close();
      await service.close();
    },
  };
}

function ownVersion(): string {
  const text = fs.readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
