import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** What set-up does is told on the error stream, so that a command's own output stays clean.
 * @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a program in the project's folder to its end and gives back its exit code (1 if a signal ended it, 127 if it is not there).
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, quiet?: boolean }} [options]
 * @returns {Promise<number>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], { cwd: root, env: options.env ?? toolsEnv(), stdio: options.quiet ? 'ignore' : 'inherit' });
    const stop = passSignals(child);
    child.once('error', () => { stop(); resolve(127); });
    child.once('close', (code) => { stop(); resolve(code ?? 1); });
  });
}

/**
 * As `run`, for programs of the project's packages, with Node 24.
 * @param {string} script path of the script inside the project
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, quiet?: boolean }} [options]
 */
export function runNode(script, args = [], options = {}) {
  return run(node24(), [path.join(root, script), ...args], options);
}

/** Where the `node` package puts Node 24. */
export function node24() {
  return path.join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** The environment in which `node` and the packages' programs are the project's own. */
export function toolsEnv() {
  const bins = [path.join(root, 'node_modules', 'node', 'bin'), path.join(root, 'node_modules', '.bin')];
  return { ...proxyEnv(), PATH: [...bins, process.env['PATH'] ?? ''].join(path.delimiter) };
}

/** Both spellings of this machine's IPv6 address: Node asks for the one in brackets, other programs for the bare one. */
const thisMachine = ['127.0.0.1', 'localhost', '::1', '[::1]'];

/**
 * Behind a proxy Node's own `fetch` uses it only when told to, and then also for this machine's own addresses, which
 * no proxy may see.
 * @param {NodeJS.ProcessEnv} env @returns {NodeJS.ProcessEnv}
 */
export function proxyEnv(env = process.env) {
  const hasProxy = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((name) => env[name]);
  if (!hasProxy) return { ...env };
  // Where both are set, programs read the small letters.
  const direct = env['no_proxy'] ?? env['NO_PROXY'] ?? '';
  const given = direct.split(/[\s,]+/).filter(Boolean);
  const all = direct.trim() === '*' ? '*' : [...new Set([...given, ...thisMachine])].join(',');
  return { NODE_USE_ENV_PROXY: '1', ...env, no_proxy: all, NO_PROXY: all };
}

/**
 * Goes on in Node 24 if this is another version: starts the same script again, waits for it, and ends with its code.
 * @param {string} scriptUrl `import.meta.url` of the script
 * @param {{ version?: string, args?: readonly string[], start?: (command: string, args: readonly string[]) => Promise<number>, exit?: (code: number) => void }} [means] for tests
 */
export async function continueOnNode24(scriptUrl, { version = process.versions.node, args = process.argv.slice(2), start = run, exit = process.exit } = {}) {
  if (Number(version.split('.')[0]) >= 24) return;
  exit(await start(node24(), [fileURLToPath(scriptUrl), ...args]));
}

/** @param {string} file path inside the project */
export function exists(file) {
  return fs.existsSync(path.join(root, file));
}

let stopped = false;
/** Whether someone asked this command to end. */
export function wasStopped() {
  return stopped;
}

/** A signal meant for us goes to the child, and we wait for its end.
 * @param {import('node:child_process').ChildProcess} child */
function passSignals(child) {
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  // Ctrl-C in a terminal reaches the whole group already; passing it on twice would look like impatience.
  const pass = signals.map((signal) => /** @type {const} */ ([signal, () => {
    stopped = true;
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  }]));
  for (const [signal, handler] of pass) process.on(signal, handler);
  return () => { for (const [signal, handler] of pass) process.off(signal, handler); };
}
