import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { root, runNode, say } from './commands.mjs';

const stamp = 'out/build.stamp';
const sources = ['shared', 'electron', 'renderer', 'models', 'build/bundle.mjs', 'package-lock.json', 'tsconfig.base.json'];
const products = ['out/main/main.js', 'out/preload/preload.cjs', 'out/main/engineProcess.js', 'out/renderer/index.html'];

/** Builds if a source has changed since the last build. */
export async function ensureBuild() {
  if (isFresh()) return;
  say('Building the app …');
  await build();
}

/** Builds everything, whatever was there. */
export async function build() {
  fs.rmSync(path.join(root, stamp), { force: true });
  // What is changed while it is built counts as changed afterwards.
  const before = fingerprint();
  const bundles = await runNode('build/bundle.mjs');
  if (bundles !== 0) throw new Error('The app could not be built (build/bundle.mjs failed, see above).');
  const renderer = await runNode('node_modules/vite/bin/vite.js', ['build', '-c', 'renderer/vite.config.ts', '--logLevel', 'warn']);
  if (renderer !== 0) throw new Error('The app could not be built (vite failed, see above).');
  writeStamp(before);
}

/** Whether everything is built, from the sources as they are now. @param {string} [folder] the project's */
export function isFresh(folder = root) {
  const file = path.join(folder, stamp);
  return products.every((product) => fs.existsSync(path.join(folder, product))) && fs.existsSync(file) && fs.readFileSync(file, 'utf8') === fingerprint(folder);
}

/** Says of which sources the build is. @param {string} of their fingerprint @param {string} [folder] the project's */
export function writeStamp(of, folder = root) {
  fs.writeFileSync(path.join(folder, stamp), of);
}

/** Names, sizes and times of all sources that end up in the app. @param {string} [folder] the project's */
export function fingerprint(folder = root) {
  const hash = createHash('sha256');
  for (const source of sources) for (const line of describe(path.join(folder, source), folder)) hash.update(line);
  return hash.digest('hex');
}

/** @param {string} file @param {string} folder @returns {Generator<string>} */
function* describe(file, folder) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat) return;
  if (stat.isDirectory()) {
    for (const name of fs.readdirSync(file).sort()) yield* describe(path.join(file, name), folder);
  } else if (!/\.test\.tsx?$/.test(file)) {
    yield `${path.relative(folder, file)} ${String(stat.size)} ${String(stat.mtimeMs)}\n`;
  }
}
