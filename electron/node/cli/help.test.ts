import fs from 'node:fs';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { program } from './main.ts';

interface Known { readonly words: string; readonly command: Command }
const within = (words: string, command: Command): readonly Known[] =>
  [{ words, command }, ...command.commands.filter((one) => one.name() !== 'help').flatMap((one) => within(`${words} ${one.name()}`.trim(), one))];
const all = within('', program);

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (more) => { text += more; } });
  command.outputHelp();
  return text;
}

const callPattern = /npm run (?:-s )?tandem -- ((?:"[^"]*"|[^"\n#|])+)/g;
/** The calls in a text, each as its words; lines that end in a backslash go on. */
const callsIn = (text: string) => [...text.replaceAll(/\\\n\s*/g, '').matchAll(callPattern)].map(([, call = '']) => call.match(/"[^"]*"|\S+/g) ?? []);

/** What of a call nobody would understand: its command, or its options. */
function strange(words: readonly string[]): readonly string[] {
  let command = program;
  for (const word of words) {
    const next = command.commands.find((one) => one.name() === word);
    if (!next) break;
    command = next;
  }
  const options = words.filter((word) => /^--./.test(word) && word !== '--help');
  const isNamed = command !== program || words.includes('--help');
  return [...isNamed ? [] : words, ...options.filter((word) => !command.options.some(({ long }) => long === word))];
}

describe('help', () => {
  it.each(all)('of "tandem $words" has an example that the program understands', ({ words, command }) => {
    const calls = callsIn(helpOf(command));
    expect(calls.length).toBeGreaterThan(0);
    for (const call of calls) {
      expect(call.join(' ').startsWith(words)).toBe(true);
      expect(strange(call)).toEqual([]);
    }
  });

  it('of ask tells every exit code', () => {
    const help = helpOf(all.find(({ words }) => words === 'ask')?.command ?? program);
    for (const code of [0, 1, 2, 3, 4, 130]) expect(help).toMatch(new RegExp(`Exit codes:.*\\b${code} [a-z]`));
  });

  it('knows every command and option that the README and the piano page show', () => {
    const calls = ['README.md', 'docs/piano.md'].flatMap((file) => callsIn(fs.readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8')));
    expect(calls.length).toBeGreaterThan(10);
    for (const call of calls) expect(strange(call), call.join(' ')).toEqual([]);
  });
});
