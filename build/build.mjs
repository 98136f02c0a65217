// `npm run build`: main, preload, engine process and renderer into out/.
import { continueOnNode24, say } from './setup/commands.mjs';
import { build } from './setup/freshBuild.mjs';
import { ensurePackages } from './setup/packages.mjs';

try {
  await ensurePackages();
  await continueOnNode24(import.meta.url);
  await build();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
