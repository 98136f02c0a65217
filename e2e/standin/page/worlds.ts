import { makeBridge } from './bridge.ts';
import { makeCodec } from './codec.ts';

type MakeBridge = typeof makeBridge;
type MakeCodec = typeof makeCodec;
type Preload = (require: (id: string) => unknown, module: { exports: unknown }, exports: unknown, process: unknown) => void;
type Listener = (event: object, ...args: readonly unknown[]) => void;

/** Name of the isolated world, the same as Electron's. */
export const isolatedWorldName = 'Electron Isolated Context';

/** Source for the page's own world: takes what the preload exposes, frozen, as Electron does. */
export function mainWorldSource(channel: string): string {
  return `(${String(mainWorld)})(${JSON.stringify(channel)}, ${String(makeBridge)})`;
}

/** Source for the isolated world: the app's built preload with the little that a sandboxed preload may use. */
export function isolatedWorldSource(channel: string, binding: string, preload: string): string {
  return `(${String(isolatedWorld)})(${JSON.stringify(channel)}, ${JSON.stringify(binding)}, ${String(makeBridge)}, ${String(makeCodec)},
    function (require, module, exports, process) {${preload}\n})`;
}

function mainWorld(channel: string, bridgeOf: MakeBridge): void {
  if (window !== window.top) return;
  const freeze = <T>(value: T): T => {
    if (typeof value === 'object' && value !== null && Object.isExtensible(value)) {
      Object.freeze(value);
      for (const inner of Object.values(value)) freeze(inner);
    }
    return value;
  };
  bridgeOf(`${channel}:page`, `${channel}:preload`).onExposed((name, value) => {
    Object.defineProperty(window, name, { value: freeze(value), enumerable: true, configurable: false, writable: false });
  });
}

function isolatedWorld(channel: string, binding: string, bridgeOf: MakeBridge, codecOf: MakeCodec, preload: Preload): void {
  if (window !== window.top) return;
  const codec = codecOf();
  const bridge = bridgeOf(`${channel}:preload`, `${channel}:page`);
  const globals = globalThis as unknown as Record<string, unknown>;
  const toMain = globals[binding] as (text: string) => void;
  Reflect.deleteProperty(globals, binding);
  let lastId = 0;
  const waiting = new Map<number, { readonly channel: string; resolve(value: unknown): void; reject(error: Error): void }>();
  const listeners = new Map<string, { readonly listener: Listener; readonly once: boolean }[]>();
  const add = (name: string, listener: Listener, once: boolean) => {
    listeners.set(name, [...listeners.get(name) ?? [], { listener, once }]);
    return ipcRenderer;
  };
  const remove = (name: string, listener: Listener) => {
    const present = listeners.get(name) ?? [];
    const at = present.findIndex((item) => item.listener === listener);
    if (at >= 0) listeners.set(name, present.filter((_, index) => index !== at));
    return ipcRenderer;
  };
  const knowing = (what: string, target: object) => new Proxy(target, {
    get: (object, key): unknown => {
      if (key in object || typeof key === 'symbol') return Reflect.get(object, key);
      throw new Error(`stand-in: ${what}.${key} is not implemented`);
    },
  });
  const ipcRenderer = knowing('ipcRenderer', {
    on: (name: string, listener: Listener) => add(name, listener, false),
    addListener: (name: string, listener: Listener) => add(name, listener, false),
    once: (name: string, listener: Listener) => add(name, listener, true),
    off: remove,
    removeListener: remove,
    removeAllListeners: (name: string) => { listeners.delete(name); return ipcRenderer; },
    send: (name: string, ...args: readonly unknown[]) => { toMain(codec.encode({ channel: name, args })); },
    invoke: (name: string, ...args: readonly unknown[]) => new Promise((resolve, reject) => {
      const id = ++lastId;
      const text = codec.encode({ id, channel: name, args });
      waiting.set(id, { channel: name, resolve, reject });
      toMain(text);
    }),
  });
  globals['__standinReceive'] = (text: string) => {
    const message = codec.decode(text) as { id?: number; failure?: string; value?: unknown; channel: string; args: readonly unknown[] };
    if (message.id !== undefined) {
      const call = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.failure === undefined) call?.resolve(message.value);
      else call?.reject(new Error(`Error invoking remote method '${call.channel}': ${message.failure}`));
      return;
    }
    for (const { listener, once } of [...listeners.get(message.channel) ?? []]) {
      if (once) remove(message.channel, listener);
      listener({ sender: ipcRenderer, ports: [] }, ...message.args);
    }
  };
  const contextBridge = knowing('contextBridge', { exposeInMainWorld: (name: string, value: unknown) => { bridge.expose(name, value); } });
  const electron = knowing('electron', { contextBridge, ipcRenderer });
  const module = { exports: {} };
  const limitedProcess = { platform: 'linux', type: 'renderer', sandboxed: true, contextIsolated: true, versions: { electron: '45-standin' }, env: {}, argv: [] };
  preload((id) => {
    if (id === 'electron' || id === 'electron/renderer') return electron;
    throw new Error(`module not found: ${id}`);
  }, module, module.exports, limitedProcess);
}
