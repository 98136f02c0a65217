import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';

const entry = fileURLToPath(new URL('./main.ts', import.meta.url));

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('the engine\'s process ends when its parent is killed', async () => {
  const script = `const { fork } = require('node:child_process');
    const child = fork(${JSON.stringify(entry)}, [], { serialization: 'advanced' });
    child.on('message', () => console.log(child.pid));`;
  const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(parent.stdout, 'data');
  const pid = Number(String(line));
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await vi.waitFor(() => { expect(isAlive(pid)).toBe(false); }, { timeout: 10_000 });
});

it('Ctrl+C for the whole group leaves its end to its parent', async () => {
  const child = fork(entry, [], { serialization: 'advanced' });
  await once(child, 'message');
  child.kill('SIGINT');
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([0, null]);
});
