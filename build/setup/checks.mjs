import fs from 'node:fs';
import path from 'node:path';
import { failedInPlaywright, failedInVitest } from './failedTests.mjs';
import { root, runNode, say, wasStopped } from './commands.mjs';

/** @typedef {{ name: string, passed: number, failed: number, skipped: number, seconds: number, failures?: readonly string[] }} Outcome */

const results = path.join(root, 'out', 'test');

/**
 * A check that either holds or not counts as one test.
 * @param {string} name @param {() => Promise<number>} work @returns {Promise<Outcome>}
 */
export async function check(name, work) {
  return timed(name, async () => ((await work()) === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 }));
}

/**
 * One project of vitest.config.ts.
 * @param {string} project @param {NodeJS.ProcessEnv} env
 * @param {string | null} [excused] see `countVitest`
 * @returns {Promise<Outcome>}
 */
export async function vitest(project, env, excused = null) {
  return timed(`tests: ${project}`, async () => {
    const file = emptyResult(`${project}.json`);
    const code = await runNode('node_modules/vitest/vitest.mjs', ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${file}`], { env });
    const report = readResult(file);
    return { ...countVitest(report, code, project === 'models', excused), failures: failedInVitest(report) };
  });
}

/** @param {NodeJS.ProcessEnv} env @returns {Promise<Outcome>} */
export async function playwright(env) {
  return timed('tests: end-to-end', async () => {
    const file = emptyResult('e2e.json');
    const code = await runNode('node_modules/@playwright/test/cli.js', ['test', '-c', 'e2e/playwright.config.ts', '--reporter=list,json'], {
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: file, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    });
    const report = readResult(file);
    return { ...countPlaywright(report, code), failures: failedInPlaywright(report) };
  });
}

/**
 * A file that did not even load has no tests to fail, so it counts by itself; a run that failed never counts as green.
 * Tests on real weights may not be skipped, but for those whose name holds `excused`: what they need cannot be had here.
 * @param {any} report @param {number} code @param {boolean} mayNotSkip @param {string | null} [excused]
 */
export function countVitest(report, code, mayNotSkip, excused = null) {
  const files = /** @type {any[]} */ (report?.testResults ?? []);
  const unloaded = files.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  const skipped = Number(report?.numPendingTests ?? 0) + Number(report?.numTodoTests ?? 0);
  const mayBeMissing = excused === null ? 0 : files.flatMap((file) => file.assertionResults).filter((one) => one.status === 'skipped' && one.fullName.includes(excused)).length;
  const failed = Number(report?.numFailedTests ?? 0) + unloaded + (mayNotSkip ? skipped - mayBeMissing : 0);
  return { passed: Number(report?.numPassedTests ?? 0), failed: failed === 0 && code !== 0 ? 1 : failed, skipped: mayNotSkip ? mayBeMissing : skipped };
}

/** @param {any} report @param {number} code */
export function countPlaywright(report, code) {
  const stats = report?.stats ?? {};
  const failed = Number(stats.unexpected ?? 0) + Number(stats.flaky ?? 0);
  return { passed: Number(stats.expected ?? 0), failed: failed === 0 && code !== 0 ? 1 : failed, skipped: Number(stats.skipped ?? 0) };
}

/** @param {readonly Outcome[]} outcomes */
export function closingLine(outcomes) {
  const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ key) => outcomes.reduce((total, one) => total + one[key], 0);
  const skipped = sum('skipped');
  return `${String(sum('passed'))} passed, ${String(sum('failed'))} failed${skipped > 0 ? `, ${String(skipped)} skipped` : ''}`;
}

/** @param {string} name @param {() => Promise<Omit<Outcome, 'name' | 'seconds'>>} work @returns {Promise<Outcome>} */
async function timed(name, work) {
  say(`\n── ${name}`);
  const startedAt = Date.now();
  const counts = await work();
  if (wasStopped()) process.exit(130);
  return { name, ...counts, seconds: Math.round((Date.now() - startedAt) / 1000) };
}

/** @param {string} name */
function emptyResult(name) {
  fs.mkdirSync(results, { recursive: true });
  const file = path.join(results, name);
  fs.rmSync(file, { force: true });
  return file;
}

/** @param {string} file */
function readResult(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined;
}
