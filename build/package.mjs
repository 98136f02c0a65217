// `npm run package`: builds the app and packs it for this system into release/. Arguments go to electron-builder.
import { continueOnNode24, runNode, say } from './setup/commands.mjs';
import { build } from './setup/freshBuild.mjs';
import { ensurePackages } from './setup/packages.mjs';

try {
  await ensurePackages();
  await continueOnNode24(import.meta.url);
  await build();
  process.exitCode = await runNode('node_modules/electron-builder/cli.js', ['--publish', 'never', ...process.argv.slice(2)]);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
