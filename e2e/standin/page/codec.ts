/** Structured-clone values as text, because a DevTools binding carries only text. */
export interface Codec { encode(value: unknown): string; decode(text: string): unknown }

type Wire = null | string | number | boolean | readonly [tag: string, ...rest: unknown[]];

/**
 * Runs in Node and, as source text, in the page: it uses nothing from outside itself. Plain values stand for themselves,
 * everything else is a tagged list, so that no user's object can be mistaken for a tag.
 */
export function makeCodec(): Codec {
  const notCloneable = () => new Error('An object could not be cloned.');
  const toBase64 = (bytes: Uint8Array) => {
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return btoa(binary);
  };
  const fromBase64 = (text: string) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

  const packObject = (value: object): Wire => {
    if (Array.isArray(value)) return ['array', value.map(pack)];
    if (value instanceof Date) return ['date', value.getTime()];
    if (value instanceof Map) return ['map', [...value].map(([key, item]) => [pack(key), pack(item)])];
    if (value instanceof Set) return ['set', [...value].map(pack)];
    if (value instanceof RegExp) return ['regexp', value.source, value.flags];
    if (value instanceof Error) return ['error', value.name, value.message];
    if (value instanceof ArrayBuffer) return ['buffer', toBase64(new Uint8Array(value))];
    if (ArrayBuffer.isView(value)) {
      const bytes = toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
      const kind = Object.prototype.toString.call(value).slice(8, -1);
      return ['view', kind, bytes];
    }
    if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet) throw notCloneable();
    return ['object', Object.entries(value).map(([key, item]) => [key, pack(item)])];
  };
  const pack = (value: unknown): Wire => {
    switch (typeof value) {
      case 'string':
      case 'boolean': return value;
      case 'undefined': return ['undefined'];
      case 'bigint': return ['bigint', value.toString()];
      case 'number': return Number.isFinite(value) && !Object.is(value, -0) ? value : ['number', Object.is(value, -0) ? '-0' : String(value)];
      case 'object': return value === null ? null : packObject(value);
      default: throw notCloneable();
    }
  };

  const views: Record<string, new (buffer: ArrayBuffer) => ArrayBufferView> = {
    Uint8Array, Int8Array, Uint8ClampedArray, Uint16Array, Int16Array, Uint32Array, Int32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array, DataView,
  };
  // The text was written by `pack` on the other side, never by hand.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const unpack = (wire: any): unknown => {
    if (!Array.isArray(wire)) return wire;
    const [tag, first, second] = wire;
    switch (tag) {
      case 'undefined': return undefined;
      case 'bigint': return BigInt(first);
      case 'number': return Number(first);
      case 'array': return first.map(unpack);
      case 'date': return new Date(first);
      case 'map': return new Map(first.map(([key, item]: unknown[]) => [unpack(key), unpack(item)]));
      case 'set': return new Set(first.map(unpack));
      case 'regexp': return new RegExp(first, second);
      case 'error': return Object.assign(new Error(second), { name: first });
      case 'buffer': return fromBase64(first).buffer;
      case 'view': {
        const View = views[first];
        if (!View) throw notCloneable();
        return new View(fromBase64(second).buffer);
      }
      case 'object': return Object.fromEntries(first.map(([key, item]: [string, unknown]) => [key, unpack(item)]));
      default: throw notCloneable();
    }
  };
  return { encode: (value) => JSON.stringify(pack(value)), decode: (text) => unpack(JSON.parse(text)) };
}
