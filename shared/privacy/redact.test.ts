import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact, redactAll } from './redact.ts';

describe('what is replaced', () => {
  const fakeKey = (prefix: string) => prefix + 'Ab3dEf6h'.repeat(5);
  it.each([
    ['email', 'Write to jane.doe+x@mail.example.co.uk, please', 'Write to [EMAIL_1], please'],
    ['email', 'ask müller@bücher.example.', 'ask [EMAIL_1].'],
    ['phone', 'Call +33 6 12 34 56 78 now', 'Call [PHONE_1] now'],
    ['phone', 'Tel. 0044 20 7946 0958', 'Tel. [PHONE_1]'],
    ['phone', 'Call (212) 555-0187 or 212-555-0188.', 'Call [PHONE_1] or [PHONE_2].'],
    ['phone', 'Mobile 06 12 34 56 78, office 030 1234567', 'Mobile [PHONE_1], office [PHONE_2]'],
    ['card', 'Card 4111 1111 1111 1111, exp 12/27', 'Card [CARD_1], exp 12/27'],
    ['card', 'Amex 378282246310005!', 'Amex [CARD_1]!'],
    ['iban', 'IBAN DE89 3704 0044 0532 0130 00 AND MORE', 'IBAN [IBAN_1] AND MORE'],
    ['iban', 'to GB29NWBK60161331926819.', 'to [IBAN_1].'],
    ['key', `use ${fakeKey('sk-ant-api03-')} here`, 'use [KEY_1] here'],
    ['key', `token ${fakeKey('ghp_')}`, 'token [KEY_1]'],
    ['key', `Authorization: Bearer ${fakeKey('x')}`, 'Authorization: Bearer [KEY_1]'],
    ['key', 'password: hunter2!x', 'password: [KEY_1]'],
    ['key', 'postgres://admin:pa55word@db.example/x', 'postgres://[KEY_1]@db.example/x'],
    ['key', `-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----`, '[KEY_1]'],
    ['ip', 'ssh 192.168.10.24.', 'ssh [IP_1].'],
    ['ip', 'at 2001:db8::ff00:42:8329', 'at [IP_1]'],
    ['mac', 'MAC 3c:22:fb:9a:01:7e', 'MAC [MAC_1]'],
    ['ssn', 'SSN 123-45-6789', 'SSN [SSN_1]'],
  ])('%s: %s', (kind, text, expected) => {
    const result = redact(text);
    expect(result.text).toBe(expected);
    expect(result.counts[kind]).toBeGreaterThan(0);
    expect(result.restore(result.text)).toBe(text);
  });

  it('same value, same placeholder, over all texts of a payload', () => {
    const { texts, counts } = redactAll(['a@b.example and c@d.example', 'again c@d.example']);
    expect(texts).toEqual(['[EMAIL_1] and [EMAIL_2]', 'again [EMAIL_2]']);
    expect(counts).toEqual({ email: 2 });
  });

  it("a placeholder that the user wrote is never taken for one of ours", () => {
    const { text, restore } = redact('[EMAIL_1] is not a@b.example');
    expect(text).toBe('[EMAIL_1] is not [EMAIL_2]');
    expect(restore(text)).toBe('[EMAIL_1] is not a@b.example');
  });
});

describe('what stays', () => {
  it.each([
    '4111 1111 1111 1112', 'DE89 3704 0044 0532 0130 01', '12:30:45', '1:2:3:4:5:6:7:8', '2024-01-05', '05/12/2024', '999.1.1.1',
    '3 +4420794609', '100-200-3000 = -3100', 'password: 1234567', 'std::vector', 'the secret is out', '10.5.3', 'a::b', '123-45-6789 = -6711',
    'In 1990 1,234,567.89 people paid $12.50 each; 3/4 of 1e6', '0.25 * 400 = 100', '1000000 / 250000', 'sk-learn',
  ])('%s', (text) => expect(redact(text).text).toBe(text));

  const number = fc.oneof(
    fc.nat(999_999_999).map(String),
    fc.tuple(fc.nat(999_999), fc.nat(999)).map(([a, b]) => `${a}.${b}`),
    fc.nat(999_999_999).map((n) => `$${n.toLocaleString('en-US')}`),
    fc.nat(100).map((n) => `${n}%`),
    fc.tuple(fc.integer({ min: 1, max: 23 }), fc.integer({ min: 10, max: 59 })).map(([h, m]) => `${h}:${m}`),
    fc.tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 })).map(([a, b]) => `${a}/${b}`),
    fc.integer({ min: 1900, max: 2100 }).map(String),
  );
  const word = fc.constantFrom(' plus ', ' apples and ', ' + ', ' - ', ' * ', ' / ', ' = ', ', ', ' dollars. Then ', ' of ', '+', '*', '=', ' x ', '; ');
  it('numbers of word problems, however they are put together', () => {
    fc.assert(fc.property(fc.array(fc.tuple(number, word), { minLength: 1, maxLength: 12 }), (pieces) => {
      const text = pieces.flat().join('');
      expect(redact(text).text).toBe(text);
    }), { numRuns: 3000 });
  });
});

describe('putting back', () => {
  const value = fc.constantFrom('a@b.example', 'c.d@e.example', '+33 6 12 34 56 78', '4111 1111 1111 1111', '192.168.1.7', '[EMAIL_1]', '[', '[EMA', 'plain words', '[1, 2]');
  it('any text comes back, whole or in any pieces', () => {
    fc.assert(fc.property(fc.array(value, { maxLength: 8 }), fc.infiniteStream(fc.integer({ min: 1, max: 7 })), (values, sizes) => {
      const original = values.join(' then ');
      const { text, restore, restorer } = redact(original);
      expect(restore(text)).toBe(original);
      const stream = restorer();
      let shown = '';
      for (let at = 0; at < text.length;) {
        const size = sizes.next().value ?? 1;
        shown += stream.push(text.slice(at, at + size));
        expect(original.startsWith(shown)).toBe(true);
        at += size;
      }
      expect(shown + stream.end()).toBe(original);
    }));
  });

  it('holds back a cut placeholder and nothing else', () => {
    const stream = redact('a@b.example').restorer();
    expect(stream.push('Mail [EM')).toBe('Mail ');
    expect(stream.push('AIL_1')).toBe('');
    expect(stream.push('] or [x')).toBe('a@b.example or [x');
    expect(stream.end()).toBe('');
  });

  it('unknown placeholders of the model stay', () => expect(redact('a@b.example').restore('[PHONE_7]')).toBe('[PHONE_7]'));
});

it('long and hostile texts take no long time', () => {
  for (const piece of ['a', '1', '1 ', '@', 'a@', '+1', '0', ':', 'sk-', 'DE89 ', '-----BEGIN PRIVATE KEY-----', '1.', 'password=']) {
    const text = piece.repeat(Math.ceil(100_000 / piece.length));
    expect(redact(text).text.length).toBeGreaterThan(0);
  }
}, 10_000);
