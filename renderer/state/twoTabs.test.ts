import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Client } from '../../shared/contract/api.ts';
import { createClient } from '../../shared/contract/createClient.ts';
import { linkedPorts } from '../../shared/contract/inMemory.ts';
import { serveContract } from '../../shared/contract/serveContract.ts';
import { claudeCard } from '../testing/sampleModels.ts';
import { expertStep, localStep, started } from '../testing/sampleRuns.ts';
import { createScriptedService } from '../testing/scriptedService.ts';
import { useConnection } from './connection.ts';
import { readMessages, useMessages } from './messages.ts';
import { isOver, keepFollowing, useRuns } from './runs.ts';

beforeEach(() => {
  vi.useFakeTimers();
  // A hidden page has no frames.
  vi.stubGlobal('document', { hidden: true });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
  useConnection.setState({ status: 'connecting', client: null });
  useRuns.setState({ views: {}, rounds: {} });
  useMessages.setState({ byChat: {} });
});

it.each([['while it is being written', 5_000], ['also where it was complete before this tab looked', 10]])('an answer that another tab goes on with is followed here, %s', async (_, paceMs) => {
  const stopped = [started(claudeCard), ...localStep(0, 'First 3 * 4 = 12.'), ...expertStep(1, 'a', 'b'), { type: 'runCancelled' } as const];
  const service = createScriptedService({ chats: [{ title: 'Stopped', answers: [{ question: 'What is 3 * 4 + 5?', events: stopped }] }], paceMs });
  const open = (): Client => {
    const [client, server] = linkedPorts();
    serveContract(service, server, () => undefined);
    return createClient(client);
  };
  const other = open();
  const own = open();
  useConnection.setState({ status: 'open', client: own });
  let chatId = '';
  // As the open chat does: read again whenever the list of chats is told anew.
  own.subscribe('chats', {}, (chats) => {
    chatId = chats[0]?.id ?? '';
    void readMessages(chatId);
  }, () => undefined);
  await vi.advanceTimersByTimeAsync(1);
  const runId = useMessages.getState().byChat[chatId]?.at(-1)?.runId ?? '';
  const leave = keepFollowing(runId);
  await vi.advanceTimersByTimeAsync(500);
  const view = () => useRuns.getState().views[runId];
  expect(view()?.status).toBe('cancelled');

  await other.call('runs.continue', { runId });
  await vi.advanceTimersByTimeAsync(1_000);
  if (paceMs > 1_000) {
    expect([view()?.status, isOver(view()), useMessages.getState().byChat[chatId]?.at(-1)?.runStatus]).toEqual(['running', false, 'running']);
    await vi.advanceTimersByTimeAsync(paceMs);
  }
  expect(view()).toMatchObject({ status: 'finished', answer: 'continued' });
  leave();
});
