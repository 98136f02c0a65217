import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { machineOf, missingEntries } from './completeLock.mjs';

describe('package-lock.json', () => {
  it('names the native parts of all systems (if not: node build/completeLock.mjs)', () => {
    const lock = JSON.parse(fs.readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as Parameters<typeof missingEntries>[0];
    expect(Object.keys(missingEntries(lock))).toEqual([]);
  });

  it('names no server that packages come from', () => {
    expect(fs.readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')).not.toMatch(/"resolved": "http/);
  });
});

describe('completing it', () => {
  it('adds what is asked for and not there, for the machine in the name', () => {
    const lock = { packages: { 'node_modules/a': { dev: true, optionalDependencies: { '@a/win32-x64-msvc': '1.2.3', '@a/linux-x64-musl': '1.2.3', '@a/here': '1.2.3', ranged: '^2.0.0' } }, 'node_modules/@a/here': { version: '1.2.3' } } };
    expect(missingEntries(lock)).toEqual({
      'node_modules/@a/win32-x64-msvc': { version: '1.2.3', os: ['win32'], cpu: ['x64'], dev: true, optional: true },
      'node_modules/@a/linux-x64-musl': { version: '1.2.3', os: ['linux'], cpu: ['x64'], libc: ['musl'], dev: true, optional: true },
    });
  });

  it('reads the machine from the ways in which packages name it', () => {
    expect(machineOf('@node-llama-cpp/mac-arm64-metal')).toEqual({ os: ['darwin'], cpu: ['arm64'] });
    expect(machineOf('@node-llama-cpp/win-x64-vulkan')).toEqual({ os: ['win32'], cpu: ['x64'] });
    expect(machineOf('@oxlint/binding-linux-s390x-gnu')).toEqual({ os: ['linux'], cpu: ['s390x'], libc: ['glibc'] });
    expect(machineOf('@tailwindcss/oxide-wasm32-wasi')).toEqual({ cpu: ['wasm32'] });
  });
});
