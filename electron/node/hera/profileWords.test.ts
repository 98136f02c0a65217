import { execFileSync } from 'node:child_process';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { expertChoice } from '../cli/askPlan.ts';
import { expertSpec } from '../cli/examCommand.ts';
import { profiledPair } from '../cli/profiledPair.ts';
import { catalogCard } from '../expert/createExpert.ts';
import { starterModelId } from '../models/catalog.ts';
import { profileWords } from './profileWords.ts';
import { shellWord } from './shellWord.ts';

const local = starterModelId;
const larger = 'qwen2.5-coder-1.5b-instruct-q4_k_m';
const words = (model: string) => profileWords(local, { kind: 'gguf', model }, catalogCard(model));
/** What a POSIX shell makes of a line, one word after the other. */
const read = (line: string) => execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' }).split('\0').slice(0, -1);
const expertOf = (line: string) => {
  const all = read(line);
  return all[all.indexOf('--expert') + 1] ?? '';
};

it('names an expert of the catalog, served as in the examples', () => {
  expect(words(larger)[0]).toContain(`--expert serve:${larger} --data`);
});

it.skipIf(process.platform === 'win32')('names a file of the user by its path, as both commands take it, whatever is in its name', async () => {
  for (const file of ['/models/big.gguf', '/my models/it\'s "big" $HOME `x`.gguf', '/models/-n.gguf']) {
    const lines = words(file);
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      const typed = expertOf(line);
      expect(expertSpec(typed)).toEqual({ kind: 'choice', choice: { kind: 'gguf', model: file } });
      // The app knows the expert by the same name.
      expect((await profiledPair({ local: starterModelId, expert: typed })).expert.id).toBe(catalogCard(file).id);
    }
  }
  // The terminal may be in another folder than the app.
  expect(expertOf(words('big.gguf')[0] ?? '')).toBe(path.resolve('big.gguf'));
});

it.skipIf(process.platform === 'win32')('names a local model only where it is not the usual one, and a file of the user by its path', () => {
  const localOf = (model: string) => profileWords(model, { kind: 'gguf', model: larger }, null).map((line) => read(line)).map((typed) => (typed.includes('--local') ? typed[typed.indexOf('--local') + 1] : null));
  expect(localOf(starterModelId)).toEqual([null, null]);
  expect(localOf('qwen3.5-4b-q4_k_m')).toEqual(['qwen3.5-4b-q4_k_m', 'qwen3.5-4b-q4_k_m']);
  expect(localOf('/my models/own.gguf')).toEqual(['/my models/own.gguf', '/my models/own.gguf']);
});

it.skipIf(process.platform === 'win32')('keeps the name of a server’s model one word', () => {
  const choice = { kind: 'server', baseUrl: 'http://127.0.0.1:8080', model: 'large $(model)\'s', allowPlainHttp: false } as const;
  expect(expertChoice(expertOf(profileWords(local, choice, null)[0] ?? ''))).toEqual(choice);
});

it.skipIf(process.platform === 'win32')('writes any text as one word of a shell', () => {
  const signs = Array.from('aB9 \'"$`\\!*?#&|;<>()[]{}~%^\n\té');
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...signs), minLength: 1 }), (text) => {
    expect(read(shellWord(text, 'linux'))).toEqual([text]);
  }), { numRuns: 40 });
});

it('leaves plain words as they are, and takes double quotes on Windows', () => {
  expect(['claude:claude-haiku-5-5', '/models/big.gguf'].map((text) => shellWord(text, 'linux'))).toEqual(['claude:claude-haiku-5-5', '/models/big.gguf']);
  expect(shellWord('C:\\my models\\big.gguf', 'win32')).toBe('"C:\\my models\\big.gguf"');
});
