import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tandemPaths } from './paths.ts';

const usual = path.join(os.homedir(), '.config', 'Tandem');

describe('where a user\'s data lies', () => {
  it('is what the variables name, whole or for the models alone', () => {
    expect(tandemPaths({ XDG_CONFIG_HOME: '/config' }, 'linux').home).toBe(path.resolve('/config/Tandem'));
    const own = tandemPaths({ TANDEM_HOME: '/data', XDG_CONFIG_HOME: '/config' }, 'linux');
    expect([own.home, own.models]).toEqual([path.resolve('/data'), path.resolve('/data/models')]);
    expect(tandemPaths({ TANDEM_HOME: '/data', TANDEM_MODELS: '/disk' }, 'linux').models).toBe(path.resolve('/disk'));
    expect(tandemPaths({ TANDEM_HOME: 'here' }, 'linux').home).toBe(path.resolve('here'));
  });

  it('is never the folder that the program was started in because a variable is empty', () => {
    const empty = { TANDEM_HOME: '', TANDEM_MODELS: '', XDG_CONFIG_HOME: '', APPDATA: '' };
    expect(tandemPaths(empty, 'linux')).toEqual(tandemPaths({}, 'linux'));
    expect(tandemPaths(empty, 'linux').home).toBe(usual);
    expect(tandemPaths(empty, 'win32')).toEqual(tandemPaths({}, 'win32'));
  });

  it('ignores a relative XDG_CONFIG_HOME, as its specification asks', () => {
    expect(tandemPaths({ XDG_CONFIG_HOME: 'config' }, 'linux').home).toBe(usual);
    expect(tandemPaths({ XDG_CONFIG_HOME: './config' }, 'linux').home).toBe(usual);
  });
});
