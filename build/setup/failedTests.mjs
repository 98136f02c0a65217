import path from 'node:path';
import { root } from './commands.mjs';

/** One line each, for the end of the output: a log that is cut keeps its end. */

/** @param {any} report vitest's JSON report @returns {readonly string[]} */
export function failedInVitest(report) {
  return /** @type {any[]} */ (report?.testResults ?? []).flatMap((file) => {
    const tests = /** @type {any[]} */ (file.assertionResults).filter((one) => one.status === 'failed');
    const unloaded = file.status === 'failed' && file.assertionResults.length === 0;
    return unloaded ? [line(file.name, 'did not load', file.message)] : tests.map((one) => line(file.name, one.fullName, one.failureMessages?.[0]));
  });
}

/** @param {any} report Playwright's JSON report @returns {readonly string[]} */
export function failedInPlaywright(report) {
  /** @param {any} suite @returns {string[]} */
  const of = (suite) => [
    ...(suite.specs ?? []).filter((/** @type {any} */ spec) => !spec.ok).map((/** @type {any} */ spec) => line(spec.file, spec.title, firstError(spec))),
    ...(suite.suites ?? []).flatMap(of),
  ];
  return (report?.suites ?? []).flatMap(of);
}

/** @param {any} spec @returns {string | undefined} */
function firstError(spec) {
  return spec.tests?.flatMap((/** @type {any} */ test) => test.results ?? []).find((/** @type {any} */ result) => result.error)?.error.message;
}

/** @param {string} file @param {string} title @param {string | undefined} message */
function line(file, title, message) {
  const said = (message ?? '').split('\n', 1)[0]?.slice(0, 200) ?? '';
  return `${path.isAbsolute(file) ? path.relative(root, file) : file} > ${title}${said === '' ? '' : `: ${said}`}`;
}
