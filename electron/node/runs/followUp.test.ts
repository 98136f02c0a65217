import { expect, it } from 'vitest';
import { eventsToEnd } from '../../../shared/testing/follow.ts';
import { scriptedLocal } from '../../../shared/testing/scriptedModel.ts';
import { emptyRun, reduceRunAll } from '../../../shared/trace/reduceRun.ts';
import { pianoScript, testService } from './testing/testService.ts';

it('a question that goes on with a problem is worked in steps, in its own chat only', async () => {
  const { service, client } = await testService({ local: scriptedLocal(pianoScript) });
  try {
    const ask = async (chatId: string, question: string) => {
      const { runId } = await client.call('runs.start', { chatId, question, policy: 'localOnly' });
      return reduceRunAll(emptyRun, await eventsToEnd(client, runId)).shape;
    };
    const chat = await client.call('chats.create', {});
    expect(await ask(chat.id, 'A child practises 15 minutes a day on 6 days a week. How many minutes is that in 12 weeks?')).toBe('steps');
    expect(await ask(chat.id, 'And in 24 weeks?')).toBe('steps');
    expect(await ask(chat.id, 'thanks!')).toBe('reply');
    const other = await client.call('chats.create', {});
    expect(await ask(other.id, 'And in 24 weeks?')).toBe('reply');
  } finally {
    await service.close();
  }
});
