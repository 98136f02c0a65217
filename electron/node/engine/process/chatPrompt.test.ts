import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Gemma4ChatWrapper, QwenChatWrapper, resolveChatWrapper, SpecialTokensText } from 'node-llama-cpp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StepPart, StepRequest } from '../../../../shared/agent/model.ts';
import type { Prompt } from '../../../../shared/agent/prompts/profile.ts';
import { writeTinyModel } from '../testing/tinyModels.ts';
import { createBrain } from './brain.ts';
import { renderChat, type ChatForm } from './chatPrompt.ts';
import { loadModel } from './loadModel.ts';
import { writeStep } from './writeStep.ts';

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
    const chunks = renderChat(loaded.form, {
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

describe.each(Object.entries(templates))('a step over chat template %s', (name, template) => {
  it('is written and split, and what is held of it is not evaluated again for the next', async () => {
    const modelPath = path.join(folder, `written ${Object.keys(templates).indexOf(name)}.gguf`);
    await writeTinyModel(modelPath, 'attention', { 'tokenizer.chat_template': { type: 'string', value: template } });
    const loaded = await loadModel({ modelPath, gpu: 'cpu', sequences: 1, contextSize: 2048, threads: 1 });
    const brain = createBrain(loaded);
    const request: StepRequest = {
      question: 'Tom has 3 boxes of 4 pens. How many?', history: [], steps: [], shape: 'steps', profile: 'zeroShot', documents: [], tools: ['calculator'],
      until: 'step', maxTokens: 24, temperature: 0, seed: 1,
    };
    const write = async (more: Partial<StepRequest>) => {
      let shown = '';
      let finish: Extract<StepPart, { type: 'finish' }> | null = null;
      await writeStep(brain, { ...request, ...more }, new AbortController().signal, (part) => {
        if (part.type === 'delta') shown += part.text;
        if (part.type === 'finish') finish = part;
      });
      if (finish === null) throw new Error('no finish');
      const { text, reason, usage, tokens }: Extract<StepPart, { type: 'finish' }> = finish;
      return { shown: shown.trim(), text, reason, usage, tokens };
    };
    // A random model writes noise, but it ends, is split, and is shown as it is kept.
    const first = await write({});
    expect(['step', 'answer', 'length', 'repetition', 'stop']).toContain(first.reason);
    expect(first.shown).toBe(first.text);
    expect(first.usage.outputTokens).toBe(first.tokens.length);
    const next = await write({ steps: [{ by: 'expert', text: '3 * 4 = 12' }] });
    expect(next.usage.inputTokens).toBeGreaterThan(first.usage.inputTokens);
    // Only the accepted step is new, not the system prompt and the question.
    expect(next.usage.freshInputTokens).toBeLessThanOrEqual('Step 1: 3 * 4 = 12\n'.length + 1);
    await loaded.dispose();
  });
});

describe('a model that thinks before it answers', () => {
  const asked: Prompt = { system: 'Be exact.', prefix: 'Step 1: x\n', turns: [{ role: 'user', text: 'First?' }, { role: 'assistant', text: 'One.' }, { role: 'user', text: 'Second?' }] };
  const rendered = (form: ChatForm, prefix = asked.prefix): string => renderChat(form, { ...asked, prefix }).map((chunk) => chunk.type === 'words' ? chunk.words : String(chunk.markup)).join('');
  const emptyThought = '<think>\n\n</think>\n\n';

  it.each([
    ['lets it be switched off', "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% if enable_thinking is false %}{{ '<think>\n\n</think>\n\n' }}{% endif %}{% endif %}"],
    ['opens a thought', "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n<think>\n</think>' }}{% endif %}"],
  ])('has thought already, where its template %s', async (name, end) => {
    const modelPath = path.join(folder, `${name}.gguf`);
    await writeTinyModel(modelPath, 'attention', { 'tokenizer.chat_template': { type: 'string', value: templates['ChatML (Qwen, SmolLM)'].replace(/\{% if add_generation_prompt.*$/s, end) } });
    const loaded = await loadModel({ modelPath, gpu: 'cpu', sequences: 1, contextSize: 256, threads: 1 });
    const text = rendered(loaded.form);
    const first = rendered(loaded.form, '');
    await loaded.dispose();
    expect(text.endsWith(`<|im_start|>assistant\n${emptyThought}Step 1: x\n`)).toBe(true);
    expect(first.endsWith(`<|im_start|>assistant\n${emptyThought}`)).toBe(true);
    // Earlier turns are left as they are.
    expect(text.split('</think>')).toHaveLength(2);
  });

  it('is told once, whoever tells it', () => {
    const text = rendered({ wrapper: new QwenChatWrapper({ variation: '3.5', thoughts: 'discourage' }), emptyThought: new SpecialTokensText(emptyThought) });
    expect(text.endsWith(`<|im_start|>assistant\n${emptyThought}Step 1: x\n`)).toBe(true);
    expect(text.split('</think>')).toHaveLength(2);
    expect(rendered({ wrapper: new Gemma4ChatWrapper({ reasoning: false }), emptyThought: null })).not.toContain('<|think|>');
  });

  it('is the only one that is resolved in another way', async () => {
    const modelPath = path.join(folder, 'plain.gguf');
    await writeTinyModel(modelPath, 'attention', { 'tokenizer.chat_template': { type: 'string', value: templates['ChatML (Qwen, SmolLM)'] } });
    const loaded = await loadModel({ modelPath, gpu: 'cpu', sequences: 1, contextSize: 256, threads: 1 });
    expect(loaded.form.emptyThought).toBeNull();
    expect(rendered(loaded.form)).toBe(rendered({ wrapper: resolveChatWrapper(loaded.model, { warningLogs: false }), emptyThought: null }));
    await loaded.dispose();
  });
});
