import { seededRandom } from '../../../../shared/switching/random.ts';
import { writeGguf, type GgufTensor, type GgufValue } from '../../models/convert/ggufWriter.ts';

/** The sides of a weight as GGUF gives them: input, output. */
export interface Target { readonly name: string; readonly input: number; readonly output: number }

/** A LoRA adapter of random numbers, strong enough to be seen in every probability. */
export async function writeTinyAdapter(path: string, targets: readonly Target[], changes: Readonly<Record<string, GgufValue>> = {}, rank = 2): Promise<void> {
  const next = seededRandom(7);
  const random = (name: string, ...shape: number[]): GgufTensor => ({ name, shape, data: Float32Array.from({ length: shape.reduce((size, side) => size * side, 1) }, () => next() - 0.5) });
  const string = (value: string): GgufValue => ({ type: 'string', value });
  await writeGguf(path, {
    'general.type': string('adapter'), 'adapter.type': string('lora'), 'general.architecture': string('llama'), 'adapter.lora.alpha': { type: 'f32', value: 2 * rank }, ...changes,
  }, targets.flatMap(({ name, input, output }) => [random(`${name}.lora_a`, input, rank), random(`${name}.lora_b`, rank, output)]));
}

/** Two weights of the tiny model of kind `attention`. */
export const tinyTargets: readonly Target[] = [{ name: 'blk.0.attn_q.weight', input: 32, output: 32 }, { name: 'blk.1.ffn_down.weight', input: 64, output: 32 }];
