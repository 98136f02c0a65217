import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { EngineHost } from '../engine/api.ts';
import { gpuFrom } from '../engine/gpuFrom.ts';
import { createComputeLease } from '../engine/lease.ts';
import { openEngine } from '../engine/openEngine.ts';
import { catalogCard } from '../expert/createExpert.ts';
import { createExpertSource } from '../expert/expertSource.ts';
import { createHeraSource } from '../hera/heraSource.ts';
import { openHeraStore } from '../hera/heraStore.ts';
import { openEmbedder } from '../hera/openEmbedder.ts';
import type { AppInfo } from '../../../shared/contract/entities.ts';
import type { Log } from '../log.ts';
import { openAdapterStore } from '../models/adapters/adapterStore.ts';
import { engineFile } from '../models/adapters/engineFile.ts';
import { withAdapters } from '../models/adapters/withAdapters.ts';
import { createModelStore, type LocalFile } from '../models/modelStore.ts';
import type { TandemPaths } from '../paths.ts';
import { openSecrets, type KeyVault } from '../settings/secrets.ts';
import type { SettingsOverride } from '../settings/settingsFile.ts';
import { createService, type TandemService } from './createService.ts';

/** What differs between the window, the page and the terminal. */
export interface TandemHost {
  readonly paths: TandemPaths;
  readonly log: Log;
  readonly shell: AppInfo['shell'];
  readonly version: string;
  readonly engineHost: EngineHost;
  /** Where a key may be kept beyond this session; null: nowhere. */
  readonly vault: KeyVault | null;
  readonly env?: NodeJS.ProcessEnv;
  /** Besides the log, for whoever started this from a terminal: a model source that was passed over, for example. */
  readonly note?: (words: string) => void;
  /** For one question in the terminal: never written to the settings. */
  readonly settingsOverride?: SettingsOverride;
}

/** Tokens of context asked for; the engine takes less where memory or the model do not allow it. */
const contextSize = 8192;

/** The service with its real parts: models on disk, engines in their own processes, experts, keys. */
export async function openTandem(host: TandemHost): Promise<TandemService> {
  const { paths, log, engineHost } = host;
  const env = host.env ?? process.env;
  const note = (words: string) => {
    log.info(words);
    host.note?.(words);
  };
  const models = createModelStore({ folder: paths.models, env, note });
  const lease = createComputeLease();
  const gpu = gpuFrom(env);
  const open = (file: LocalFile, signal: AbortSignal) =>
    openEngine({ host: engineHost, ...engineFile(file), gpu, sequences: 1, contextSize, lease }, signal);
  const secrets = await openSecrets({ env, vault: host.vault, onKey: (key) => log.hide(key) });
  const hera = createHeraSource({
    store: openHeraStore(paths.heads, (words) => log.info(words)), log,
    openEmbedder: (signal) => openEmbedder({ note: (words) => log.info(words), models, host: engineHost }, signal),
  });
  const adapters = openAdapterStore(paths.models, (words) => log.info(words));
  return createService({
    paths, models, hera, secrets, log, shell: host.shell, version: host.version, now: Date.now, newId: randomUUID,
    openLocal: open,
    ...(host.settingsOverride === undefined ? {} : { settingsOverride: host.settingsOverride }),
    experts: createExpertSource({
      pricesFile: path.join(paths.home, 'prices.json'),
      openGguf: async (model, signal) => open(await models.open(model), signal),
      ggufCard: (model) => withAdapters(catalogCard(model), adapters, model),
    }),
  });
}
