import { defineConfig } from '@playwright/test';
import { usesStandin } from './support/runtime.ts';

/** One suite for the real Electron binary and for the stand-in; `runtime.ts` chooses. Two cores: one app at a time. */
export default defineConfig({
  testDir: '.',
  globalSetup: '../build/setup/temporaryFolder.ts',
  testMatch: '**/*.spec.ts',
  // The stand-in's own tests say nothing where the real binary is used.
  testIgnore: usesStandin ? [] : ['standin/**'],
  outputDir: '../test-results',
  workers: 1,
  // Patience costs nothing where things work: a busy machine is slow, not broken.
  timeout: 300_000,
  globalTimeout: 20 * 60_000,
  forbidOnly: true,
  reporter: [['list']],
  expect: { timeout: 60_000 },
  use: { trace: 'off' },
});
