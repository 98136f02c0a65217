import { z } from 'zod';

const tensorSchema = z.object({ dtype: z.string(), shape: z.array(z.number().int().nonnegative()), data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]) });
const headerSchema = z.record(z.string(), z.union([tensorSchema, z.record(z.string(), z.string())]));

/** A tensor as safetensors holds it: the last dimension runs fastest. */
export interface SafeTensor { readonly shape: readonly number[]; readonly data: Float32Array }

/**
 * Reads the 32-bit tensors of a safetensors file: eight bytes of header length, a JSON header, the data.
 * @throws Error where the file is cut off or is no such file
 */
export function readSafetensors(bytes: Uint8Array): ReadonlyMap<string, SafeTensor> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = bytes.byteLength < 8 ? Infinity : Number(view.getBigUint64(0, true));
  if (headerLength > bytes.byteLength - 8) throw new Error('The safetensors file is cut off.');
  const header = headerSchema.parse(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength))));
  const start = 8 + headerLength;
  const tensors = new Map<string, SafeTensor>();
  for (const [name, entry] of Object.entries(header)) {
    const parsed = tensorSchema.safeParse(entry);
    if (!parsed.success || parsed.data.dtype !== 'F32') continue;
    const { shape, data_offsets: [from, to] } = parsed.data;
    if (start + to > bytes.byteLength || to - from !== 4 * shape.reduce((product, size) => product * size, 1)) throw new Error(`The tensor ${name} is cut off.`);
    // Copied: the data need not begin at a multiple of four, and a Buffer's own slice would share its memory.
    tensors.set(name, { shape, data: new Float32Array(new Uint8Array(bytes.subarray(start + from, start + to)).buffer) });
  }
  return tensors;
}
