import { describe, expect, it } from 'vitest';
import { differing, whyInstall } from './packages.mjs';

const linux = { platform: 'linux', arch: 'x64', libc: 'glibc' };
const lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/zod': { version: '4.0.0' },
    'node_modules/vite': { version: '8.0.0' },
    'node_modules/@vite/linux-x64-gnu': { version: '8.0.0', optional: true, os: ['linux'], cpu: ['x64'], libc: ['glibc'], integrity: 'x' },
    'node_modules/@vite/linux-x64-musl': { version: '8.0.0', optional: true, os: ['linux'], cpu: ['x64'], libc: ['musl'], integrity: 'x' },
    'node_modules/maybe': { version: '1.0.0', optional: true },
    'node_modules/unixOnly': { version: '1.0.0', optional: true, os: ['!win32'], integrity: 'x' },
    'node_modules/guessed': { version: '1.0.0', optional: true, os: ['linux'] },
  },
};
const installed = {
  packages: {
    'node_modules/zod': { version: '4.0.0' }, 'node_modules/vite': { version: '8.0.0' },
    'node_modules/@vite/linux-x64-gnu': { version: '8.0.0' }, 'node_modules/unixOnly': { version: '1.0.0' },
  },
};
const without = (name: string) => ({ packages: Object.fromEntries(Object.entries(installed.packages).filter(([where]) => where !== name)) });

describe('whether the packages have to be installed', () => {
  it('is content with what the lock file asks for on this machine', () => {
    expect(differing(lock, installed, linux)).toEqual([]);
  });
  it('notices a missing package, another version, and a native part that npm left out', () => {
    expect(differing(lock, without('node_modules/zod'), linux)).toEqual(['node_modules/zod']);
    expect(differing(lock, { packages: { ...installed.packages, 'node_modules/vite': { version: '7.0.0' } } }, linux)).toEqual(['node_modules/vite']);
    expect(differing(lock, without('node_modules/@vite/linux-x64-gnu'), linux)).toEqual(['node_modules/@vite/linux-x64-gnu']);
    expect(differing(lock, without('node_modules/unixOnly'), linux)).toEqual(['node_modules/unixOnly']);
  });
  it('does not ask for what is made for other machines', () => {
    expect(differing(lock, without('node_modules/unixOnly'), { platform: 'win32', arch: 'x64', libc: null })).toEqual([]);
    expect(differing(lock, installed, { ...linux, libc: 'musl' })).toEqual(['node_modules/@vite/linux-x64-musl']);
  });
  it('finds this very copy complete', () => {
    expect(whyInstall()).toBeNull();
  });
});
