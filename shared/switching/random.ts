/**
 * Uniform numbers in [0, 1) from integer seeds: the same seeds, the same numbers, on every machine.
 * (A 32-bit mix of a counter; enough for sampling decisions, not for secrets.)
 */
export function seededRandom(...seeds: readonly number[]): () => number {
  let state = seeds.reduce((mixed, seed) => mix((mixed ^ seed) >>> 0), 0x9e3779b9);
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    return mix(state) / 0x1_0000_0000;
  };
}

function mix(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad) >>> 0;
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97) >>> 0;
  return (x ^ (x >>> 15)) >>> 0;
}
