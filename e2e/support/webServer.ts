import { spawn } from 'node:child_process';
import path from 'node:path';
import { modelsFolder, type Home } from './home.ts';
import { root } from './runtime.ts';

/** `tandem web` on a data folder. */
export interface RunningWeb { readonly url: string; stop(): Promise<number | null> }

export async function startWebCommand(home: Home, env: Readonly<Record<string, string>> = {}): Promise<RunningWeb> {
  const child = spawn(process.execPath, [path.join(root, 'electron/node/cli/main.ts'), 'web', '--port', '0'], {
    cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TANDEM_HOME: home.folder, TANDEM_MODELS: modelsFolder, ...env },
  });
  const gone = new Promise<number | null>((resolve) => { child.once('exit', resolve); });
  let printed = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (text: Buffer) => {
      printed += text.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/.exec(printed)?.[0];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void gone.then(() => { reject(new Error(`web ended: ${printed}`)); });
  });
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      return gone;
    },
  };
}
