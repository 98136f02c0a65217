import inspector from 'node:inspector';
import { createRequire, registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, chromiumSwitches } from './app/app.ts';
import { becomeReady } from './app/lifecycle.ts';
import { loadPackage } from './app/package.ts';
import { startChromium } from './chromium/launch.ts';

/** `electron [-r FILE] [SWITCHES] APP`, as the real binary takes it. */
const args = process.argv.slice(2);
const preloaded: string[] = [];
for (let at = args.indexOf('-r'); at >= 0; at = args.indexOf('-r')) preloaded.push(...args.splice(at, 2).slice(1));
const appFolder = path.resolve(args.find((arg) => !arg.startsWith('-')) ?? '.');

const electronModule = new URL('./electronModule.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier === 'electron/main' ? { url: electronModule, format: 'module-typescript', shortCircuit: true } : next(specifier, context),
});
Object.defineProperty(process.versions, 'electron', { value: '45.4.1-standin', enumerable: true });
Object.assign(process, { type: 'browser', resourcesPath: path.join(appFolder, 'resources') });

const { main } = loadPackage(appFolder);
for (const arg of args) {
  const folder = /^--user-data-dir=(.+)$/.exec(arg)?.[1];
  if (folder !== undefined) app.setPath('userData', path.resolve(folder));
}
if (args.some((arg) => arg.startsWith('--inspect'))) inspector.open(0);
// Playwright's preload cuts its own arguments off, up to the debugging port.
process.argv = [process.argv[0] ?? '', ...args];
const require = createRequire(import.meta.url);
for (const file of preloaded) require(path.resolve(file));

let signals = 0;
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (++signals > 1) process.exit(1);
    app.quit();
  });
}

const port = args.find((arg) => arg.startsWith('--remote-debugging-port'));
const chromium = startChromium([...chromiumSwitches(), ...port === undefined ? [] : [port]]);

// As in Electron, `ready` comes only once the entry module has been evaluated, so a top-level `await app.whenReady()` hangs there.
const patienceMs = Number(process.env['STANDIN_PATIENCE_MS'] ?? 20_000);
const stuck = setTimeout(() => {
  console.error(`stand-in: the entry module was not evaluated after ${patienceMs} ms; a top-level await of app.whenReady() never ends`);
  process.exit(1);
}, patienceMs);
try {
  await Promise.all([chromium, import(pathToFileURL(main).href)]);
} catch (error) {
  console.error(error);
  process.exit(1);
}
clearTimeout(stuck);
becomeReady();
app.emit('ready', {}, {});
