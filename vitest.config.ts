import { defineConfig } from 'vitest/config';

const notOurs = ['**/node_modules/**', 'out/**', 'release/**', 'e2e/**'];

/** Two kinds of tests: quick ones beside the code, and those that run real weights, one file at a time so that two models never share the cores. */
export default defineConfig({
  test: {
    globalSetup: ['build/setup/temporaryFolder.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit', include: ['**/*.test.{ts,tsx}'], exclude: [...notOurs, '**/*.model.test.ts'],
          // A polled value may take its time on a busy machine; a test that would wait longer has failed.
          testTimeout: 20_000, hookTimeout: 60_000, expect: { poll: { timeout: 10_000 } }, setupFiles: ['build/setup/propertyTests.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'models', include: ['**/*.model.test.ts'], exclude: notOurs,
          pool: 'forks', fileParallelism: false, testTimeout: 300_000, hookTimeout: 120_000,
        },
      },
    ],
  },
});
