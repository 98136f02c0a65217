import type { UtilityProcess } from 'electron';
import type { EngineHost } from '../node/engine/api.ts';
import { withoutKeys } from '../node/withoutKeys.ts';

/** How Electron starts a utility process; passed in, so that this module needs no Electron to be tested. */
export type Fork = (modulePath: string, env: NodeJS.ProcessEnv) => Pick<UtilityProcess, 'postMessage' | 'on' | 'kill'>;

/** Runs each engine in a utility process: an abort of the native code ends that process and not the app. */
export function utilityHost(fork: Fork, entry: string): EngineHost {
  return {
    start: () => {
      const child = fork(entry, withoutKeys(process.env));
      return {
        post: (message) => child.postMessage(message),
        onMessage: (listener) => { child.on('message', listener); },
        onExit: (listener) => { child.on('exit', listener); },
        kill: () => { child.kill(); },
      };
    },
  };
}
