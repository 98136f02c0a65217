import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { modelsFolder, type Home } from './home.ts';
import { root, runtimeEnv } from './runtime.ts';

/** The app as one test started it. */
export interface Tandem {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Everything that the main process has printed so far. */
  printed(): string;
  /** As a person closes it; everything is written then. */
  close(): Promise<void>;
  /** As a power cut closes it. */
  kill(): Promise<void>;
}

/**
 * Opens the built app on a data folder, with the real binary or the stand-in.
 * @param switches Chromium's, which only the real binary obeys
 */
export async function startTandem(home: Home, env: Readonly<Record<string, string>>, switches: readonly string[] = []): Promise<Tandem> {
  Object.assign(process.env, runtimeEnv);
  const app = await _electron.launch({
    args: [...switches, root], cwd: root, timeout: 30_000, colorScheme: null,
    env: { ...inherited(), ...runtimeEnv, TANDEM_HOME: home.folder, TANDEM_MODELS: modelsFolder, ...env },
  });
  let printed = '';
  const child = app.process();
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => { printed += text.toString(); });
  const gone = new Promise<void>((resolve) => { child.once('exit', () => { resolve(); }); });
  const page = await app.firstWindow();
  // A window begins empty; it is the app's once its address is.
  await page.waitForURL(/tandem/);
  return {
    app, page,
    printed: () => printed,
    close: async () => {
      if (child.exitCode === null && child.signalCode === null) await app.close();
      await gone;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** This environment without what would change the app's mind: keys and settings of whoever runs the tests. */
function inherited(): Record<string, string> {
  const notOurs = /^(ANTHROPIC_|TANDEM_(?!CHROMIUM))/;
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => value === undefined || notOurs.test(name) ? [] : [[name, value]]));
}
