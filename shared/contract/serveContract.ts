import { TandemError, toErrorInfo } from '../errors.ts';
import { methods, topics, type MethodName, type Service, type TopicName } from './api.ts';
import { issueWords } from './issueWords.ts';
import { toServiceSchema, type ServicePort } from './wire.ts';

const isMethod = (name: string): name is MethodName => Object.hasOwn(methods, name);
const isTopic = (name: string): name is TopicName => Object.hasOwn(topics, name);

/**
 * Puts a service behind a port: every payload is parsed before the service sees it, every failure becomes an
 * ErrorInfo (kind and sentence, no stack), and subscriptions end with the port.
 * @param log receives the cause of each failure; it must not be sent anywhere
 */
export function serveContract(service: Service, port: ServicePort, log: (what: string, cause: unknown) => void): void {
  const subscriptions = new Map<number, () => void>();

  const fail = (id: number, what: string, error: unknown) => {
    log(what, error);
    port.send({ kind: 'failure', id, error: toErrorInfo(error) });
  };

  const call = async (id: number, name: string, params: unknown) => {
    try {
      if (!isMethod(name)) throw new TandemError('badInput', `There is no method "${name.slice(0, 60)}".`);
      const parsed = methods[name].input.safeParse(params);
      if (!parsed.success) throw new TandemError('badInput', issueWords(name, parsed.error.issues), { cause: parsed.error });
      // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the registry pairs each name with its schema; the compiler cannot follow that through the index
      const value = await service.call(name, parsed.data as never);
      port.send({ kind: 'result', id, value });
    } catch (error) {
      fail(id, name, error);
    }
  };

  const subscribe = (id: number, name: string, params: unknown) => {
    try {
      if (!isTopic(name)) throw new TandemError('badInput', `There is no topic "${name.slice(0, 60)}".`);
      if (subscriptions.has(id)) throw new TandemError('badInput', 'This subscription id is in use.');
      const parsed = topics[name].params.safeParse(params);
      if (!parsed.success) throw new TandemError('badInput', issueWords(name, parsed.error.issues), { cause: parsed.error });
      let ended = false;
      subscriptions.set(id, () => { ended = true; });
      const stop = service.subscribe(
        name,
        // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the registry pairs each name with its schema; the compiler cannot follow that through the index
        parsed.data as never,
        (value) => { if (!ended) port.send({ kind: 'message', id, value }); },
        (error) => { if (!ended) fail(id, name, error); },
      );
      if (ended) stop();
      else subscriptions.set(id, () => { ended = true; stop(); });
    } catch (error) {
      fail(id, name, error);
    }
  };

  port.onMessage((raw) => {
    const parsed = toServiceSchema.safeParse(raw);
    if (!parsed.success) {
      log('unreadable message', parsed.error);
      return;
    }
    const message = parsed.data;
    if (message.kind === 'call') void call(message.id, message.method, message.params);
    else if (message.kind === 'subscribe') subscribe(message.id, message.topic, message.params);
    else {
      subscriptions.get(message.id)?.();
      subscriptions.delete(message.id);
    }
  });
  port.onClose(() => {
    for (const stop of subscriptions.values()) stop();
    subscriptions.clear();
  });
}
