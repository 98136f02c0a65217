/** Smaller contexts are opened only where they are asked for. */
const leastContext = 256;
/**
 * Where memory is short a context is made smaller, but not so small that a question in the longest shipped profile would
 * no longer fit: better to say at once that memory is short.
 */
export const smallestFittedContext = 1024;

/**
 * How large a context may be. Beyond what it was trained for a model writes nonsense, and absurd sizes get the process
 * killed.
 */
export function contextRange(requested: number, trained: number): { readonly min: number; readonly max: number } {
  const max = Math.max(leastContext, Math.min(requested, trained));
  return { min: Math.min(smallestFittedContext, max), max };
}

/**
 * How many threads compute: those that the lease allows, but never more than there are cores that calculate. llama.cpp's
 * own default is four at least, which on two cores was 24 times slower than two.
 * @param mathCores as llama.cpp counts them; 0 where it cannot tell
 */
export function threadsFor(leased: number, mathCores: number): number {
  return Math.max(1, mathCores > 0 ? Math.min(leased, mathCores) : leased);
}
