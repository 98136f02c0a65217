import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleGate } from '../../../shared/switching/gate/testing/sampleGate.ts';
import { exam, gateOf, type ExamOptions } from './examCommand.ts';
import { starterModelId } from '../models/catalog.ts';

const hash = (letter: string) => letter.repeat(64);
const options = (more: Partial<ExamOptions>): ExamOptions => ({
  local: starterModelId, expert: 'none', data: 'builtIn', n: '1', skip: '0', seed: '1', sequences: '1', branches: '0.5', probes: '', examiner: 'gold', calculator: true,
  out: fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-exam-')), ...more,
});
const surroundings = { out: { isTerminal: false, write: () => undefined }, note: () => undefined, signal: new AbortController().signal };
const run = (more: Partial<ExamOptions>) => exam(options(more), surroundings);
/** An empty call log: nothing has to be loaded for what is refused before the first call. */
function emptyLog(): string {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-log-')), 'calls.jsonl');
  fs.writeFileSync(file, '');
  return file;
}

const oldChains = 'the chains of hours\n';
const chainsIn = ({ out }: ExamOptions) => fs.readFileSync(path.join(out, 'chains.jsonl'), 'utf8');
function withOldChains(more: Partial<ExamOptions>): ExamOptions {
  const own = options(more);
  fs.writeFileSync(path.join(own.out, 'chains.jsonl'), oldChains);
  return own;
}

describe('exam', () => {
  it.each(['abc', '', '1.5', '-0.1'])('refuses --branches %j with its bounds', async (branches) => {
    await expect(run({ branches, replay: emptyLog() })).rejects.toThrow(/--branches must be a number from 0 to 1/);
  });

  it('refuses a gate of another model, and a damaged one', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-gate-'));
    const file = path.join(folder, 'gate.json');
    fs.writeFileSync(file, JSON.stringify(sampleGate(hash('b'), 'threeExamples', 5)));
    await expect(run({ gate: file, replay: emptyLog() })).rejects.toThrow(/fitted for Sample .*, not for Qwen/);
    fs.writeFileSync(file, '{"version":1,');
    await expect(run({ gate: file, replay: emptyLog() })).rejects.toThrow(/no fitted gate, or a damaged one/);
  });

  it.each<[string, Partial<ExamOptions>, RegExp]>([
    ['--skip', { skip: '-1' }, /--skip must be/],
    ['--probes', { probes: 'oracle' }, /no group "oracle"/],
    ['--examiner', { examiner: 'nobody' }, /no examiner "nobody"/],
    ['--agree', { agree: 'yes' }, /--agree must be/],
    ['a gate that is none', { gate: '/nowhere/gate.json' }, /no fitted gate/],
  ])('refuses %s before a model is opened, and leaves the chains that were there', async (_what, more, words) => {
    const own = withOldChains({ ...more, local: 'noSuchModel' });
    await expect(exam(own, surroundings)).rejects.toThrow(words);
    expect(fs.readdirSync(own.out)).toEqual(['chains.jsonl']);
    expect(chainsIn(own)).toBe(oldChains);
  });

  it('leaves the chains that were there where no new one comes: the first problem fails, or there is none', async () => {
    const failing = withOldChains({ replay: emptyLog() });
    await expect(exam(failing, surroundings)).rejects.toThrow(/does not hold one of the calls/);
    const data = path.join(failing.out, 'own.jsonl');
    fs.writeFileSync(data, '{"question": "Ann has 3 pens and buys 4 more. How many pens has she?", "answer": 7}\n');
    const empty = withOldChains({ replay: emptyLog(), data, skip: '1' });
    await expect(exam(empty, surroundings)).rejects.toThrow(/No problem was examined/);
    expect([chainsIn(failing), chainsIn(empty)]).toEqual([oldChains, oldChains]);
  });

  it('takes a gate of this very model asked the same way only', () => {
    const gate = sampleGate(hash('a'), 'zeroShot', 5);
    expect(gateOf(gate, { sha256: hash('a'), profile: 'zeroShot', name: 'A' }).head).toBe(gate.head);
    expect(() => gateOf(gate, { sha256: hash('a'), profile: 'twoExamples', name: 'A' })).toThrow(/prompt profile zeroShot/);
    expect(() => gateOf(gate, { profile: 'zeroShot', name: 'A' })).toThrow(/not for A \(unknown/);
  });
});
