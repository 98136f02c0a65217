import type { LlamaModel, Token } from 'node-llama-cpp';
import type { TokenStat } from '../../../../shared/agent/model.ts';
import { entropyOf, marginOf, probabilityOf, type Distribution } from './distribution.ts';
import type { HeldSequence } from './heldSequence.ts';
import { createTextAssembler, type TextAssembler } from './textAssembler.ts';

/** A text that is being written behind a prompt: its tokens, what was thought at each, and what is thought now. */
export interface Generation {
  readonly sequence: HeldSequence;
  /** Prompt and text, as far as taken. */
  readonly tokens: readonly Token[];
  readonly stats: readonly TokenStat[];
  readonly assembler: TextAssembler;
  /** Whole characters only. */
  readonly text: string;
  /** After the last evaluated token. */
  distribution: Distribution;
  /**
   * Adds a token to the text. It is not evaluated by this.
   * @param thought what the model thought where the token stands
   * @returns the text that has become whole
   */
  take(token: Token, thought: Distribution, injected?: boolean): string;
  /** Adds what is still held back, at the end. */
  flush(): string;
}

export async function startGeneration(
  model: Pick<LlamaModel, 'detokenize'>, sequence: HeldSequence, prompt: readonly Token[],
): Promise<Generation> {
  const last = prompt.at(-1);
  if (last === undefined) throw new Error('an empty prompt cannot be continued');
  const tokens = [...prompt];
  const stats: TokenStat[] = [];
  const assembler = createTextAssembler(model, prompt);
  let text = '';
  return {
    sequence, tokens, stats, assembler,
    distribution: await sequence.feed(last),
    get text() {
      return text;
    },
    take: (token, thought, injected = false) => {
      tokens.push(token);
      const added = assembler.push(token);
      text += added;
      stats.push(statOf(added, token, thought, injected));
      return added;
    },
    flush: () => {
      const added = assembler.flush();
      text += added;
      return added;
    },
  };
}

/** @param added the text that has become whole with the token */
export function statOf(added: string, token: Token, thought: Distribution, injected: boolean): TokenStat {
  const probability = probabilityOf(thought, token);
  return {
    text: added,
    logProb: injected || probability === 0 ? null : Math.min(0, Math.log(probability)),
    entropy: entropyOf(thought), margin: marginOf(thought), isNumber: /\d/.test(added), injected,
  };
}
