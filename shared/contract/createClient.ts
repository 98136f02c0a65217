import { TandemError } from '../errors.ts';
import { methods, topics, type Client, type Output, type TopicMessage } from './api.ts';
import { toClientSchema, type ClientPort } from './wire.ts';

interface PendingCall { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void }
interface Subscription { readonly receive: (value: unknown) => void; readonly fail: (error: unknown) => void }

const lost = () => new TandemError('disconnected', 'The connection to Tandem was lost. Everything accepted so far is kept; reload to go on.');

/** The typed client over any port. What comes back is parsed before anyone sees it. */
export function createClient(port: ClientPort): Client {
  let nextId = 1;
  let closed = false;
  const calls = new Map<number, PendingCall>();
  const subscriptions = new Map<number, Subscription>();

  port.onMessage((raw) => {
    const parsed = toClientSchema.safeParse(raw);
    if (!parsed.success) return;
    const message = parsed.data;
    if (message.kind === 'message') {
      subscriptions.get(message.id)?.receive(message.value);
      return;
    }
    const call = calls.get(message.id);
    calls.delete(message.id);
    if (message.kind === 'result') call?.resolve(message.value);
    else {
      const error = new TandemError(message.error.kind, message.error.message);
      call?.reject(error);
      const subscription = subscriptions.get(message.id);
      subscriptions.delete(message.id);
      subscription?.fail(error);
    }
  });

  port.onClose(() => {
    if (closed) return;
    closed = true;
    for (const call of calls.values()) call.reject(lost());
    for (const subscription of subscriptions.values()) subscription.fail(lost());
    calls.clear();
    subscriptions.clear();
  });

  return {
    call: (method, input) =>
      new Promise<Output<typeof method>>((resolve, reject) => {
        if (closed) {
          reject(lost());
          return;
        }
        const id = nextId++;
        calls.set(id, {
          reject,
          resolve: (value) => {
            const parsed = methods[method].output.safeParse(value);
            // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the registry pairs each name with its schema; the compiler cannot follow that through the index
            if (parsed.success) resolve(parsed.data as Output<typeof method>);
            else reject(new TandemError('internal', `The answer to ${method} has an unknown form. Please restart Tandem.`, { cause: parsed.error }));
          },
        });
        port.send({ kind: 'call', id, method, params: input });
      }),
    subscribe: (topic, params, onMessage, onError) => {
      const id = nextId++;
      if (closed) {
        onError(lost());
        return () => undefined;
      }
      subscriptions.set(id, {
        fail: onError,
        receive: (value) => {
          const parsed = topics[topic].message.safeParse(value);
          // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the registry pairs each name with its schema; the compiler cannot follow that through the index
          if (parsed.success) onMessage(parsed.data as TopicMessage<typeof topic>);
          else onError(new TandemError('internal', `News about ${topic} has an unknown form. Please restart Tandem.`, { cause: parsed.error }));
        },
      });
      port.send({ kind: 'subscribe', id, topic, params });
      return () => {
        if (!subscriptions.delete(id) || closed) return;
        port.send({ kind: 'unsubscribe', id });
      };
    },
    close: () => port.close(),
  };
}
