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

  it('takes a gate of this very model asked the same way only', () => {
    const gate = sampleGate(hash('a'), 'zeroShot', 5);
    expect(gateOf(gate, { sha256: hash('a'), profile: 'zeroShot', name: 'A' }).head).toBe(gate.head);
    expect(() => gateOf(gate, { sha256: hash('a'), profile: 'twoExamples', name: 'A' })).toThrow(/prompt profile zeroShot/);
    expect(() => gateOf(gate, { profile: 'zeroShot', name: 'A' })).toThrow(/not for A \(unknown/);
  });
});
