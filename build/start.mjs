// `npm start`: sets up what is missing, builds if stale, opens the app. Runs on Node 20 or newer with nothing installed.
// `npm run web`, or `npm start -- --web`: the same app as a page on a loopback address, on purpose.
import { continueOnNode24, run, runNode, root, say, wasStopped } from './setup/commands.mjs';
import { findElectron } from './setup/electronBinary.mjs';
import { ensureBuild } from './setup/freshBuild.mjs';
import { ensurePackages } from './setup/packages.mjs';

/** An Electron that ends with an error this early never showed a window. */
const tooEarlyMs = 5000;

try {
  await ensurePackages();
  await continueOnNode24(import.meta.url);
  await ensureBuild();
  process.exitCode = await open();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function open() {
  const args = process.argv.slice(2).filter((arg) => arg !== '--web');
  if (process.argv.includes('--web')) return serve(args);
  const found = await findElectron();
  if ('why' in found) {
    say(`No window here, because ${found.why}: serving the same app as a page instead.`);
    return serve(args);
  }
  const startedAt = Date.now();
  const code = await run(found.electron, [root, ...args]);
  if (code === 0 || wasStopped() || Date.now() - startedAt > tooEarlyMs) return code;
  say('Electron ended at once (see above): serving the same app as a page instead.');
  return serve(args);
}

/** @param {string[]} args */
function serve(args) {
  return runNode('electron/node/cli/main.ts', ['web', ...args]);
}
