import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { withoutKeys } from '../withoutKeys.ts';
import type { EngineHost } from './api.ts';

/**
 * Runs the engine in a child process of plain Node.
 * @param entry the process's module; bundles pass their own
 */
export function forkHost(entry: string = fileURLToPath(new URL('./process/main.ts', import.meta.url))): EngineHost {
  return {
    start: () => {
      const child = fork(entry, [], { serialization: 'advanced', env: withoutKeys(process.env), execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
      // A child that cannot be spoken to is as good as gone: its exit says so.
      child.on('error', () => child.kill('SIGKILL'));
      return {
        post: (message) => {
          if (child.connected && message !== undefined && message !== null) child.send(message);
        },
        onMessage: (listener) => child.on('message', listener),
        onExit: (listener) => child.on('exit', listener),
        kill: () => child.kill('SIGKILL'),
      };
    },
  };
}
