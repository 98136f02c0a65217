import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../shared/contract/entities.ts';
import { temporaryHome } from '../runs/testing/testService.ts';
import { openSettings } from './settingsFile.ts';

let file: string;
const now = () => Date.UTC(2026, 10, 23);
beforeEach(() => { file = path.join(temporaryHome(), 'settings.json'); });

describe('the settings file', () => {
  it('starts with the defaults and remembers what is set', () => {
    const first = openSettings(file, now);
    expect(first.get()).toEqual(defaultSettings);
    first.set({ dial: 0.25, agreements: { 'api.anthropic.com': { at: 1, capUsd: 5 } } });
    const again = openSettings(file, now);
    expect(again.get()).toEqual({ ...defaultSettings, dial: 0.25, agreements: { 'api.anthropic.com': { at: 1, capUsd: 5 } } });
    expect(again.notices).toEqual([]);
    expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toMatchObject({ dial: 0.25, agreements: { 'api.anthropic.com': { capUsd: 5 } } });
  });

  it('drops what does not fit, value by value', () => {
    fs.writeFileSync(file, JSON.stringify({ dial: 7, theme: 'dark', policy: 'noSuchPolicy', fromTheFuture: 1, expert: { kind: 'claude' } }));
    expect(openSettings(file, now).get()).toEqual({ ...defaultSettings, theme: 'dark' });
  });

  it.each(['', '{ "dial": 0.2', '[]', 'null', '"text"', '\u0000\u0001'])('is set aside when it is damaged, and never overwritten: %j', (text) => {
    fs.writeFileSync(file, text);
    const settings = openSettings(file, now);
    expect(settings.get()).toEqual(defaultSettings);
    const kept = `${path.basename(file)}.damaged-2026-11-23T00-00-00-000Z`;
    expect(settings.notices).toEqual([expect.stringContaining(kept)]);
    settings.set({ theme: 'dark' });
    expect(fs.readFileSync(path.join(path.dirname(file), kept), 'utf8')).toBe(text);
    expect(openSettings(file, now).get().theme).toBe('dark');
  });

  it('is set aside also where a folder lies in its place, with what is in it', () => {
    fs.mkdirSync(file);
    fs.writeFileSync(path.join(file, 'mine.txt'), 'mine');
    const settings = openSettings(file, now);
    const kept = `${path.basename(file)}.damaged-2026-11-23T00-00-00-000Z`;
    expect(settings.notices).toEqual([expect.stringContaining(kept)]);
    expect(fs.readFileSync(path.join(path.dirname(file), kept, 'mine.txt'), 'utf8')).toBe('mine');
    settings.set({ theme: 'dark' });
    expect(openSettings(file, now).get().theme).toBe('dark');
  });

  it('refuses a value outside its range and keeps the old one', () => {
    const settings = openSettings(file, now);
    expect(() => settings.set({ dial: 1.1 })).toThrow();
    expect(settings.get().dial).toBe(defaultSettings.dial);
  });

  it('says in a sentence that it cannot be written, and keeps the old values', () => {
    const settings = openSettings(file, now);
    fs.rmSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(path.dirname(file), 'a file where the folder was');
    expect(() => settings.set({ theme: 'dark' })).toThrow(expect.objectContaining({ kind: 'notPermitted' }) as Error);
    expect(settings.get().theme).toBe('system');
  });
});
