import { encodeGguf, type GgufTensor, type GgufValue } from './ggufWriter.ts';
import { readSafetensors, type SafeTensor } from './safetensors.ts';

/** What llama.cpp has to know of a BERT encoder whose sentence vector is the mean over its tokens. */
export interface BertShape {
  readonly name: string;
  readonly layers: number; readonly width: number; readonly inner: number; readonly heads: number; readonly context: number;
  readonly layerNormEpsilon: number;
}

/** Weights of a layer: llama.cpp's name, and the one that PyTorch's BERT gives it. */
const layerNames = [
  ['attn_q', 'attention.self.query'], ['attn_k', 'attention.self.key'], ['attn_v', 'attention.self.value'], ['attn_output', 'attention.output.dense'],
  ['attn_output_norm', 'attention.output.LayerNorm'], ['ffn_up', 'intermediate.dense'], ['ffn_down', 'output.dense'], ['layer_output_norm', 'output.LayerNorm'],
] as const;

/**
 * Turns a BERT sentence encoder (safetensors and WordPiece vocabulary) into a GGUF for llama.cpp. Matrices become
 * 16-bit floats, everything else stays at 32; the same input gives the same bytes.
 * @param vocabulary one token a line, as in `vocab.txt`
 */
export function convertBert(safetensors: Uint8Array, vocabulary: string, shape: BertShape): Buffer {
  const weights = readSafetensors(safetensors);
  const tensor = (name: string, from: string, half = false): GgufTensor => {
    const found = weights.get(from);
    if (!found) throw new Error(`The model has no tensor ${from}.`);
    return toGguf(name, found, half);
  };
  const both = (name: string, from: string): GgufTensor[] => [tensor(`${name}.weight`, `${from}.weight`, true), tensor(`${name}.bias`, `${from}.bias`)];
  const tensors = [
    tensor('token_embd.weight', 'embeddings.word_embeddings.weight', true),
    tensor('position_embd.weight', 'embeddings.position_embeddings.weight'),
    tensor('token_types.weight', 'embeddings.token_type_embeddings.weight'),
    ...both('token_embd_norm', 'embeddings.LayerNorm'),
    ...Array.from({ length: shape.layers }, (_, i) => layerNames.flatMap(([name, from]) => both(`blk.${i}.${name}`, `encoder.layer.${i}.${from}`))).flat(),
  ];
  return encodeGguf(metadataOf(vocabulary.split(/\r?\n/).filter((line) => line !== ''), shape), tensors);
}

/** GGUF counts dimensions from the fastest one. Only matrices are halved: norms and biases are small and sensitive. */
function toGguf(name: string, { shape, data }: SafeTensor, half: boolean): GgufTensor {
  return { name, shape: shape.toReversed(), data: half && shape.length === 2 ? Float16Array.from(data) : data };
}

function metadataOf(tokens: readonly string[], shape: BertShape): Readonly<Record<string, GgufValue>> {
  const u32 = (value: number): GgufValue => ({ type: 'u32', value });
  const idOf = (token: string) => u32(tokens.indexOf(token));
  return {
    'general.architecture': { type: 'string', value: 'bert' },
    'general.name': { type: 'string', value: shape.name },
    'general.file_type': u32(1),
    'bert.context_length': u32(shape.context),
    'bert.embedding_length': u32(shape.width),
    'bert.feed_forward_length': u32(shape.inner),
    'bert.block_count': u32(shape.layers),
    'bert.attention.head_count': u32(shape.heads),
    'bert.attention.layer_norm_epsilon': { type: 'f32', value: shape.layerNormEpsilon },
    'bert.attention.causal': { type: 'bool', value: false },
    // 1 is the mean over all tokens.
    'bert.pooling_type': u32(1),
    'tokenizer.ggml.model': { type: 'string', value: 'bert' },
    'tokenizer.ggml.token_type_count': u32(2),
    'tokenizer.ggml.tokens': { type: 'strings', value: tokens.map(wordStart) },
    'tokenizer.ggml.token_type': { type: 'i32s', value: tokens.map((token) => (isSpecial(token) ? 3 : 1)) },
    'tokenizer.ggml.unknown_token_id': idOf('[UNK]'),
    // llama.cpp reads this key in its own spelling.
    'tokenizer.ggml.seperator_token_id': idOf('[SEP]'),
    'tokenizer.ggml.padding_token_id': idOf('[PAD]'),
    'tokenizer.ggml.cls_token_id': idOf('[CLS]'),
    'tokenizer.ggml.bos_token_id': idOf('[CLS]'),
    'tokenizer.ggml.eos_token_id': idOf('[SEP]'),
    'tokenizer.ggml.mask_token_id': idOf('[MASK]'),
  };
}

const isSpecial = (token: string) => /^\[.+\]$/.test(token);

/** WordPiece marks what goes on a word with ##; llama.cpp marks what begins one. */
function wordStart(token: string): string {
  if (isSpecial(token)) return token;
  return token.startsWith('##') ? token.slice(2) : `▁${token}`;
}

/** sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0): the facts of its config.json. */
export const miniLm: BertShape = { name: 'all-MiniLM-L6-v2', layers: 6, width: 384, inner: 1536, heads: 12, context: 512, layerNormEpsilon: 1e-12 };
