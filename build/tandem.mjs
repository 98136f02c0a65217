// `npm run tandem -- …`: the terminal, after making sure that the packages and Node 24 are there.
import { runNode, say } from './setup/commands.mjs';
import { ensurePackages } from './setup/packages.mjs';

try {
  await ensurePackages();
  process.exitCode = await runNode('electron/node/cli/main.ts', process.argv.slice(2));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
