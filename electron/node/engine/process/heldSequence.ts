import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { distributionOf, distributionSampling, type Distribution } from './distribution.ts';

/** Says which of these tokens the model finds how probable next, exactly (over the whole vocabulary). */
export type ExactProbabilities = ReadonlyMap<Token, number>;

/**
 * One sequence of the model's memory and what it holds. Aligning it to a prompt keeps the longest common beginning and
 * evaluates only what is new.
 */
export interface HeldSequence {
  /** How many of `tokens` need no evaluation. */
  commonPrefix(tokens: readonly Token[]): number;
  /**
   * Makes the sequence hold all of `tokens` but the last, which is for `feed` or `exactNext`.
   * @returns how many of `tokens` are evaluated for it, the last one counted
   */
  align(tokens: readonly Token[], signal: AbortSignal): Promise<number>;
  /** Evaluates tokens and says what the model thinks comes after them. */
  feed(...tokens: [Token, ...Token[]]): Promise<Distribution>;
  /** Evaluates tokens together and says what the model thinks after each: for text that is given, not written. */
  read(tokens: readonly Token[], signal: AbortSignal): Promise<readonly Distribution[]>;
  /** Evaluates one token and reads the exact probabilities of some tokens after it. */
  exactNext(token: Token, wanted: readonly Token[]): Promise<ExactProbabilities>;
  readonly length: number;
  /** Forgets everything from `length` on. Evaluates nothing, so that less may be left where a model cannot go back that far. */
  rollBack(length: number): Promise<void>;
  /** A place that may be gone back to. Costs nothing where every place is one. */
  mark(): Promise<void>;
  /** Ends a run of `feed`s. */
  rest(): Promise<void>;
}

/** As many places as can be gone back to; less than what the sequence keeps (`loadModel`). */
const keptMarks = 16;

type Generator = ReturnType<typeof startGenerator>;

function startGenerator(sequence: LlamaContextSequence, tokens: readonly Token[]) {
  return sequence.evaluateWithMetadata([...tokens], { probabilities: true }, { ...distributionSampling, yieldEogToken: true });
}

/** @param chunk tokens evaluated between two looks at the abort signal */
export function holdSequence(sequence: LlamaContextSequence, chunk: number): HeldSequence {
  let generator: Generator | null = null;
  /** Lengths at which a checkpoint was taken, ascending. */
  let marks: readonly number[] = [];
  const evaluated = (): number => sequence.tokenMeter.usedInputTokens + sequence.tokenMeter.usedOutputTokens;

  const rest = async (): Promise<void> => {
    const open = generator;
    generator = null;
    await open?.return();
  };

  const mark = async (): Promise<void> => {
    if (!sequence.needsCheckpoints || marks.at(-1) === sequence.nextTokenIndex) return;
    await sequence.takeCheckpoint();
    marks = [...marks, sequence.nextTokenIndex].slice(-keptMarks);
  };

  const rollBack = async (length: number): Promise<void> => {
    await rest();
    if (length >= sequence.nextTokenIndex) return;
    marks = marks.filter((mark) => mark <= length);
    // Where the state cannot be cut, llama.cpp evaluates from the last checkpoint on, deaf to aborts. So it is asked
    // for the checkpoint itself, and what is missing is evaluated in chunks like everything else.
    const kept = sequence.needsCheckpoints ? (marks.at(-1) ?? 0) : length;
    if (kept <= 0) return sequence.clearHistory();
    await sequence.eraseContextTokenRanges([{ start: kept, end: sequence.nextTokenIndex }]);
  };

  const commonPrefix = (tokens: readonly Token[]): number =>
    sequence.nextTokenIndex === 0 ? 0 : Math.min(sequence.compareContextTokens([...tokens]).firstDifferentIndex, tokens.length);

  return {
    commonPrefix, rollBack, mark, rest,
    align: async (tokens, signal) => {
      const before = evaluated();
      await rollBack(Math.min(commonPrefix(tokens), tokens.length - 1));
      for (let at = sequence.nextTokenIndex; at < tokens.length - 1; at += chunk) {
        signal.throwIfAborted();
        await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(at, Math.min(at + chunk, tokens.length - 1)));
      }
      signal.throwIfAborted();
      await mark();
      return evaluated() - before + 1;
    },
    feed: async (...tokens) => {
      const next = generator === null ? await (generator = startGenerator(sequence, tokens)).next() : await generator.next(tokens);
      if (next.done) throw new Error('llama.cpp ended a generation that nobody had ended');
      return distributionOf(next.value.probabilities);
    },
    read: async (tokens, signal) => {
      await rest();
      const thoughts: Distribution[] = [];
      for (let at = 0; at < tokens.length; at += chunk) {
        signal.throwIfAborted();
        const results = await sequence.controlledEvaluate(tokens.slice(at, at + chunk).map((token) => [token, { generateNext: { probabilities: true, options: distributionSampling } }]));
        for (const result of results) {
          if (result?.next.probabilities === undefined) throw new Error('llama.cpp gave no probabilities');
          thoughts.push(distributionOf(result.next.probabilities));
        }
      }
      return thoughts;
    },
    exactNext: async (token, wanted) => {
      await rest();
      const [result] = await sequence.controlledEvaluate([[token, {
        generateNext: { token: true, totalLogitWeight: true, logits: { filter: { tokens: wanted, includeSelected: true } } },
      }]]);
      const { token: selected, logits, totalLogitWeight } = result?.next ?? {};
      const highest = selected === undefined || selected === null ? undefined : logits?.get(selected);
      if (highest === undefined || logits === undefined || totalLogitWeight === undefined) throw new Error('llama.cpp gave no probabilities');
      return new Map(wanted.map((each) => [each, Math.exp((logits.get(each) ?? -Infinity) - highest) / totalLogitWeight]));
    },
    get length() {
      return sequence.nextTokenIndex;
    },
  };
}
