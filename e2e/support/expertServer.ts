import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Settings } from '../../shared/contract/entities.ts';
import { modelsFolder, newHome } from './home.ts';
import { root } from './runtime.ts';

/** A model of this machine behind `tandem serve`, as it would run on another machine. */
export interface ExpertServer {
  readonly url: string;
  readonly token: string;
  /** As a power cut ends it. */
  kill(): Promise<void>;
}

export async function startExpertServer(model: string): Promise<ExpertServer> {
  const home = newHome();
  const child = spawn(process.execPath, [path.join(root, 'electron/node/cli/main.ts'), 'serve', '--model', model, '--port', '0'], {
    cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TANDEM_HOME: home.folder, TANDEM_MODELS: modelsFolder },
  });
  const gone = new Promise<void>((resolve) => { child.once('exit', () => { resolve(); }); });
  let printed = '';
  const ready = new Promise<{ readonly url: string; readonly token: string }>((resolve, reject) => {
    const read = (text: Buffer) => {
      printed += text.toString();
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
      const token = /token:?\s+([\w-]{16,})/i.exec(printed)?.[1];
      if (url !== undefined && token !== undefined) resolve({ url, token });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void gone.then(() => { reject(new Error(`serve ended: ${printed}`)); });
  });
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
    home.remove();
  };
  return { ...await ready, kill };
}

/** Settings with this server as the expert, agreed to as a person would have. */
export function expertAt(url: string, model: string): Pick<Settings, 'expert' | 'agreements'> {
  return {
    expert: { kind: 'server', baseUrl: url, model, allowPlainHttp: false },
    agreements: { [new URL(url).host]: { at: 1, capUsd: 1 } },
  };
}
