import path from 'node:path';
import { expect, it } from 'vitest';
import { root } from './commands.mjs';
import { failedInPlaywright, failedInVitest } from './failedTests.mjs';

it('names what failed, where and why, in one line each', () => {
  expect(failedInVitest({
    testResults: [
      { name: path.join(root, 'a.test.ts'), status: 'failed', assertionResults: [{ status: 'passed', fullName: 'x holds' }, { status: 'failed', fullName: 'y holds', failureMessages: ['expected 1 to be 2\n  at a.test.ts:3'] }] },
      { name: path.join(root, 'b.test.ts'), status: 'failed', assertionResults: [], message: 'Cannot find module' },
      { name: path.join(root, 'c.test.ts'), status: 'passed', assertionResults: [{ status: 'passed', fullName: 'z holds' }] },
    ],
  })).toEqual(['a.test.ts > y holds: expected 1 to be 2', 'b.test.ts > did not load: Cannot find module']);
  expect(failedInVitest(undefined)).toEqual([]);
});

it('looks into the nested suites of end-to-end tests', () => {
  const failed = { file: 'web.spec.ts', title: 'answers', ok: false, tests: [{ results: [{}, { error: { message: 'Timeout\nmore' } }] }] };
  expect(failedInPlaywright({ suites: [{ specs: [{ file: 'a', title: 'b', ok: true }], suites: [{ specs: [failed] }] }] })).toEqual(['web.spec.ts > answers: Timeout']);
});
