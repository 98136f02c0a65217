import { z } from 'zod';
import { stepRequestSchema } from './protocol.ts';

/** What the bench and its process say to each other beside the engine's protocol. */
export const rawTurnSchema = z.object({ type: z.literal('rawTurn'), request: stepRequestSchema });
export const rawAnswerSchema = z.object({ type: z.literal('rawAnswer'), ms: z.number() });
