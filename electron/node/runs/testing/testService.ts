import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ExpertModel, LocalModel, ModelCard } from '../../../../shared/agent/model.ts';
import type { ExpertChoice } from '../../../../shared/contract/entities.ts';
import { createClient } from '../../../../shared/contract/createClient.ts';
import type { Client } from '../../../../shared/contract/api.ts';
import { linkedPorts } from '../../../../shared/contract/inMemory.ts';
import { serveContract } from '../../../../shared/contract/serveContract.ts';
import { scriptedExpert, scriptedExpertCard, scriptedLocal, type ScriptedStep } from '../../../../shared/testing/scriptedModel.ts';
import { silentLog } from '../../log.ts';
import { tandemPaths } from '../../paths.ts';
import { openSecrets } from '../../settings/secrets.ts';
import { createService, type TandemService } from '../createService.ts';
import type { ServiceDeps } from '../deps.ts';
import { fakeModels } from './fakeModels.ts';

/** The answer that tests get unless they bring a script of their own. */
export const pianoScript: readonly ScriptedStep[] = [
  { text: 'The sixth month has 15 * 6 = 90 minutes.' },
  { text: 'All months together make 12 * 90 = 1080 minutes.', logProb: -3 },
  { text: '1080' },
];

export const serverChoice: ExpertChoice = { kind: 'server', baseUrl: 'https://expert.example', model: 'scripted-expert', allowPlainHttp: false };

export interface TestOptions {
  readonly home?: string;
  readonly local?: LocalModel;
  readonly expert?: ExpertModel;
  readonly expertCard?: ModelCard;
  readonly env?: Readonly<Record<string, string>>;
  readonly deps?: Partial<ServiceDeps>;
}
export interface TestService { readonly service: TandemService; readonly client: Client; readonly home: string; readonly connect: () => Client }

export function temporaryHome(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-test-'));
}

/** The real service on a folder of its own, with scripted models. */
export async function testService(options: TestOptions = {}): Promise<TestService> {
  const home = options.home ?? temporaryHome();
  const local = options.local ?? scriptedLocal(pianoScript);
  const expert = options.expert ?? scriptedExpert([{ text: 'The expert says 12 * 90 = 1080.', reason: 'step' }]);
  let id = 0;
  const service = await createService({
    paths: tandemPaths({ TANDEM_HOME: home }),
    models: fakeModels(),
    openLocal: () => Promise.resolve({ card: local.card, model: local, dispose: () => Promise.resolve(), onRestart: () => () => undefined }),
    experts: {
      cardOf: () => options.expertCard ?? options.expert?.card ?? scriptedExpertCard,
      open: () => Promise.resolve({ model: expert, close: () => Promise.resolve() }),
      test: () => Promise.resolve({ ok: true, words: 'It answered.' }),
    },
    secrets: await openSecrets({ env: options.env ?? {}, vault: null, onKey: () => undefined }),
    shell: 'web', version: '0.0.0-test', log: silentLog, now: Date.now, newId: () => `id-${process.pid}-${++id}`,
    ...options.deps,
  });
  const connect = () => {
    const [client, server] = linkedPorts();
    serveContract(service, server, () => undefined);
    return createClient(client);
  };
  return { service, client: connect(), home, connect };
}
