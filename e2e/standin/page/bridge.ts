/** One side of the bridge between the page's world and the preload's isolated world. */
export interface Bridge {
  /** Tells the other side a value under a name; `onExposed` of the other side gets it. */
  expose(name: string, value: unknown): void;
  onExposed(listener: (name: string, value: unknown) => void): void;
}

type Packed = readonly [tag: 'value' | 'error' | 'array' | 'object' | 'function' | 'promise', content: unknown];
type Message =
  | { readonly kind: 'expose'; readonly name: string; readonly value: Packed }
  | { readonly kind: 'call'; readonly call: number; readonly target: number; readonly args: Packed }
  | { readonly kind: 'return'; readonly call: number; readonly ok: boolean; readonly value: Packed }
  | { readonly kind: 'settle'; readonly promise: number; readonly ok: boolean; readonly value: Packed };

/**
 * `contextBridge` over CustomEvents: Blink clones an event's `detail` between worlds, and dispatching is synchronous, so
 * that a call returns its value at once. Functions and promises travel as numbers. Injected as source text: it uses
 * nothing from outside itself, and takes what it needs of the page before the page's own scripts can replace it.
 */
export function makeBridge(mine: string, theirs: string): Bridge {
  const dispatch = window.dispatchEvent.bind(window);
  const NewEvent = CustomEvent;
  let lastId = 0;
  const functions = new Map<number, (...args: readonly unknown[]) => unknown>();
  const proxies = new Map<number, (...args: readonly unknown[]) => unknown>();
  const returned = new Map<number, { readonly ok: boolean; readonly value: Packed }>();
  const promises = new Map<number, { resolve(value: unknown): void; reject(reason: unknown): void }>();
  let exposed: (name: string, value: unknown) => void = () => undefined;
  const post = (message: Message) => { dispatch(new NewEvent(theirs, { detail: message })); };

  const isPlain = (value: object) => !/^\[object (Date|Map|Set|RegExp|ArrayBuffer|DataView|Blob|File|.*Array)\]$/.test(Object.prototype.toString.call(value));
  const pack = (value: unknown): Packed => {
    if (typeof value === 'function') {
      const id = ++lastId;
      functions.set(id, (...args) => Reflect.apply(value, undefined, args) as unknown);
      return ['function', id];
    }
    if (typeof value === 'symbol') throw new Error('A symbol cannot cross the bridge.');
    if (typeof value !== 'object' || value === null) return ['value', value];
    if (value instanceof Promise) {
      const id = ++lastId;
      value.then(
        (result) => { post({ kind: 'settle', promise: id, ok: true, value: pack(result) }); },
        (reason: unknown) => { post({ kind: 'settle', promise: id, ok: false, value: pack(reason) }); },
      );
      return ['promise', id];
    }
    if (value instanceof Error) return ['error', value.message];
    if (Array.isArray(value)) return ['array', value.map(pack)];
    return isPlain(value) ? ['object', Object.entries(value).map(([key, item]) => [key, pack(item)])] : ['value', value];
  };

  const call = (target: number, args: readonly unknown[]): unknown => {
    const id = ++lastId;
    post({ kind: 'call', call: id, target, args: pack(args) });
    const result = returned.get(id);
    returned.delete(id);
    if (!result) throw new Error('The bridge is closed.');
    if (result.ok) return unpack(result.value);
    throw unpack(result.value);
  };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- written by `pack` of the other side
  const unpack = ([tag, content]: readonly [string, any]): unknown => {
    switch (tag) {
      case 'error': return new Error(content);
      case 'array': return content.map(unpack);
      case 'object': return Object.fromEntries(content.map(([key, item]: [string, Packed]) => [key, unpack(item)]));
      case 'promise': return new Promise((resolve, reject) => { promises.set(content, { resolve, reject }); });
      case 'function': {
        const proxy = proxies.get(content) ?? ((...args: readonly unknown[]) => call(content, args));
        proxies.set(content, proxy);
        return proxy;
      }
      default: return content;
    }
  };

  const answer = (message: Extract<Message, { kind: 'call' }>) => {
    try {
      const target = functions.get(message.target);
      if (!target) throw new Error('The bridge does not know this function.');
      post({ kind: 'return', call: message.call, ok: true, value: pack(target(...unpack(message.args) as unknown[])) });
    } catch (error) {
      post({ kind: 'return', call: message.call, ok: false, value: pack(error instanceof Error ? error : new Error(String(error))) });
    }
  };
  window.addEventListener(mine, (event) => {
    event.stopImmediatePropagation();
    const message = (event as CustomEvent<Message>).detail;
    if (message.kind === 'expose') exposed(message.name, unpack(message.value));
    else if (message.kind === 'call') answer(message);
    else if (message.kind === 'return') returned.set(message.call, message);
    else {
      const waiting = promises.get(message.promise);
      promises.delete(message.promise);
      if (message.ok) waiting?.resolve(unpack(message.value));
      else waiting?.reject(unpack(message.value));
    }
  }, true);
  return {
    expose: (name, value) => { post({ kind: 'expose', name, value: pack(value) }); },
    onExposed: (listener) => { exposed = listener; },
  };
}
