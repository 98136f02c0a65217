import { openChannel } from './channel.ts';
import { serveEngine } from './serveEngine.ts';

// The entry of the engine's own process. An abort of the native code ends this process and nothing else.
serveEngine(openChannel());

// Ctrl+C in a terminal reaches the whole group of processes. Whoever started this one ends it in order, or takes it along.
process.on('SIGINT', () => undefined);
