import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { extractAll, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './setup/commands.mjs';
import { ensureBuild } from './setup/freshBuild.mjs';

/** The mark by which the fuses are found in Electron's program: then a version, a count, and one character for each fuse. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

let work: string;
let app: string;

/** No Electron can be fetched everywhere, so a file with nothing but the fuses stands for its program; all the rest is real. */
describe.runIf(process.platform === 'linux')('the packed app', () => {
  beforeAll(async () => {
    work = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-package-'));
    const dist = path.join(work, 'electron');
    fs.mkdirSync(path.join(dist, 'resources'), { recursive: true });
    fs.mkdirSync(path.join(dist, 'locales'));
    fs.writeFileSync(path.join(dist, 'electron'), Buffer.concat([Buffer.from(`#!/bin/sh\n${sentinel}`), Buffer.from([1, 9]), Buffer.from('101001001\n')]), { mode: 0o755 });
    for (const name of ['version', 'LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox', 'chrome_crashpad_handler']) fs.writeFileSync(path.join(dist, name), 'stub');
    await ensureBuild();
    const release = path.join(work, 'release');
    const builder = path.join(root, 'node_modules', 'electron-builder', 'cli.js');
    execFileSync(process.execPath, [builder, '--linux', 'dir', '--publish', 'never', `-c.electronDist=${dist}`, `-c.directories.output=${release}`], { cwd: root, stdio: 'pipe' });
    app = path.join(release, `linux-${process.arch === 'x64' ? '' : `${process.arch}-`}unpacked`);
  }, 240_000);
  afterAll(() => { fs.rmSync(work, { recursive: true, force: true }); });

  const asar = (): string => path.join(app, 'resources', 'app.asar');
  const unpacked = (): readonly string[] => fs.readdirSync(`${asar()}.unpacked`, { recursive: true, encoding: 'utf8' });

  it('holds main, preload, engine process and renderer, and nothing of the workshop', () => {
    const files = listPackage(asar(), { isPack: false });
    for (const file of ['/package.json', '/out/main/main.js', '/out/main/engineProcess.js', '/out/preload/preload.cjs', '/out/renderer/index.html']) expect(files).toContain(file);
    expect(files.filter((file) => /^\/(shared|electron|renderer|e2e|build|docs|models|out\/types|out\/test)(\/|$)|\.map$|\.gguf$/.test(file))).toEqual([]);
  });

  it('keeps native parts outside the archive: llama.cpp for this system, with and without Vulkan, without CUDA', () => {
    const natives = new Set(unpacked().map((file) => /^node_modules\/@node-llama-cpp\/([^/]+)$/.exec(file)?.[1]).filter(Boolean));
    expect(natives).toEqual(new Set([`linux-${process.arch}`, ...(process.arch === 'x64' ? ['linux-x64-vulkan'] : [])]));
    expect(unpacked().some((file) => file.startsWith('node_modules/better-sqlite3/') && file.endsWith('.node'))).toBe(true);
    expect(unpacked().filter((file) => /^node_modules\/node-llama-cpp\/llama\/.*(\.cpp|\.bundle|\.txt)$/.test(file))).toEqual([]);
  });

  it('has its fuses set', async () => {
    const wire = await getCurrentFuseWire(path.join(app, 'tandem'));
    const set = (fuse: FuseV1Options): boolean => Number(wire[fuse]) === '1'.charCodeAt(0);
    expect({
      nodeOptions: set(FuseV1Options.EnableNodeOptionsEnvironmentVariable), inspect: set(FuseV1Options.EnableNodeCliInspectArguments),
      cookies: set(FuseV1Options.EnableCookieEncryption), integrity: set(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      asarOnly: set(FuseV1Options.OnlyLoadAppFromAsar), file: set(FuseV1Options.GrantFileProtocolExtraPrivileges),
    }).toEqual({ nodeOptions: false, inspect: false, cookies: true, integrity: true, asarOnly: true, file: false });
  });

  it('still has every package that llama.cpp and the database need', () => {
    const folder = path.join(work, 'extracted');
    extractAll(asar(), folder);
    const script = path.join(folder, 'load.mjs');
    fs.writeFileSync(script, `
      import Database from 'better-sqlite3';
      import { getLlama } from 'node-llama-cpp';
      const llama = await getLlama({ build: 'never', skipDownload: true, gpu: false });
      console.log(new Database(':memory:').prepare('SELECT 6 * 7 AS answer').get().answer, llama.gpu);
      await llama.dispose();
    `);
    const said = execFileSync(process.execPath, [script], { encoding: 'utf8' });
    expect(said.trim()).toBe('42 false');
  }, 60_000);
});
