import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sampleGate } from '../../../shared/switching/gate/testing/sampleGate.ts';
import { openGateStore, type GateStore } from './gateStore.ts';
import { killedAfter } from './testing/killedAfter.ts';

const card = { sha256: 'a'.repeat(64), profile: 'zeroShot', name: 'Model A' };
const opened = (shipped = [sampleGate(card.sha256, 'zeroShot', 10)]) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-gates-'));
  const notes: string[] = [];
  return { folder, notes, store: openGateStore(folder, (words) => notes.push(words), shipped) };
};

describe('gate store', () => {
  it('prefers the own exam to what came with the program, and says which', () => {
    const { store } = opened();
    expect(store.info(card)).toMatchObject({ basis: 'shipped', problems: 10, hasFormer: false });
    store.save(sampleGate(card.sha256, 'zeroShot', 55));
    expect(store.info(card)).toMatchObject({ basis: 'exam', problems: 55, isCalibrated: true });
    expect(store.info(card).words).toContain('your exam');
    store.save({ ...sampleGate(card.sha256, 'zeroShot', 12), fit: { kind: 'levelAndSlope', rarer: 3, priorOf: null, isOwnPrior: false, isCalibrated: false } });
    expect(store.info(card)).toMatchObject({ basis: 'exam', isCalibrated: false, words: expect.stringMatching(/^Uncalibrated: your exam/) as unknown });
  });

  it('is uncalibrated for another model, another way of asking, an unknown file and before a model is there', () => {
    const { store } = opened();
    for (const other of [{ ...card, sha256: 'b'.repeat(64) }, { ...card, profile: 'twoExamples' }, { name: 'x' }, null]) {
      expect(store.info(other)).toMatchObject({ basis: 'none', isCalibrated: false, curve: [] });
    }
  });

  it('goes back to the former head and forth again', () => {
    const { store } = opened();
    expect(() => store.useFormer(card)).toThrow(/no former head/);
    store.save(sampleGate(card.sha256, 'zeroShot', 55));
    store.save(sampleGate(card.sha256, 'zeroShot', 77));
    expect(store.info(card)).toMatchObject({ problems: 77, hasFormer: true });
    store.useFormer(card);
    expect(store.info(card).problems).toBe(55);
    store.useFormer(card);
    expect(store.info(card).problems).toBe(77);
  });

  it('leaves a damaged file and one of another model alone, and says so', () => {
    const { store, folder, notes } = opened();
    store.save(sampleGate(card.sha256, 'zeroShot', 55));
    const name = fs.readdirSync(folder).find((one) => !one.includes('.former')) ?? '';
    const file = path.join(folder, name);
    fs.writeFileSync(file, '{"version":1,"head":');
    expect(store.info(card).basis).toBe('shipped');
    expect(notes.join()).toContain('damaged');
    fs.writeFileSync(file, JSON.stringify(sampleGate('b'.repeat(64), 'zeroShot', 5)));
    expect(store.info(card).basis).toBe('shipped');
    expect(notes.join()).toContain('another model');
    expect(fs.existsSync(file)).toBe(true);
  });

  it('keeps the last five, the shipped one among them, any of which can be put back', () => {
    const { store } = opened();
    for (const problems of [20, 30, 40]) store.save(sampleGate(card.sha256, 'zeroShot', problems));
    const problemsOf = () => store.history(card).map((file) => file.measured.problems);
    expect(problemsOf()).toEqual([30, 20, 10]);
    store.useFormer(card, 2);
    expect(store.info(card)).toMatchObject({ basis: 'shipped', problems: 10, hasFormer: true });
    expect(problemsOf()).toEqual([40, 30, 20]);
    for (const problems of [50, 60, 70]) store.save(sampleGate(card.sha256, 'zeroShot', problems));
    expect(problemsOf()).toEqual([60, 50, 10, 40, 30]);
    expect(() => store.useFormer(card, 5)).toThrow(/no former head/);
  });

  it('never loses the shipped one, however many heads come after it', () => {
    const { store } = opened();
    for (const problems of [20, 30, 40, 50, 60, 70, 80]) store.save(sampleGate(card.sha256, 'zeroShot', problems));
    expect(store.history(card).map((file) => file.measured.problems)).toEqual([70, 60, 50, 40, 30, 10]);
    store.useFormer(card, 5);
    expect(store.info(card)).toMatchObject({ basis: 'shipped', problems: 10 });
    expect(store.history(card).map((file) => file.measured.problems)).toEqual([80, 70, 60, 50, 40]);
  });

  it('keeps one head of one exam, however often it was paused', () => {
    const { store } = opened();
    const of = (exam: string, problems: number) => ({ ...sampleGate(card.sha256, 'zeroShot', problems), exam });
    for (const problems of [3, 6, 9]) store.save(of('first', problems));
    expect(store.history(card).map((file) => file.measured.problems)).toEqual([10]);
    store.save(of('second', 20));
    store.useFormer(card);
    store.save(of('second', 25));
    expect(store.info(card).problems).toBe(25);
    expect(store.history(card).map((file) => file.measured.problems)).toEqual([9, 10]);
  });

  it('loses no head where a kill or a full disk comes in the middle of a change', () => {
    const sameExam = (problems: number) => ({ ...sampleGate(card.sha256, 'zeroShot', problems), exam: 'one' });
    const { folder, store } = opened();
    for (const problems of [15, 20, 30, 40, 50]) store.save(sampleGate(card.sha256, 'zeroShot', problems));
    store.save(sameExam(60));
    const cases: readonly { readonly change: (store: GateStore) => void; readonly after: readonly number[] }[] = [
      { change: (of) => of.useFormer(card), after: [50, 60, 40, 30, 20, 15, 10] },
      { change: (of) => of.useFormer(card, 2), after: [30, 60, 50, 40, 20, 15, 10] },
      { change: (of) => of.useFormer(card, 5), after: [10, 60, 50, 40, 30, 20] },
      { change: (of) => of.save(sampleGate(card.sha256, 'zeroShot', 70)), after: [70, 60, 50, 40, 30, 20, 10] },
      { change: (of) => of.save(sameExam(70)), after: [70, 50, 40, 30, 20, 15, 10] },
    ];
    for (const { change, after } of cases) {
      for (let at = 0, isDone = false; !isDone; at += 1) {
        const { folder: copy, store: changing } = opened();
        fs.cpSync(folder, copy, { recursive: true });
        isDone = killedAfter(at, () => change(changing));
        const found = [changing.forModel(card)?.file, ...changing.history(card)].map((file) => file?.measured.problems);
        if (isDone) expect(found).toEqual(after);
        // What was not there before may be there or not.
        else for (const problems of after) if (problems !== 70) expect(found.filter((one) => one === problems)).toEqual([problems]);
      }
    }
  });
});
