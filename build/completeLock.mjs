// Names in package-lock.json the native parts of all systems, also those that the registry at hand does not carry:
// `npm ci` refuses a lock file that leaves one out. Run after each `npm install`: node build/completeLock.mjs
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './setup/commands.mjs';

/**
 * @typedef {{ version?: string, dev?: boolean, optional?: boolean, os?: string[], cpu?: string[], libc?: string[], optionalDependencies?: Record<string, string> }} LockEntry
 * @typedef {{ packages: Record<string, LockEntry> }} Lock
 */

/**
 * Native parts that some package asks for and the lock file does not name, with their entries. They carry no
 * checksum, because nobody here could read one.
 * @param {Lock} lock @returns {Record<string, LockEntry>}
 */
export function missingEntries(lock) {
  /** @type {Record<string, LockEntry>} */
  const missing = {};
  for (const entry of Object.values(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const where = `node_modules/${name}`;
      if (lock.packages[where] || !/^\d+\.\d+\.\d+\S*$/.test(version)) continue;
      missing[where] = { version, ...machineOf(name), ...(entry.dev ? { dev: true } : {}), optional: true };
    }
  }
  return missing;
}

/** The machine that a native part is made for, read from its name: `-darwin-arm64`, `win-x64`, `linux-x64-musl`.
 * @param {string} name @returns {Pick<LockEntry, 'os' | 'cpu' | 'libc'>} */
export function machineOf(name) {
  const words = name.toLowerCase().split(/[/-]/);
  const os = words.map((word) => systems[word]).find(Boolean);
  const cpu = words.map((word) => processors[word]).find(Boolean);
  const libc = words.includes('musl') ? 'musl' : words.includes('gnu') ? 'glibc' : undefined;
  return { ...(cpu ? { cpu: [cpu] } : {}), ...(os ? { os: [os] } : {}), ...(libc ? { libc: [libc] } : {}) };
}

/** @type {Record<string, string>} */
const systems = { android: 'android', darwin: 'darwin', mac: 'darwin', freebsd: 'freebsd', linux: 'linux', openharmony: 'openharmony', win: 'win32', win32: 'win32' };
/** @type {Record<string, string>} */
const processors = { arm: 'arm', arm64: 'arm64', armv7l: 'arm', ia32: 'ia32', ppc64: 'ppc64', riscv64: 'riscv64', s390x: 's390x', x64: 'x64', wasm32: 'wasm32' };

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = path.join(root, 'package-lock.json');
  const lock = JSON.parse(fs.readFileSync(file, 'utf8'));
  const added = missingEntries(lock);
  const packages = Object.entries({ ...lock.packages, ...added }).sort(([a], [b]) => a.localeCompare(b, 'en'));
  fs.writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`);
  process.stderr.write(`${String(Object.keys(added).length)} native parts added to package-lock.json\n`);
}
