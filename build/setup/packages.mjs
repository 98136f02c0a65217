import fs from 'node:fs';
import path from 'node:path';
import { node24, root, run, say } from './commands.mjs';

/**
 * @typedef {{ version?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[], integrity?: string, link?: boolean }} LockEntry
 * @typedef {{ packages?: Record<string, LockEntry> }} Lock
 * @typedef {{ platform: string, arch: string, libc: string | null }} Machine
 */

/** Installs the packages if they are missing or other than the lock file says. */
export async function ensurePackages() {
  const reason = whyInstall();
  if (reason) {
    say(`${reason}: installing them (npm ci; about a minute the first time) …`);
    await npmCi();
  }
}

/** Why the packages have to be installed, as the beginning of a sentence, or null if all is well. Costs some milliseconds. */
export function whyInstall() {
  const wanted = readJson('package-lock.json');
  if (!wanted) throw new Error('package-lock.json is missing: this is not a whole copy of the project.');
  const installed = readJson('node_modules/.package-lock.json');
  if (!installed) return 'The packages are not installed yet';
  if (differing(wanted, installed, thisMachine()).length > 0) return 'The packages are not those of package-lock.json';
  if (!fs.existsSync(node24())) return 'Node 24 is missing among the packages';
  return null;
}

/**
 * Paths of packages that should be here and are not, or have another version. Optional ones count only where they are
 * made for this machine (npm is known to leave those out at times) and the lock file knows them by checksum.
 * @param {Lock} wanted
 * @param {Lock} installed
 * @param {Machine} machine
 */
export function differing(wanted, installed, machine) {
  return Object.entries(wanted.packages ?? {}).filter(([where, entry]) => {
    if (where === '' || entry.link || !fits(entry, machine)) return false;
    const found = installed.packages?.[where];
    if (!found) return !entry.optional || Boolean(entry.os && entry.integrity);
    return found.version !== entry.version;
  }).map(([where]) => where);
}

/** @param {LockEntry} entry @param {Machine} machine */
function fits(entry, machine) {
  return listAllows(entry.os, machine.platform) && listAllows(entry.cpu, machine.arch) && (machine.libc === null || listAllows(entry.libc, machine.libc));
}

/** @param {string[] | undefined} list @param {string} value */
function listAllows(list, value) {
  if (!list) return true;
  if (list.includes(`!${value}`)) return false;
  return list.includes(value) || list.every((one) => one.startsWith('!'));
}

/** @returns {Machine} */
function thisMachine() {
  return { platform: process.platform, arch: process.arch, libc: process.platform === 'linux' ? libc() : null };
}

function libc() {
  // Without this the report may ask a name server about every open connection.
  Object.assign(process.report, { excludeNetwork: true });
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return report.header?.glibcVersionRuntime ? 'glibc' : 'musl';
}

async function npmCi() {
  // Windows does not let npm ci delete the Node that we may be running on.
  const inPlace = process.platform === 'win32' && process.execPath.startsWith(root);
  const args = [...(inPlace ? ['install', '--no-save'] : ['ci']), '--include=dev', '--include=optional', '--ignore-scripts=false', '--loglevel=error'];
  const code = await npm(args);
  if (code === 0 && !whyInstall()) return;
  if (npmMajor() < 11) {
    say('npm could not install everything; trying again with npm 11 …');
    if ((await npx(['--yes', 'npm@11', ...args])) === 0 && !whyInstall()) return;
  }
  throw new Error('The packages could not be installed. Check the connection to the npm registry, then try again; nothing else has been changed.');
}

/** npm says its version in the environment of what it runs ("npm/11.19.1 node/v24 …"); 0 without npm. */
function npmMajor() {
  return Number(/^npm\/(\d+)/.exec(process.env['npm_config_user_agent'] ?? '')?.[1] ?? 0);
}

/** @param {string[]} args */
function npm(args) {
  return npmTool('npm', args);
}
/** @param {string[]} args */
function npx(args) {
  return npmTool('npx', args);
}

/** Runs npm's own script with the Node at hand where npm tells us where it is: no shell, so it works on Windows too.
 * @param {'npm' | 'npx'} tool @param {string[]} args */
function npmTool(tool, args) {
  // llama.cpp's prebuilt programs come as packages; its install script would look for a compiler where none fits.
  const env = { ...process.env, NODE_LLAMA_CPP_SKIP_DOWNLOAD: 'true' };
  const cli = process.env['npm_execpath']?.replace(/npm-cli\.js$/, `${tool}-cli.js`);
  if (cli && fs.existsSync(cli)) return run(process.execPath, [cli, ...args], { env });
  return process.platform === 'win32' ? run('cmd.exe', ['/d', '/s', '/c', `${tool}.cmd`, ...args], { env }) : run(tool, args, { env });
}

/** @param {string} file @returns {Lock | null} */
function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'));
  } catch {
    return null;
  }
}
