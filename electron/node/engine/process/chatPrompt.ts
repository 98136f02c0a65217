import { LlamaText, type SpecialToken, type SpecialTokensText, type ChatHistoryItem, type ChatWrapper } from 'node-llama-cpp';
import type { Prompt } from '../../../../shared/agent/prompts/profile.ts';

/** A piece of a rendered prompt: markup of the chat template, or somebody's words. */
export type PromptChunk =
  | { readonly type: 'markup'; readonly markup: SpecialToken | SpecialTokensText }
  | { readonly type: 'words'; readonly words: string };

/**
 * Puts a prompt into the model's own chat template, up to where the assistant writes on. The beginning of the
 * assistant's turn is added behind the template and not through it, because some templates trim it.
 */
export function renderChat(wrapper: ChatWrapper, prompt: Prompt): readonly PromptChunk[] {
  const chatHistory: ChatHistoryItem[] = [];
  if (prompt.system !== '') chatHistory.push({ type: 'system', text: prompt.system });
  for (const turn of prompt.turns) {
    chatHistory.push(turn.role === 'user' ? { type: 'user', text: turn.text } : { type: 'model', response: [turn.text] });
  }
  chatHistory.push({ type: 'model', response: [''] });
  const { contextText } = wrapper.generateContextState({ chatHistory });
  const chunks = LlamaText(contextText).values.map((value): PromptChunk =>
    typeof value === 'string' ? { type: 'words', words: value } : { type: 'markup', markup: value });
  return prompt.prefix === '' ? chunks : [...chunks, { type: 'words', words: prompt.prefix }];
}
