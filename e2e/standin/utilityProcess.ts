import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ForkOptions, MessagePortMain, UtilityProcess } from 'electron';
import { app, countUtility } from './app/app.ts';
import { isReady } from './app/lifecycle.ts';
import { NotImplemented, strict } from './notImplemented.ts';

const bootstrap = fileURLToPath(new URL('./utilityBootstrap.ts', import.meta.url));

/** Electron's utility process as a Node child process with `process.parentPort`. */
class StandinUtilityProcess extends EventEmitter implements Pick<UtilityProcess, 'pid' | 'kill' | 'postMessage' | 'stdout' | 'stderr'> {
  private readonly child: ChildProcess;

  constructor(modulePath: string, args: readonly string[], options: ForkOptions) {
    super();
    const env: NodeJS.ProcessEnv = { ...options.env ?? process.env };
    this.child = fork(modulePath, [...args], {
      serialization: 'advanced', env, execArgv: ['--import', bootstrap, ...options.execArgv ?? []],
      stdio: stdioOf(options.stdio), ...options.cwd === undefined ? {} : { cwd: options.cwd },
    });
    const name = options.serviceName ?? 'Node Utility Process';
    const uncount = this.child.pid === undefined ? () => undefined : countUtility(this.child.pid, name);
    this.child.on('spawn', () => this.emit('spawn'));
    this.child.on('message', (message) => this.emit('message', message));
    this.child.on('error', () => this.emit('exit', 1));
    this.child.on('exit', (code, signal) => {
      uncount();
      const reason = signal === 'SIGTERM' || signal === 'SIGKILL' ? 'killed' : code === 0 ? 'clean-exit' : signal ? 'crashed' : 'abnormal-exit';
      app.emit('child-process-gone', {}, { type: 'Utility', reason, exitCode: code ?? 1, name, serviceName: 'node.mojom.NodeService' });
      this.emit('exit', code ?? 1);
    });
  }

  get pid(): number | undefined { return this.child.exitCode === null && this.child.signalCode === null ? this.child.pid : undefined; }
  get stdout(): ChildProcess['stdout'] { return this.child.stdout; }
  get stderr(): ChildProcess['stderr'] { return this.child.stderr; }
  kill(): boolean { return this.child.kill(); }
  postMessage(message: unknown, transfer: readonly MessagePortMain[] = []): void {
    if (transfer.length > 0) throw new NotImplemented('utilityProcess: handing over a MessagePort');
    // A process that is gone takes no message; Electron says nothing either, the `exit` event does.
    if (this.child.connected) this.child.send(message as object, () => undefined);
  }
}

export const utilityProcess = strict('utilityProcess', {
  fork: (modulePath: string, args: readonly string[] = [], options: ForkOptions = {}) => {
    if (!isReady()) throw new Error('utilityProcess cannot be created before app is ready.');
    return strict('UtilityProcess', new StandinUtilityProcess(modulePath, args, options));
  },
});

function stdioOf(stdio: ForkOptions['stdio'] = 'inherit'): ('ignore' | 'inherit' | 'pipe' | 'ipc')[] {
  const [, out = 'inherit', err = 'inherit'] = Array.isArray(stdio) ? stdio : [stdio, stdio, stdio];
  return ['ignore', out as 'pipe', err as 'pipe', 'ipc'];
}
