/** Whoever asks for something that the stand-in does not have is told at once, instead of getting a pleasant nothing. */
export class NotImplemented extends Error {
  constructor(what: string) {
    super(`stand-in: electron.${what} is not implemented`);
    this.name = 'NotImplemented';
  }
}

// Read by `await`, `util.inspect`, test matchers and Node's own EventEmitter on any object.
const readByEverybody: ReadonlySet<string> = new Set(['then', 'toJSON', 'inspect', 'asymmetricMatch', 'nodeType', '$$typeof', 'domain', 'captureRejections']);

/** The same object, except that reading a property that it does not have throws. */
export function strict<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get: (object, key, receiver): unknown => {
      if (typeof key === 'symbol' || key in object || readByEverybody.has(key)) return Reflect.get(object, key, receiver);
      throw new NotImplemented(`${name}.${key}`);
    },
  });
}

/** A whole module of Electron that the stand-in does not have: importing it is fine, using it throws. */
export function absent(name: string): object {
  const nothing = function nothing(): void { throw new NotImplemented(name); };
  return new Proxy(nothing, {
    get: (object, key): unknown => {
      if (typeof key === 'symbol' || readByEverybody.has(key)) return Reflect.get(object, key);
      throw new NotImplemented(`${name}.${key}`);
    },
    construct: () => { throw new NotImplemented(`new ${name}`); },
  });
}

/** An event whose default a listener may prevent. */
export function preventable<T extends object>(details: T): T & { preventDefault(): void; readonly defaultPrevented: boolean } {
  let prevented = false;
  return Object.defineProperties({ ...details } as T & { preventDefault(): void; readonly defaultPrevented: boolean }, {
    preventDefault: { value: () => { prevented = true; } },
    defaultPrevented: { get: () => prevented },
  });
}
