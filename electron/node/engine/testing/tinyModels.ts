import { seededRandom } from '../../../../shared/switching/random.ts';
import { writeGguf, type GgufTensor, type GgufValue } from '../../models/convert/ggufWriter.ts';

/**
 * How a model remembers decides how it can go back: keys and values of every token, of a window of tokens in most
 * layers, or one running state.
 */
export type TinyKind = 'attention' | 'slidingWindow' | 'recurrent';

const width = 32;
const markers = ['<|endoftext|>', '<|im_start|>', '<|im_end|>'] as const;
const vocabularySize = 256 + markers.length;

/** A model of a few thousand random weights that llama.cpp loads and runs like any other. Its text is noise. */
export async function writeTinyModel(path: string, kind: TinyKind, changes: Readonly<Record<string, GgufValue>> = {}): Promise<void> {
  const { metadata, tensors } = builders[kind]();
  await writeGguf(path, { ...metadata, ...vocabulary(), ...changes }, tensors);
}

type Built = { readonly metadata: Record<string, GgufValue>; readonly tensors: readonly GgufTensor[] };
const builders: Readonly<Record<TinyKind, () => Built>> = { attention: llama, slidingWindow: gemma3, recurrent: mamba };

const u32 = (value: number): GgufValue => ({ type: 'u32', value });
const f32 = (value: number): GgufValue => ({ type: 'f32', value });
const string = (value: string): GgufValue => ({ type: 'string', value });

function llama(): Built {
  const { random, ones } = weights(1);
  const layers = [0, 1].flatMap((layer) => attentionLayer(`blk.${layer}`, random, ones));
  return {
    metadata: {
      'general.architecture': string('llama'), 'llama.context_length': u32(2048), 'llama.embedding_length': u32(width), 'llama.block_count': u32(2),
      'llama.feed_forward_length': u32(64), 'llama.attention.head_count': u32(4), 'llama.attention.head_count_kv': u32(2),
      'llama.attention.layer_norm_rms_epsilon': f32(1e-5), 'llama.rope.dimension_count': u32(8), 'llama.vocab_size': u32(vocabularySize),
    },
    tensors: [...ends(random, ones), ...layers],
  };
}

function gemma3(): Built {
  const { random, ones } = weights(2);
  const layers = [0, 1, 2, 3, 4, 5].flatMap((layer) => {
    const at = `blk.${layer}`;
    return [
      ...attentionLayer(at, random, ones), ones(`${at}.attn_q_norm.weight`, 8), ones(`${at}.attn_k_norm.weight`, 8),
      ones(`${at}.post_attention_norm.weight`, width), ones(`${at}.post_ffw_norm.weight`, width),
    ];
  });
  return {
    metadata: {
      'general.architecture': string('gemma3'), 'gemma3.context_length': u32(2048), 'gemma3.embedding_length': u32(width), 'gemma3.block_count': u32(6),
      'gemma3.feed_forward_length': u32(64), 'gemma3.attention.head_count': u32(4), 'gemma3.attention.head_count_kv': u32(2),
      'gemma3.attention.layer_norm_rms_epsilon': f32(1e-5), 'gemma3.attention.key_length': u32(8), 'gemma3.attention.value_length': u32(8),
      'gemma3.attention.sliding_window': u32(32), 'gemma3.rope.freq_base': f32(10000),
    },
    tensors: [...ends(random, ones), ...layers],
  };
}

function mamba(): Built {
  const { random, ones, constant } = weights(3);
  const [inner, state, rank] = [64, 16, 2];
  const layers = [0, 1].flatMap((layer) => {
    const at = `blk.${layer}`;
    return [
      ones(`${at}.attn_norm.weight`, width), random(`${at}.ssm_in.weight`, width, inner * 2), random(`${at}.ssm_conv1d.weight`, 4, inner),
      random(`${at}.ssm_conv1d.bias`, inner), random(`${at}.ssm_x.weight`, inner, rank + state * 2), random(`${at}.ssm_dt.weight`, rank, inner),
      random(`${at}.ssm_dt.bias`, inner), constant(`${at}.ssm_a`, -0.5, state, inner), ones(`${at}.ssm_d`, inner), random(`${at}.ssm_out.weight`, inner, width),
    ];
  });
  return {
    metadata: {
      'general.architecture': string('mamba'), 'mamba.context_length': u32(2048), 'mamba.embedding_length': u32(width), 'mamba.block_count': u32(2),
      'mamba.feed_forward_length': u32(0), 'mamba.attention.head_count': u32(0), 'mamba.attention.layer_norm_rms_epsilon': f32(1e-5),
      'mamba.ssm.conv_kernel': u32(4), 'mamba.ssm.inner_size': u32(inner), 'mamba.ssm.state_size': u32(state), 'mamba.ssm.time_step_rank': u32(rank),
    },
    tensors: [...ends(random, ones), ...layers],
  };
}

type Maker = (name: string, ...shape: number[]) => GgufTensor;

function ends(random: Maker, ones: Maker): readonly GgufTensor[] {
  return [random('token_embd.weight', width, vocabularySize), ones('output_norm.weight', width), random('output.weight', width, vocabularySize)];
}

function attentionLayer(at: string, random: Maker, ones: Maker): readonly GgufTensor[] {
  return [
    ones(`${at}.attn_norm.weight`, width), random(`${at}.attn_q.weight`, width, 32), random(`${at}.attn_k.weight`, width, 16),
    random(`${at}.attn_v.weight`, width, 16), random(`${at}.attn_output.weight`, 32, width), ones(`${at}.ffn_norm.weight`, width),
    random(`${at}.ffn_gate.weight`, width, 64), random(`${at}.ffn_up.weight`, width, 64), random(`${at}.ffn_down.weight`, 64, width),
  ];
}

function weights(seed: number): { readonly random: Maker; readonly ones: Maker; readonly constant: (name: string, value: number, ...shape: number[]) => GgufTensor } {
  const next = seededRandom(seed);
  const fill = (name: string, shape: readonly number[], value: () => number): GgufTensor =>
    ({ name, shape, data: Float32Array.from({ length: shape.reduce((size, side) => size * side, 1) }, value) });
  return {
    random: (name, ...shape) => fill(name, shape, () => (next() - 0.5) * 0.8),
    ones: (name, ...shape) => fill(name, shape, () => 1),
    constant: (name, value, ...shape) => fill(name, shape, () => value),
  };
}

/** One token per byte, spelled the way byte-level tokenizers do, and ChatML's markers. */
function vocabulary(): Record<string, GgufValue> {
  const tokens = [...byteSpellings(), ...markers];
  return {
    'tokenizer.ggml.model': string('gpt2'), 'tokenizer.ggml.pre': string('qwen2'),
    'tokenizer.ggml.tokens': { type: 'strings', value: tokens },
    'tokenizer.ggml.token_type': { type: 'i32s', value: tokens.map((_, index) => index < 256 ? 1 : 3) },
    'tokenizer.ggml.merges': { type: 'strings', value: ['Ġ t'] },
    'tokenizer.ggml.eos_token_id': u32(258), 'tokenizer.ggml.bos_token_id': u32(256), 'tokenizer.ggml.add_bos_token': { type: 'bool', value: false },
    'tokenizer.chat_template': string("{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"),
  };
}

/** Printable bytes stand for themselves, the others are moved behind U+0100. */
function byteSpellings(): readonly string[] {
  let moved = 0;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    return String.fromCodePoint(printable ? byte : 256 + moved++);
  });
}
