// Bundles main, preload and the engine's process into out/. Native modules and what finds its own files stay outside.
import { rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { build } from 'vite';

const root = path.dirname(import.meta.dirname);
const external = [/^node:/, /^electron($|\/)/, 'better-sqlite3', 'node-llama-cpp', 'usearch', ...builtinModules];
const startedAt = Date.now();

// write-file-atomic names its temporary files by what CommonJS calls __filename.
const commonJsNames = 'const __filename = import.meta.filename, __dirname = import.meta.dirname;';

/**
 * @param {Readonly<Record<string, string>>} entries
 * @param {string} folder
 * @param {'es' | 'cjs'} format a sandboxed preload must be CommonJS
 */
function bundle(entries, folder, format) {
  const outDir = path.join(root, 'out', folder);
  rmSync(outDir, { recursive: true, force: true });
  return build({
    root, configFile: false, envDir: false, logLevel: 'warn', publicDir: false,
    ssr: { target: 'node', noExternal: true },
    build: {
      ssr: true, target: 'node24', outDir, emptyOutDir: true, minify: false, sourcemap: true, reportCompressedSize: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, path.join(root, file)])),
        external,
        output: { format, entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js', chunkFileNames: '[name]-[hash].js', ...(format === 'es' ? { intro: commonJsNames } : {}) },
      },
    },
  });
}

await Promise.all([
  bundle({ main: 'electron/main/main.ts', engineProcess: 'electron/node/engine/process/main.ts' }, 'main', 'es'),
  bundle({ preload: 'electron/preload/preload.ts' }, 'preload', 'cjs'),
]);
process.stdout.write(`Bundled main, preload and engine process in ${Date.now() - startedAt} ms.\n`);
