import { z } from 'zod';
import { errorInfoSchema } from '../errors.ts';

/** What travels between a client and the service, whatever carries it. Subscriptions are named by the client's id. */
export const toServiceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('call'), id: z.number().int(), method: z.string(), params: z.unknown() }),
  z.object({ kind: z.literal('subscribe'), id: z.number().int(), topic: z.string(), params: z.unknown() }),
  z.object({ kind: z.literal('unsubscribe'), id: z.number().int() }),
]);
export type ToService = z.infer<typeof toServiceSchema>;

export const toClientSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('result'), id: z.number().int(), value: z.unknown() }),
  z.object({ kind: z.literal('failure'), id: z.number().int(), error: errorInfoSchema }),
  z.object({ kind: z.literal('message'), id: z.number().int(), value: z.unknown() }),
]);
export type ToClient = z.infer<typeof toClientSchema>;

/** One end of anything that carries messages both ways in order: Electron IPC, a WebSocket, a pair in memory. */
export interface Port<Out, In> {
  send(message: Out): void;
  /** At most one listener; messages that came before it are delivered to it first. `message` is unchecked: parse it. */
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
  /** Phantom: keeps the direction of a port in its type. */
  readonly direction?: { readonly out: Out; readonly in: In };
}
export type ClientPort = Port<ToService, ToClient>;
export type ServicePort = Port<ToClient, ToService>;
