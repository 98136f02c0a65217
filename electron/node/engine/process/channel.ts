/** How the engine's process speaks with whoever started it. */
export interface Channel {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The other side is gone. */
  onClosed(listener: () => void): void;
}

/** What Electron's utility process offers; plain Node has no such thing. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** Electron's port where there is one, else the channel of `child_process.fork`. */
export function openChannel(): Channel {
  const port = parentPort();
  if (port) {
    return {
      post: (message) => { port.postMessage(message); },
      onMessage: (listener) => { port.on('message', (event) => { listener(event.data); }); },
      // Electron ends a utility process together with its parent.
      onClosed: () => undefined,
    };
  }
  return {
    post: (message) => { if (process.connected) process.send?.(message); },
    onMessage: (listener) => { process.on('message', listener); },
    onClosed: (listener) => { process.on('disconnect', listener); },
  };
}

function parentPort(): ParentPort | null {
  if (!('parentPort' in process)) return null;
  return isParentPort(process.parentPort) ? process.parentPort : null;
}

function isParentPort(value: unknown): value is ParentPort {
  return typeof value === 'object' && value !== null && 'postMessage' in value && 'on' in value;
}
