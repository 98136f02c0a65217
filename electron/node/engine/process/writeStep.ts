import type { FinishReason, StepPart, StepRequest, ToolCall } from '../../../../shared/agent/model.ts';
import { profileById } from '../../../../shared/agent/prompts/profiles.ts';
import { renderPrompt } from '../../../../shared/agent/prompts/renderPrompt.ts';
import { createStepSplitter } from '../../../../shared/agent/splitter.ts';
import type { SplitResult } from '../../../../shared/agent/steps.ts';
import { seededRandom } from '../../../../shared/switching/random.ts';
import type { Brain } from './brain.ts';
import { calculateInStep, keepsResult } from './calculatorInStep.ts';
import { chooseToken } from './distribution.ts';
import { startGeneration } from './generation.ts';
import { goesInCircles } from './repetition.ts';
import { roomFor } from './room.ts';
import { localUsage } from './usage.ts';

/** Writes the next step and tells of it while it is written. */
export async function writeStep(brain: Brain, request: StepRequest, signal: AbortSignal, tell: (part: StepPart) => void): Promise<void> {
  const profile = profileById(request.profile);
  const prompt = renderPrompt(profile, request);
  const { tokens, last } = brain.tokenise(prompt);
  const room = roomFor(tokens.length, request.maxTokens, brain.contextSize);
  const splitter = createStepSplitter({ profile, shape: request.shape, position: request.steps.length, until: request.until });
  const calculates = request.shape === 'steps' && request.tools.includes('calculator');
  const sampling = { temperature: request.temperature, random: seededRandom(request.seed, request.steps.length) };

  await brain.sequences.use(tokens, signal, async (sequence) => {
    try {
      const fresh = await sequence.align(tokens, signal);
      const generation = await startGeneration(brain.model, sequence, tokens);
      const tools: ToolCall[] = [];
      const show = (result: SplitResult): FinishReason | null => {
        if (result.visible !== '') tell({ type: 'delta', text: result.visible });
        return result.done;
      };
      // What was thought before the step is no part of it, nor are its tokens.
      let thoughtTokens = 0;
      const push = (text: string): FinishReason | null => {
        const wasThinking = splitter.isThinking;
        const done = show(splitter.push(text));
        if (wasThinking || splitter.isThinking) thoughtTokens = generation.stats.length;
        return done;
      };
      let reason: FinishReason | null = null;
      let calculatedAt = -1;
      let sinceResult: string | null = null;

      while (reason === null) {
        signal.throwIfAborted();
        const left = room - (generation.tokens.length - tokens.length);
        // One look for each equals sign, with or without the blank behind it.
        const place = generation.text.trimEnd().length;
        if (calculates && !splitter.isThinking && place !== calculatedAt) {
          if (generation.text.trimEnd().endsWith('=')) calculatedAt = place;
          const done = await calculateInStep(generation, brain.model, left);
          if (done) {
            if (done.call) {
              tools.push(done.call);
              tell({ type: 'tool', call: done.call });
            }
            reason = push(done.text);
            sinceResult = done.injected ? '' : null;
            continue;
          }
        }
        if (left <= 0) {
          reason = 'length';
          break;
        }
        const since: string | null = sinceResult;
        const token = chooseToken(generation.distribution, sampling, since === null ? undefined : (each) => keepsResult(since, generation.assembler.peek(each)));
        if (token === null || brain.model.isEogToken(token)) {
          reason = push(generation.flush()) ?? show(splitter.end()) ?? (request.shape === 'reply' ? 'answer' : 'stop');
          break;
        }
        const added = generation.take(token, generation.distribution);
        if (sinceResult !== null) sinceResult = /^[.,]?$/.test(sinceResult + added) ? sinceResult + added : null;
        reason = push(added);
        if (reason === null && goesInCircles(generation.tokens.slice(tokens.length), generation.text)) reason = 'repetition';
        if (reason === null && left === 1) reason = 'length';
        // The last token of a step is not evaluated: whether anything follows it is not known yet.
        if (reason === null) generation.distribution = await sequence.feed(token);
      }

      if (reason === 'length' || reason === 'repetition') {
        push(generation.flush());
        show(splitter.end());
      }
      // Thoughts that never ended are no step, however they stopped.
      if (splitter.isThinking && reason !== 'repetition') reason = 'length';
      await sequence.rest();
      await sequence.mark();
      brain.remember([...prompt.prefix === '' ? [] : last, ...generation.assembler.pieces]);
      tell({
        type: 'finish', reason, text: splitter.text, tokens: generation.stats.slice(thoughtTokens), tools,
        usage: localUsage(tokens.length, fresh, generation.tokens.length - tokens.length),
      });
    } finally {
      await sequence.rest();
    }
  });
}
