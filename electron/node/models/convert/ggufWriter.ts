import { writeFile } from 'node:fs/promises';

/** A metadata value together with its GGUF type, which JavaScript's numbers do not tell. */
export type GgufValue =
  | { readonly type: 'u32'; readonly value: number }
  | { readonly type: 'f32'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly type: 'i32s'; readonly value: readonly number[] };

export interface GgufTensor { readonly name: string; readonly shape: readonly number[]; readonly data: Float32Array | Float16Array }

const typeIds = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 } as const;
const alignment = 32;

/** Writes a GGUF (version 3) file with 32-bit or 16-bit floats as weights: converted embedding models, and small models for tests made on the spot. */
export async function writeGguf(path: string, metadata: Readonly<Record<string, GgufValue>>, tensors: readonly GgufTensor[]): Promise<void> {
  await writeFile(path, encodeGguf(metadata, tensors));
}

export function encodeGguf(metadata: Readonly<Record<string, GgufValue>>, tensors: readonly GgufTensor[]): Buffer {
  const parts: Buffer[] = [Buffer.from('GGUF'), u32(3), u64(tensors.length), u64(Object.keys(metadata).length)];
  for (const [key, value] of Object.entries(metadata)) parts.push(text(key), encodeValue(value));
  let offset = 0;
  for (const tensor of tensors) {
    parts.push(text(tensor.name), u32(tensor.shape.length), ...tensor.shape.map(u64), u32(tensor.data instanceof Float32Array ? 0 : 1), u64(offset));
    offset = aligned(offset + tensor.data.byteLength);
  }
  const head = Buffer.concat(parts);
  const data = Buffer.alloc(offset);
  let at = 0;
  for (const tensor of tensors) {
    Buffer.from(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength).copy(data, at);
    at = aligned(at + tensor.data.byteLength);
  }
  return Buffer.concat([head, Buffer.alloc(aligned(head.length) - head.length), data]);
}

function encodeValue(entry: GgufValue): Buffer {
  switch (entry.type) {
    case 'u32':
      return Buffer.concat([u32(typeIds.u32), u32(entry.value)]);
    case 'f32':
      return Buffer.concat([u32(typeIds.f32), f32(entry.value)]);
    case 'bool':
      return Buffer.concat([u32(typeIds.bool), Buffer.from([entry.value ? 1 : 0])]);
    case 'string':
      return Buffer.concat([u32(typeIds.string), text(entry.value)]);
    case 'strings':
      return Buffer.concat([u32(typeIds.array), u32(typeIds.string), u64(entry.value.length), ...entry.value.map(text)]);
    case 'i32s':
      return Buffer.concat([u32(typeIds.array), u32(typeIds.i32), u64(entry.value.length), ...entry.value.map(u32)]);
  }
}

function aligned(size: number): number {
  return Math.ceil(size / alignment) * alignment;
}
function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}
function u64(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}
function f32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeFloatLE(value);
  return buffer;
}
function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}
