import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeTinyModel } from '../testing/tinyModels.ts';
import { renderChat } from './chatPrompt.ts';
import { loadModel } from './loadModel.ts';

/** Chat templates as the model families' files carry them, shortened to what a plain chat uses. */
const templates = {
  'ChatML (Qwen, SmolLM)': "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}",
  'Llama 3': "{% for message in messages %}{% set content = '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n' + message['content'] | trim + '<|eot_id|>' %}{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}{{ content }}{% endfor %}{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}",
  Gemma: "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}{% for message in messages %}{% if message['role'] == 'assistant' %}{% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}{{ '<start_of_turn>' + role + '\n' + message['content'] | trim + '<end_of_turn>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<start_of_turn>model\n' }}{% endif %}",
  Mistral: "{{ bos_token }}{% for message in messages %}{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + ' [/INST]' }}{% elif message['role'] == 'assistant' %}{{ ' ' + message['content'] + eos_token }}{% else %}{{ raise_exception('Only user and assistant roles are supported!') }}{% endif %}{% endfor %}",
  Phi: "{% for message in messages %}{{ '<|' + message['role'] + '|>\n' + message['content'] + '<|end|>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>\n' }}{% endif %}",
  Zephyr: "{% for message in messages %}{{ '<|' + message['role'] + '|>\n' + message['content'] + eos_token + '\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>\n' }}{% endif %}",
} as const;

/** How the assistant's turn begins in each. */
const begins: Readonly<Record<keyof typeof templates, RegExp>> = {
  'ChatML (Qwen, SmolLM)': /<\|im_start\|>assistant\n$/,
  'Llama 3': /<\|start_header_id\|>assistant<\|end_header_id\|>\n\n$/,
  Gemma: /<start_of_turn>model\n$/,
  Mistral: /\[\/INST\] ?$/,
  Phi: /<\|assistant\|>\n$/,
  Zephyr: /<\|assistant\|>\n$/,
};

let folder = '';
beforeAll(async () => { folder = await mkdtemp(path.join(os.tmpdir(), 'tandem-templates-')); });
afterAll(async () => { await rm(folder, { recursive: true }); });

describe.each(Object.entries(templates))('chat template %s', (name, template) => {
  it('leads to the assistant\'s turn, continued word for word', async () => {
    const modelPath = path.join(folder, `${Object.keys(templates).indexOf(name)}.gguf`);
    await writeTinyModel(modelPath, 'attention', { 'tokenizer.chat_template': { type: 'string', value: template } });
    const loaded = await loadModel({ modelPath, gpu: 'cpu', sequences: 1, contextSize: 256, threads: 1 });
    const prefix = 'Step 1: Two and two are 4.\n';
    const chunks = renderChat(loaded.wrapper, {
      system: 'Be exact.', prefix,
      turns: [{ role: 'user', text: 'First?' }, { role: 'assistant', text: 'One.' }, { role: 'user', text: 'Second?' }],
    });
    await loaded.dispose();
    const text = chunks.map((chunk) => chunk.type === 'words' ? chunk.words : String(chunk.markup)).join('');
    expect(text.endsWith(prefix)).toBe(true);
    const before = text.slice(0, -prefix.length);
    const begin = Object.entries(begins).find(([key]) => key === name)?.[1];
    expect(before).toMatch(begin ?? /^$/);
    // Everybody's words are there, once and in their order.
    expect(before.match(/Be exact\.|First\?|One\.|Second\?/g)).toEqual(['Be exact.', 'First?', 'One.', 'Second?']);
    // Words are never taken for markup, whoever wrote them.
    expect(chunks.filter((chunk) => chunk.type === 'markup').some((chunk) => chunk.type === 'markup' && /First|Second/.test(String(chunk.markup)))).toBe(false);
  });
});
