import fs from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * Where a folder's code may import from. The folder says where the code may run; arrows point only downwards.
 * Tests may also use the test tools and, where they have to start something, Node.
 */
interface Layer {
  readonly folder: string;
  /** Folders of this project, itself included, or single files. */
  readonly own: readonly string[];
  readonly packages: 'any' | readonly string[];
  readonly node: boolean;
}
const pure = ['zod', 'mathjs', 'minisearch', 'libphonenumber-js', 'ibantools'];
const layers: readonly Layer[] = [
  { folder: 'shared', own: ['shared'], packages: pure, node: false },
  { folder: 'models', own: ['models'], packages: [], node: false },
  { folder: 'electron/node', own: ['electron/node', 'shared', 'models'], packages: 'any', node: true },
  { folder: 'electron/preload', own: ['electron/preload', 'shared'], packages: ['electron'], node: false },
  { folder: 'electron/main', own: ['electron/main', 'electron/node', 'shared', 'models', 'electron/preload/channels.ts'], packages: 'any', node: true },
  { folder: 'renderer', own: ['renderer', 'shared'], packages: 'any', node: false },
];
/** Packages that only some layers may know. */
const reserved: Readonly<Record<string, readonly string[]>> = {
  electron: ['electron/main', 'electron/preload'],
  'node-llama-cpp': ['electron/node'],
  'better-sqlite3': ['electron/node'],
  usearch: ['electron/node'],
  '@anthropic-ai/sdk': ['electron/node'],
  react: ['renderer'],
  'react-dom': ['renderer'],
};
const testTools = ['vitest', 'fast-check', '@testing-library/react', '@testing-library/user-event'];

interface Import { readonly file: string; readonly target: string }

describe('the layers', () => {
  it('are all there to be looked at', () => {
    for (const { folder } of layers) expect(fs.existsSync(path.join(root, folder)), folder).toBe(true);
    expect(importsOf('shared').length).toBeGreaterThan(20);
  });

  it.each(layers)('$folder imports only what its place allows', (layer) => {
    const wrong = importsOf(layer.folder).filter((one) => !isAllowed(one, layer)).map((one) => `${one.file} imports ${one.target}`);
    expect(wrong).toEqual([]);
  });

  it('would notice an arrow that points upwards', () => {
    const shared = layers[0];
    const node = layers[2];
    if (!shared || !node) throw new Error('the layers have changed');
    expect(isAllowed({ file: 'shared/agent/x.ts', target: '../../electron/node/paths.ts' }, shared)).toBe(false);
    expect(isAllowed({ file: 'shared/agent/x.ts', target: 'node:fs' }, shared)).toBe(false);
    expect(isAllowed({ file: 'shared/agent/x.test.ts', target: 'node:fs' }, shared)).toBe(true);
    expect(isAllowed({ file: 'shared/agent/x.ts', target: './y.ts' }, shared)).toBe(true);
    expect(isAllowed({ file: 'electron/node/runs/x.ts', target: 'electron' }, node)).toBe(false);
    expect(isAllowed({ file: 'electron/node/runs/x.ts', target: '../../main/window.ts' }, node)).toBe(false);
  });
});

describe('shared/', () => {
  it('reads no clock and rolls no dice: both are handed in', () => {
    const wrong = filesOf('shared').filter((file) => !isTest(file))
      .filter((file) => /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(/.test(fs.readFileSync(path.join(root, file), 'utf8')));
    expect(wrong).toEqual([]);
  });
});

describe('files', () => {
  it('are short enough to be read in one sitting', () => {
    const lines = (file: string) => fs.readFileSync(path.join(root, file), 'utf8').trimEnd().split('\n').length;
    const long = ['shared', 'electron', 'renderer', 'e2e', 'build'].flatMap(filesOf).filter((file) => lines(file) > (isTest(file) ? 400 : 250));
    expect(long).toEqual([]);
  });
});

function isAllowed({ file, target }: Import, layer: Layer): boolean {
  if (target.startsWith('.')) {
    const reached = path.posix.normalize(path.posix.join(path.posix.dirname(file), target));
    return layer.own.some((allowed) => reached === allowed || reached.startsWith(`${allowed}/`));
  }
  if (isBuiltin(target)) return layer.node || isTest(file);
  const name = target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : target.split('/')[0] ?? target;
  if (isTest(file) && testTools.includes(name)) return true;
  const owners = reserved[name];
  if (owners && !owners.includes(layer.folder)) return false;
  return layer.packages === 'any' || layer.packages.includes(name);
}

function isTest(file: string): boolean {
  return /(\.test|Suite)\.tsx?$/.test(file) || file.includes('/testing/');
}

function importsOf(folder: string): readonly Import[] {
  const pattern = /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;
  return filesOf(folder).flatMap((file) =>
    [...fs.readFileSync(path.join(root, file), 'utf8').matchAll(pattern)].map((match) => ({ file, target: match[1] ?? match[2] ?? '' })));
}

function filesOf(folder: string): readonly string[] {
  return fs.readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
    .filter((file) => /\.(ts|tsx|mts|cts)$/.test(file) && !file.endsWith('.d.ts'));
}
