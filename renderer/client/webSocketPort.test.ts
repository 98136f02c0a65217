import { describe, expect, it } from 'vitest';
import { webSocketPort } from './webSocketPort.ts';

/** As much of a WebSocket as the port uses, played by the test. */
class PlayedSocket extends EventTarget {
  readonly OPEN = 1;
  readyState = 0;
  readonly sent: string[] = [];
  send(text: string): void { this.sent.push(text); }
  close(): void { this.readyState = 3; }
  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
  }
  say(data: unknown): void { this.dispatchEvent(new MessageEvent('message', { data })); }
}
const call = { kind: 'call', id: 1, method: 'chats.create', params: {} } as const;

function opening() {
  const socket = new PlayedSocket();
  return { socket, ...webSocketPort('ws://127.0.0.1/contract', () => socket as unknown as WebSocket) };
}

describe('the contract over a WebSocket', () => {
  it('keeps what is sent before it is open', async () => {
    const { socket, port, opened } = opening();
    port.send(call);
    expect(socket.sent).toEqual([]);
    socket.open();
    await opened;
    port.send(call);
    expect(socket.sent.map((text) => JSON.parse(text) as unknown)).toEqual([call, call]);
  });

  it('delivers what came before there was a listener, and passes over what is no JSON', () => {
    const { socket, port } = opening();
    const heard: unknown[] = [];
    socket.say('{"a":1}');
    socket.say('{');
    socket.say(new ArrayBuffer(1));
    port.onMessage((message) => heard.push(message));
    socket.say('{"b":2}');
    expect(heard).toEqual([{ a: 1 }, { b: 2 }]);
  });

  it('tells its end once', () => {
    const { socket, port } = opening();
    let ends = 0;
    port.onClose(() => { ends++; });
    socket.dispatchEvent(new Event('close'));
    port.close();
    expect(ends).toBe(1);
  });
});
