import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { CDPSession } from '@playwright/test';
import { z } from 'zod';

/** What is used of a DevTools session, with Playwright's types of the protocol. */
export type DevToolsSession = Pick<CDPSession, 'send' | 'on'>;

const incomingSchema = z.object({
  id: z.number().optional(), sessionId: z.string().optional(), method: z.string().optional(),
  params: z.unknown().optional(), result: z.unknown().optional(), error: z.object({ message: z.string() }).optional(),
});

interface Pending { readonly method: string; readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }

/** Chromium's DevTools protocol over `--remote-debugging-pipe`: JSON messages, each ended by a NUL. */
export class DevToolsPipe {
  private lastId = 0;
  private readonly pending = new Map<number, Pending>();
  private readonly events = new Map<string, EventEmitter>();
  private readonly out: Writable;

  constructor(out: Writable, incoming: Readable) {
    this.out = out;
    out.on('error', () => undefined);
    let rest = '';
    incoming.setEncoding('utf8').on('data', (chunk: string) => {
      const messages = (rest + chunk).split('\0');
      rest = messages.pop() ?? '';
      for (const message of messages) this.receive(message);
    });
    incoming.on('close', () => {
      for (const { method, reject } of this.pending.values()) reject(new Error(`${method}: Chromium is gone`));
      this.pending.clear();
    });
  }

  /** The browser's own session, or that of one page. */
  session(sessionId?: string): DevToolsSession {
    const events = this.eventsOf(sessionId);
    const send = (method: string, params: object = {}) =>
      new Promise<unknown>((resolve, reject) => {
        const id = ++this.lastId;
        this.pending.set(id, { method, resolve, reject });
        this.out.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
      });
    const session = { send, on: (event: string, listener: (payload: unknown) => void) => { events.on(event, listener); return session; } };
    // Commands and events are named and typed by Playwright's copy of the protocol; Chromium's answers are taken as that says.
    return session as unknown as DevToolsSession;
  }

  forget(sessionId: string): void {
    this.events.delete(sessionId);
  }

  private eventsOf(sessionId = ''): EventEmitter {
    const known = this.events.get(sessionId);
    if (known) return known;
    const created = new EventEmitter();
    this.events.set(sessionId, created);
    return created;
  }

  private receive(text: string): void {
    const message = incomingSchema.parse(JSON.parse(text));
    if (message.id === undefined) {
      if (message.method !== undefined) this.events.get(message.sessionId ?? '')?.emit(message.method, message.params);
      return;
    }
    const waiting = this.pending.get(message.id);
    this.pending.delete(message.id);
    if (message.error) waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`));
    else waiting?.resolve(message.result);
  }
}
