import { describe, expect, it } from 'vitest';
import { needsPlainHttp } from './plainHttp.ts';

describe('plain http beyond this machine', () => {
  it.each(['', 'models', 'https://models.example', 'http://127.0.0.1:8080', 'http://localhost:1', 'http://[::1]:1'])('needs no warning: %s', (address) => {
    expect(needsPlainHttp(address)).toBeNull();
  });
  it.each([['http://box.lan:8080/v1', 'box.lan:8080'], ['http://127.0.0.1.evil.example', '127.0.0.1.evil.example'], [' http://10.0.0.2 ', '10.0.0.2']])('warns for %s', (address, host) => {
    expect(needsPlainHttp(address)).toBe(host);
  });
});
