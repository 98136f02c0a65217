import type { EngineHost } from '../api.ts';
import { toProcessSchema, type FromProcess, type ToProcess } from '../protocol.ts';

/** A process as a test plays it. */
export interface FakeProcess {
  /** What the client sent, as it came. */
  readonly received: readonly ToProcess[];
  say(message: FromProcess): void;
  /** The process dies by itself. */
  die(): void;
  readonly killed: boolean;
}

export interface FakeHost { readonly host: EngineHost; readonly processes: readonly FakeProcess[] }

/**
 * A host whose processes do what a test says.
 * @param behave is told of each message of the client; the default loads at once and answers nothing
 */
export function fakeHost(behave: (process: FakeProcess, message: ToProcess) => void = loadsAtOnce): FakeHost {
  const processes: FakeProcess[] = [];
  return {
    processes,
    host: {
      start: () => {
        const received: ToProcess[] = [];
        const messageListeners: ((message: unknown) => void)[] = [];
        const exitListeners: ((code: number | null) => void)[] = [];
        const state = { killed: false };
        const exit = (): void => { for (const listener of exitListeners) listener(null); };
        const process: FakeProcess = {
          received,
          say: (message) => { queueMicrotask(() => { for (const listener of messageListeners) listener(structuredClone(message)); }); },
          die: exit,
          get killed() {
            return state.killed;
          },
        };
        processes.push(process);
        queueMicrotask(() => { process.say({ type: 'ready' }); });
        return {
          post: (message) => {
            const parsed = toProcessSchema.parse(structuredClone(message));
            received.push(parsed);
            if (parsed.type === 'close') exit();
            else behave(process, parsed);
          },
          onMessage: (listener) => messageListeners.push(listener),
          onExit: (listener) => exitListeners.push(listener),
          kill: () => {
            state.killed = true;
            exit();
          },
        };
      },
    },
  };
}

export const loadedOnCpu = { device: 'CPU', usesGpu: false, contextSize: 2048, parameters: 135e6 } as const;

export function loadsAtOnce(process: FakeProcess, message: ToProcess): void {
  if (message.type === 'open') process.say({ type: 'opened', loaded: loadedOnCpu });
}
