import { EventEmitter } from 'node:events';

/** Loaded first in a utility process: gives it `process.parentPort`. Messages wait for the first listener, as in Electron. */
const early: unknown[] = [];

class ParentPort extends EventEmitter {
  postMessage(message: unknown): void { process.send?.(message); }
  start(): void { /* Listening starts it. */ }
  close(): void { process.disconnect(); }
}
const port = new ParentPort();
const give = (data: unknown) => port.emit('message', { data, ports: [] });

port.on('newListener', (name) => {
  if (name !== 'message') return;
  queueMicrotask(() => { for (const data of early.splice(0)) give(data); });
});
process.on('message', (data) => {
  if (port.listenerCount('message') > 0 && early.length === 0) give(data);
  else early.push(data);
});
// A utility process never outlives its main process.
process.on('disconnect', () => { process.exit(0); });
Object.assign(process, { parentPort: port, type: 'utility' });
