import os from 'node:os';
import path from 'node:path';

/** Where everything of a user lies: the same folder under Electron, the web page and the terminal. */
export interface TandemPaths {
  readonly home: string;
  readonly models: string;
  readonly heads: string;
  readonly database: string;
  readonly settings: string;
  readonly log: string;
}

/**
 * `TANDEM_HOME` overrides the folder, `TANDEM_MODELS` only the models' (another disk, or one cache for many tests).
 * A variable set to nothing counts as not set.
 * The default is what Electron calls `userData` for an app named Tandem: none of these is purged by a system.
 */
export function tandemPaths(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): TandemPaths {
  const home = path.resolve(env['TANDEM_HOME'] || path.join(configFolder(env, platform), 'Tandem'));
  return {
    home,
    models: path.resolve(env['TANDEM_MODELS'] || path.join(home, 'models')),
    heads: path.join(home, 'heads'),
    database: path.join(home, 'tandem.db'),
    settings: path.join(home, 'settings.json'),
    log: path.join(home, 'tandem.log'),
  };
}

function configFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const user = os.homedir();
  if (platform === 'win32') return env['APPDATA'] || path.join(user, 'AppData', 'Roaming');
  if (platform === 'darwin') return path.join(user, 'Library', 'Application Support');
  // Its specification: a path that is not absolute is to be ignored.
  const config = env['XDG_CONFIG_HOME'] ?? '';
  return path.posix.isAbsolute(config) ? config : path.join(user, '.config');
}
