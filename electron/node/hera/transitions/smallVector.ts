/** A vector in a quarter of the memory: each number in 256 steps of the vector's largest. Only its direction is kept. */
export function toSmall(vector: Float32Array | readonly number[]): Int8Array {
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  const small = new Int8Array(vector.length);
  if (largest > 0) for (let i = 0; i < small.length; i += 1) small[i] = Math.round(((vector[i] ?? 0) / largest) * 127);
  return small;
}

/** Of length 1 again. */
export function fromSmall(small: Int8Array): Float32Array {
  const length = lengthOf(small) || 1;
  const vector = new Float32Array(small.length);
  for (let i = 0; i < vector.length; i += 1) vector[i] = (small[i] ?? 0) / length;
  return vector;
}

/** Cosine with a vector of length 1. */
export function cosineWith(small: Int8Array, vector: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < small.length; i += 1) sum += (small[i] ?? 0) * (vector[i] ?? 0);
  return sum / (lengthOf(small) || 1);
}

function lengthOf(small: Int8Array): number {
  let square = 0;
  for (const value of small) square += value * value;
  return Math.sqrt(square);
}

/** The bytes as SQLite holds them, and back without a copy. */
export const toBytes = (small: Int8Array): Buffer => Buffer.from(small.buffer, small.byteOffset, small.byteLength);
export const fromBytes = (bytes: Buffer): Int8Array => new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
