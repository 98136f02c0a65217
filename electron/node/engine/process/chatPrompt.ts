import {
  LlamaText, resolveChatWrapper, SpecialTokensText,
  type ChatHistoryItem, type ChatWrapper, type LlamaModel, type SpecialToken,
} from 'node-llama-cpp';
import type { Prompt } from '../../../../shared/agent/prompts/profile.ts';

/** A piece of a rendered prompt: markup of the chat template, or somebody's words. */
export type PromptChunk =
  | { readonly type: 'markup'; readonly markup: SpecialToken | SpecialTokensText }
  | { readonly type: 'words'; readonly words: string };

/** A model's chat template, and the thought that was thought already, where it would think before it answers. */
export interface ChatForm { readonly wrapper: ChatWrapper; readonly emptyThought: SpecialTokensText | null }

const thinks = /<\/think>|enable_thinking|<\|think\|>|<\|channel>|<seed:think>/;

/**
 * Steps are short and numbered; a model that first thinks at length would use up their room. So thinking is switched
 * off where a template knows how, and an empty thought stands in front of the answer where it does not. Templates
 * without thoughts are resolved as ever.
 */
export function chatForm(model: LlamaModel): ChatForm {
  const template = model.fileInfo.metadata.tokenizer.chat_template ?? '';
  if (!thinks.test(template)) return { wrapper: resolveChatWrapper(model, { warningLogs: false }), emptyThought: null };
  const wrapper = resolveChatWrapper(model, {
    warningLogs: false,
    customWrapperSettings: { qwen: { thoughts: 'discourage' }, gemma4: { reasoning: false }, seed: { thinkingBudget: 0 } },
  });
  return { wrapper, emptyThought: template.includes('</think>') ? new SpecialTokensText('<think>\n\n</think>\n\n') : null };
}

/**
 * Puts a prompt into the model's own chat template, up to where the assistant writes on. The beginning of the
 * assistant's turn is added behind the template and not through it, because some templates trim it.
 */
export function renderChat({ wrapper, emptyThought }: ChatForm, prompt: Prompt): readonly PromptChunk[] {
  const chatHistory: ChatHistoryItem[] = [];
  if (prompt.system !== '') chatHistory.push({ type: 'system', text: prompt.system });
  for (const turn of prompt.turns) {
    chatHistory.push(turn.role === 'user' ? { type: 'user', text: turn.text } : { type: 'model', response: [turn.text] });
  }
  chatHistory.push({ type: 'model', response: [''] });
  const { contextText } = wrapper.generateContextState({ chatHistory });
  const chunks = LlamaText(contextText).values.map((value): PromptChunk =>
    typeof value === 'string' ? { type: 'words', words: value } : { type: 'markup', markup: value });
  const thought: readonly PromptChunk[] = emptyThought === null || endsThought(chunks.at(-1)) ? [] : [{ type: 'markup', markup: emptyThought }];
  return [...chunks, ...thought, ...(prompt.prefix === '' ? [] : [{ type: 'words', words: prompt.prefix } as const])];
}

/** Some wrappers have put the empty thought there themselves. */
function endsThought(last: PromptChunk | undefined): boolean {
  return last?.type === 'markup' && /<\/think>\s*$/.test(String(last.markup));
}
