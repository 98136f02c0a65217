import { describe, expect, it } from 'vitest';
import { roomFor } from './room.ts';

describe('room for an answer', () => {
  it('is what was asked for where that fits, else what is left', () => {
    expect(roomFor(100, 50, 512)).toBe(50);
    expect(roomFor(400, 300, 512)).toBe(111);
  });

  it('is refused in words where a prompt leaves none', () => {
    expect(() => roomFor(500, 96, 512)).toThrow(expect.objectContaining({ kind: 'contextTooSmall', message: expect.stringContaining('500 tokens') }));
    // Advice that can be followed: the app has no setting for the context, the terminal has.
    expect(() => roomFor(500, 96, 512)).toThrow(/begin a new chat.*terminal.*--context/);
    expect(() => roomFor(900, 1, 512)).toThrow(expect.objectContaining({ kind: 'contextTooSmall' }));
    expect(roomFor(500, 1, 512)).toBe(1);
  });
});
