import { describe, expect, it } from 'vitest';
import { claudePlace, openSecrets, type KeptBeyond, type KeyVault } from './secrets.ts';

const key = 'sk-test-0123456789-WXYZ';
const server = 'https://server.example/';

function memoryVault(canKeep: boolean, initial: { readonly place: string; readonly key: string; readonly kept: KeptBeyond } | null = null): KeyVault & { content: { place: string; key: string; kept: KeptBeyond } | null } {
  const vault = {
    content: initial,
    load: () => Promise.resolve(vault.content),
    save: (place: string, value: string, anyway: boolean) => {
      vault.content = canKeep || anyway ? { place, key: value, kept: canKeep ? 'keychain' : 'file' } : null;
      return Promise.resolve(vault.content?.kept ?? null);
    },
    clear: () => {
      vault.content = null;
      return Promise.resolve();
    },
  };
  return vault;
}
const open = (env: Record<string, string> = {}, vault: KeyVault | null = null) => openSecrets({ env, vault, onKey: () => undefined });

describe('keys', () => {
  it('are given for the place they were entered for, and for no other', async () => {
    const secrets = await open();
    await secrets.set(server, key, false);
    expect(await secrets.read(server)).toBe(key);
    expect(await secrets.read('http://server.example/')).toBeNull();
    expect(await secrets.read(claudePlace)).toBeNull();
    expect(secrets.state(server)).toEqual({ state: 'set', endsIn: 'WXYZ', kept: 'session' });
    expect(secrets.state('http://server.example/')).toEqual({ state: 'missing' });
  });

  it('are forgotten for good when the expert moves to another address', async () => {
    const vault = memoryVault(true);
    const secrets = await open({}, vault);
    await secrets.set(server, key, false);
    expect(secrets.state(server)).toMatchObject({ kept: 'keychain' });
    await secrets.moveTo('http://server.example/');
    await secrets.moveTo(server);
    expect(await secrets.read(server)).toBeNull();
    expect(vault.content).toBeNull();
  });

  it('stay for this session only where there is no keychain, unless the user agrees', async () => {
    const vault = memoryVault(false);
    const secrets = await open({}, vault);
    await secrets.set(server, key, false);
    expect(secrets.state(server)).toMatchObject({ kept: 'session' });
    expect(vault.content).toBeNull();
    await secrets.set(server, key, true);
    // A file is no keychain, and is not called one: now and after the next start.
    expect(secrets.state(server)).toMatchObject({ kept: 'file' });
    expect((await open({}, vault)).state(server)).toMatchObject({ kept: 'file' });
  });

  it('come back from the vault', async () => {
    const secrets = await open({}, memoryVault(true, { place: server, key, kept: 'keychain' }));
    expect(await secrets.read(server)).toBe(key);
  });

  it('of the environment serve Claude and one server, and cannot be collected by another address', async () => {
    const secrets = await open({ ANTHROPIC_API_KEY: 'env-claude-key-1234', TANDEM_EXPERT_KEY: 'env-server-key-5678' });
    expect(await secrets.read(claudePlace)).toBe('env-claude-key-1234');
    expect(secrets.state(server)).toEqual({ state: 'set', endsIn: '5678', kept: 'environment' });
    expect(await secrets.read(server)).toBe('env-server-key-5678');
    expect(await secrets.read('https://evil.example/')).toBeNull();
    await secrets.moveTo('https://evil.example/');
    expect(await secrets.read('https://evil.example/')).toBeNull();
    expect(await secrets.read(server)).toBeNull();
  });

  it('of the environment belong to the server of the settings from the start', async () => {
    const secrets = await open({ TANDEM_EXPERT_KEY: 'env-server-key-5678' });
    await secrets.moveTo(server);
    expect(await secrets.read('https://evil.example/')).toBeNull();
    expect(await secrets.read(server)).toBe('env-server-key-5678');
  });

  it('that are short show nothing of themselves', async () => {
    const secrets = await open();
    await secrets.set(server, '12345678', false);
    expect(secrets.state(server)).toEqual({ state: 'set', endsIn: '', kept: 'session' });
  });

  it('are each told to the log, so that it can hide them', async () => {
    const told: string[] = [];
    const secrets = await openSecrets({ env: { ANTHROPIC_API_KEY: 'a-key-of-the-environment' }, vault: memoryVault(true, { place: server, key, kept: 'keychain' }), onKey: (one) => told.push(one) });
    await secrets.set(server, 'another-key-12345', false);
    expect(told).toEqual(['a-key-of-the-environment', key, 'another-key-12345']);
  });
});
