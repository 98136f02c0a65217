// `npm test`: sets up what is missing, then lint, types, build (one unit test looks into the packed app), unit tests,
// tests on real weights, end-to-end tests.
// Everything is run even if something before it failed; the last line counts.
import { check, closingLine, playwright, vitest } from './setup/checks.mjs';
import { continueOnNode24, runNode, say, toolsEnv } from './setup/commands.mjs';
import { build } from './setup/freshBuild.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { ensureChromium, ensureSystemPackages } from './setup/systemPackages.mjs';

try {
  await ensurePackages();
  await continueOnNode24(import.meta.url);
  const excused = await ensureSystemPackages();
  const env = { ...toolsEnv(), TANDEM_CHROMIUM: await ensureChromium() };
  if ((await runNode('build/setup/testModels.ts')) !== 0) throw new Error('The tests need these models on this device (see above).');

  const outcomes = [
    await check('lint', () => runNode('node_modules/oxlint/bin/oxlint')),
    await check('types', () => runNode('node_modules/typescript/bin/tsc', ['-b'])),
    await check('build', () => build().then(() => 0, (error) => { say(String(error)); return 1; })),
    await vitest('unit', env),
    await vitest('models', env, excused),
    await playwright(env),
  ];
  say('');
  for (const one of outcomes) say(`${one.failed === 0 ? 'ok    ' : 'FAILED'} ${one.name}: ${closingLine([one])} (${String(one.seconds)} s)`);
  for (const failure of outcomes.flatMap((one) => one.failures ?? [])) say(`FAILED ${failure}`);
  process.stdout.write(`${closingLine(outcomes)}\n`);
  process.exitCode = outcomes.every((one) => one.failed === 0) ? 0 : 1;
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.stdout.write('0 passed, 1 failed\n');
  process.exitCode = 1;
}
