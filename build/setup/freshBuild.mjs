import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { root, runNode, say } from './commands.mjs';

const stamp = path.join(root, 'out', 'build.stamp');
const sources = ['shared', 'electron', 'renderer', 'models', 'build/bundle.mjs', 'package-lock.json', 'tsconfig.base.json'];
const products = ['out/main/main.js', 'out/preload/preload.cjs', 'out/main/engineProcess.js', 'out/renderer/index.html'];

/** Builds if a source has changed since the last build. */
export async function ensureBuild() {
  const now = fingerprint();
  if (products.every((file) => fs.existsSync(path.join(root, file))) && readStamp() === now) return;
  say('Building the app …');
  await build();
  fs.writeFileSync(stamp, now);
}

/** Builds everything, whatever was there. */
export async function build() {
  fs.rmSync(stamp, { force: true });
  const bundles = await runNode('build/bundle.mjs');
  if (bundles !== 0) throw new Error('The app could not be built (build/bundle.mjs failed, see above).');
  const renderer = await runNode('node_modules/vite/bin/vite.js', ['build', '-c', 'renderer/vite.config.ts', '--logLevel', 'warn']);
  if (renderer !== 0) throw new Error('The app could not be built (vite failed, see above).');
  fs.writeFileSync(stamp, fingerprint());
}

/** Names, sizes and times of all sources that end up in the app. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const source of sources) for (const line of describe(path.join(root, source))) hash.update(line);
  return hash.digest('hex');
}

/** @param {string} file @returns {Generator<string>} */
function* describe(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat) return;
  if (stat.isDirectory()) {
    for (const name of fs.readdirSync(file).sort()) yield* describe(path.join(file, name));
  } else if (!/\.test\.tsx?$/.test(file)) {
    yield `${path.relative(root, file)} ${String(stat.size)} ${String(stat.mtimeMs)}\n`;
  }
}

function readStamp() {
  return fs.existsSync(stamp) ? fs.readFileSync(stamp, 'utf8') : '';
}
