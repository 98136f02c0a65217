import type { Token } from 'node-llama-cpp';
import type { StepRequest, YesNo } from '../../../../shared/agent/model.ts';
import { profileById } from '../../../../shared/agent/prompts/profiles.ts';
import { renderPrompt } from '../../../../shared/agent/prompts/renderPrompt.ts';
import type { Brain } from './brain.ts';
import { roomFor } from './room.ts';

const spellings = (word: string): readonly string[] =>
  [word, word.toUpperCase(), word.toLowerCase()].flatMap((each) => [each, ` ${each}`]);

/** Asks the model about a step it has just written. Only the question is evaluated; the step is still held. */
export async function judge(brain: Brain, request: StepRequest, candidate: string, questions: readonly string[], signal: AbortSignal): Promise<readonly YesNo[]> {
  const profile = profileById(request.profile);
  const asked = renderPrompt(profile, { ...request, steps: [...request.steps, { by: 'local', text: candidate }] });
  const yesTokens = singleTokens(brain, 'Yes');
  const noTokens = singleTokens(brain, 'No');
  const answers: YesNo[] = [];
  for (const question of questions) {
    const { tokens } = brain.tokenise({
      system: asked.system, prefix: '',
      turns: [...asked.turns, { role: 'assistant', text: asked.prefix }, { role: 'user', text: question }],
    });
    roomFor(tokens.length, 1, brain.contextSize);
    answers.push(await brain.sequences.use(tokens, signal, async (sequence) => {
      await sequence.align(tokens, signal);
      const last = tokens.at(-1);
      if (last === undefined) throw new Error('an empty prompt cannot be judged');
      const probabilities = await sequence.exactNext(last, [...yesTokens, ...noTokens]);
      return yesNoFrom(sumOf(probabilities, yesTokens), sumOf(probabilities, noTokens));
    }));
  }
  return answers;
}

/** Yes and no as shares of what was said for either; `covered` is how much of the model's mind that is. */
export function yesNoFrom(yes: number, no: number): YesNo {
  const covered = Math.min(1, yes + no);
  return covered === 0 ? { yes: 0.5, no: 0.5, covered } : { yes: yes / (yes + no), no: no / (yes + no), covered };
}

function singleTokens(brain: Brain, word: string): readonly Token[] {
  const found = new Set<Token>();
  for (const spelling of spellings(word)) {
    const [token, ...others] = brain.tokensOf(spelling);
    if (token !== undefined && others.length === 0) found.add(token);
  }
  return [...found];
}

function sumOf(probabilities: ReadonlyMap<Token, number>, tokens: readonly Token[]): number {
  return tokens.reduce((sum, token) => sum + (probabilities.get(token) ?? 0), 0);
}
