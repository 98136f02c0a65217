import type { UtilityProcess } from 'electron';
import { afterEach, expect, it, vi } from 'vitest';
import { utilityHost } from './utilityHost.ts';

const key = 'sk-never-in-a-child';
afterEach(() => { vi.unstubAllEnvs(); });

it('no utility process of Electron is given a key', () => {
  vi.stubEnv('ANTHROPIC_API_KEY', key);
  vi.stubEnv('TANDEM_EXPERT_KEY', key);
  vi.stubEnv('TANDEM_TEST_OTHER', 'kept');
  const given: NodeJS.ProcessEnv[] = [];
  const child: Pick<UtilityProcess, 'postMessage' | 'on' | 'kill'> = { postMessage: () => undefined, on: () => { throw new Error('not listened to'); }, kill: () => true };
  utilityHost((_entry, env) => {
    given.push(env);
    return child;
  }, 'entry.js').start();
  expect(given).toMatchObject([{ TANDEM_TEST_OTHER: 'kept' }]);
  expect(JSON.stringify(given)).not.toContain(key);
});
