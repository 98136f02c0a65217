import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSafetensors } from './safetensors.ts';

function written(tensors: readonly (readonly number[])[], dtype = 'F32'): Buffer {
  let at = 0;
  const header = JSON.stringify(Object.fromEntries([['__metadata__', { format: 'pt' }], ...tensors.map((values, i) => {
    const entry = { dtype, shape: [values.length], data_offsets: [at, at + 4 * values.length] };
    at += 4 * values.length;
    return [`t${i}`, entry];
  })]));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
  return Buffer.concat([length, Buffer.from(header), ...tensors.map((values) => Buffer.from(Float32Array.from(values).buffer))]);
}

test('what was written is read, wherever it lies in memory', () => {
  fc.assert(fc.property(fc.array(fc.array(fc.float({ noNaN: true }), { maxLength: 9 }), { maxLength: 5 }), fc.nat(7), (tensors, shift) => {
    const moved = Buffer.concat([Buffer.alloc(shift), written(tensors)]).subarray(shift);
    const read = readSafetensors(moved);
    expect(tensors.map((_, i) => [...read.get(`t${i}`)?.data ?? []])).toEqual(tensors.map((values) => [...Float32Array.from(values)]));
  }));
});

test('a file that is cut off is refused', () => {
  const whole = written([[1, 2, 3]]);
  for (const end of [0, 7, 20, whole.length - 1]) expect(() => readSafetensors(whole.subarray(0, end))).toThrow();
});

test('tensors of another type are left out', () => {
  expect(readSafetensors(written([[1]], 'I64')).size).toBe(0);
});
