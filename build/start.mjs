// `npm start`: sets up what is missing, builds if stale, opens the app. Runs on Node 20 or newer with nothing installed.
// `npm run web`, or `npm start -- --web`: the same app as a page on a loopback address, on purpose.
import { continueOnNode24, run, runNode, root, say, wasStopped } from './setup/commands.mjs';
import { findElectron } from './setup/electronBinary.mjs';
import { ensureBuild } from './setup/freshBuild.mjs';
import { openApp } from './setup/openApp.mjs';
import { ensurePackages } from './setup/packages.mjs';

try {
  await ensurePackages();
  await continueOnNode24(import.meta.url);
  await ensureBuild();
  process.exitCode = await openApp(process.argv.slice(2), {
    findElectron, say, wasStopped, now: Date.now,
    runElectron: (electron, args) => run(electron, [root, ...args]),
    serve: (args) => runNode('electron/node/cli/main.ts', ['web', ...args]),
  });
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
