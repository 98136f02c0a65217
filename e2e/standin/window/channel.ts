import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import type { DevToolsSession } from '../chromium/devTools.ts';
import { makeCodec } from '../page/codec.ts';
import { isolatedWorldName, isolatedWorldSource, mainWorldSource } from '../page/worlds.ts';
import { z } from 'zod';

export const codec = makeCodec();
const fromPageSchema = z.object({ id: z.number().optional(), channel: z.string(), args: z.array(z.unknown()) });
export type FromPage = z.infer<typeof fromPageSchema>;

export interface Channel {
  /** Sends to the newest document's preload; what no document can take is lost, as in Electron. */
  toPage(text: string): void;
}

export interface ChannelEvents {
  opened(contextId: number, origin: string): void;
  received(contextId: number, message: FromPage): void;
}

/** Puts the preload into each new document of a page and carries its messages. */
export async function openChannel(session: DevToolsSession, preload: string | undefined, events: ChannelEvents): Promise<Channel> {
  const secret = randomBytes(8).toString('hex');
  const binding = `__standin${secret}`;
  const contexts = new Set<number>();

  session.on('Runtime.executionContextCreated', ({ context }) => {
    if (context.name !== isolatedWorldName) return;
    contexts.add(context.id);
    events.opened(context.id, context.origin);
  });
  session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => { contexts.delete(executionContextId); });
  session.on('Runtime.executionContextsCleared', () => { contexts.clear(); });
  session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    if (name === binding) events.received(executionContextId, fromPageSchema.parse(codec.decode(payload)));
  });

  const addSource = (source: string, worldName?: string) =>
    session.send('Page.addScriptToEvaluateOnNewDocument', worldName === undefined ? { source } : { source, worldName });
  await Promise.all([
    session.send('Runtime.enable'),
    session.send('Runtime.addBinding', { name: binding, executionContextName: isolatedWorldName }),
    addSource(mainWorldSource(secret)),
    ...preload === undefined ? [] : [addSource(isolatedWorldSource(secret, binding, fs.readFileSync(preload, 'utf8')), isolatedWorldName)],
  ]);
  return {
    toPage: (text) => {
      const contextId = [...contexts].at(-1);
      if (contextId === undefined) return;
      session.send('Runtime.evaluate', { contextId, expression: `__standinReceive(${JSON.stringify(text)})` }).catch(() => undefined);
    },
  };
}
