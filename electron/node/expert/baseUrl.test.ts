import { describe, expect, it } from 'vitest';
import { readBaseUrl } from './baseUrl.ts';

describe('addresses', () => {
  it.each([
    ['https://models.example', 'https://models.example/'],
    [' https://models.example/v1/ ', 'https://models.example/'],
    ['https://models.example/api/v1/messages', 'https://models.example/api'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/'],
    ['http://localhost:11434/', 'http://localhost:11434/'],
    ['http://[::1]:1234', 'http://[::1]:1234/'],
    ['http://2130706433:80', 'http://127.0.0.1/'],
  ])('%s', (given, expected) => expect(readBaseUrl(given, false).href).toBe(expected));

  it.each([
    ['not an address', /is no web address/],
    ['', /is no web address/],
    ['ftp://models.example', /"ftp:"/],
    ['file:///etc/passwd', /"file:"/],
    ['https://me:secret@models.example', /its own field/],
    ['https://models.example/?key=1', /before "\?"/],
    ['https://models.example/#x', /before "#"/],
    ['http://models.example', /unencrypted/],
    ['http://192.168.1.5:8080', /unencrypted/],
    ['http://localhost.evil.example', /unencrypted/],
    ['http://127.0.0.1.evil.example', /unencrypted/],
    ['http://0.0.0.0:8080', /unencrypted/],
  ])('%s is refused in a sentence', (given, words) => {
    expect(() => readBaseUrl(given, false)).toThrow(expect.objectContaining({ kind: 'badInput', message: expect.stringMatching(words) }));
    expect(() => readBaseUrl(given, false)).not.toThrow(/secret/);
  });

  it('plain http beyond loopback only where the user allowed it', () => expect(readBaseUrl('http://192.168.1.5:8080', true).host).toBe('192.168.1.5:8080'));
});
