import { create } from 'zustand';
import type { Client, Input, MethodName, Output } from '../../shared/contract/api.ts';
import { createClient } from '../../shared/contract/createClient.ts';
import { TandemError } from '../../shared/errors.ts';
import type { OpenPort } from '../client/openPort.ts';

export interface Connection {
  /** `lost`: it was or could not be opened; another attempt is on its way. */
  readonly status: 'connecting' | 'open' | 'lost';
  /** Changes with every attempt: whoever subscribed with the old one subscribes again with the new one. */
  readonly client: Client | null;
}

export const useConnection = create<Connection>(() => ({ status: 'connecting', client: null }));

const delaysMs = [300, 1_000, 2_000, 4_000, 8_000];

/** Opens a port, and opens it again whenever it closes, ever more slowly. */
export function connect(openPort: OpenPort): void {
  let failures = 0;
  const attempt = () => {
    const { port, opened } = openPort();
    port.onClose(() => {
      useConnection.setState({ status: 'lost' });
      const delay = delaysMs[Math.min(failures, delaysMs.length - 1)] ?? 8_000;
      failures++;
      setTimeout(attempt, delay);
    });
    const client = createClient(port);
    void opened.then(() => {
      failures = 0;
      useConnection.setState({ status: 'open', client });
    });
  };
  attempt();
}

/** Calls the service over the present connection. */
export function call<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>> {
  const { client } = useConnection.getState();
  if (client) return client.call(method, input);
  return Promise.reject(new TandemError('disconnected', 'Tandem is not connected yet. Nothing was changed; try again in a moment.'));
}

/** Runs `start` with every client there will be, and ends what it started before. */
export function withEveryClient(start: (client: Client) => () => void): () => void {
  let current: Client | null = null;
  let end: () => void = () => undefined;
  const apply = ({ client }: Connection) => {
    if (client === current || client === null) return;
    end();
    current = client;
    end = start(client);
  };
  apply(useConnection.getState());
  const unsubscribe = useConnection.subscribe(apply);
  return () => {
    unsubscribe();
    end();
  };
}
