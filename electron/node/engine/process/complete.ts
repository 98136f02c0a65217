import { seededRandom } from '../../../../shared/switching/random.ts';
import type { CompletionPart, CompletionRequest } from '../api.ts';
import type { Brain } from './brain.ts';
import { chooseToken } from './distribution.ts';
import { startGeneration } from './generation.ts';
import { roomFor } from './room.ts';
import { createStopFinder } from './stopSequences.ts';
import { localUsage } from './usage.ts';

type Finish = Extract<CompletionPart, { type: 'finish' }>;

/** Continues a chat, whatever it is about. */
export async function complete(brain: Brain, request: CompletionRequest, signal: AbortSignal, tell: (part: CompletionPart) => void): Promise<void> {
  const { tokens, last } = brain.tokenise(request);
  const room = roomFor(tokens.length, request.maxTokens, brain.contextSize);
  const stops = createStopFinder(request.stopSequences);
  const sampling = { temperature: request.temperature, topK: request.topK, topP: request.topP, random: seededRandom(request.seed) };

  await brain.sequences.use(tokens, signal, async (sequence) => {
    try {
      const fresh = await sequence.align(tokens, signal);
      const generation = await startGeneration(brain.model, sequence, tokens);
      let text = '';
      const show = (visible: string): void => {
        text += visible;
        if (visible !== '') tell({ type: 'delta', text: visible });
      };
      let reason: Finish['reason'] | null = null;
      let stopSequence: string | null = null;
      const push = (added: string): void => {
        const { visible, stop } = stops.push(added);
        show(visible);
        if (stop !== null) [reason, stopSequence] = ['stopSequence', stop];
      };

      while (reason === null) {
        signal.throwIfAborted();
        if (generation.tokens.length - tokens.length >= room) {
          reason = 'length';
          break;
        }
        const token = chooseToken(generation.distribution, sampling);
        if (token === null || brain.model.isEogToken(token)) {
          reason = 'end';
          break;
        }
        push(generation.take(token, generation.distribution));
        if (reason === null) generation.distribution = await sequence.feed(token);
      }
      if (stopSequence === null) {
        push(generation.flush());
        show(stops.end());
      }
      brain.remember([...request.prefix === '' ? [] : last, ...generation.assembler.pieces]);
      const finish: Finish = {
        type: 'finish', reason, stopSequence, text,
        usage: localUsage(tokens.length, fresh, generation.tokens.length - tokens.length),
      };
      tell(finish);
    } finally {
      await sequence.rest();
    }
  });
}
