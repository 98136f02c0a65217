import { eventsUntil } from '../../../../shared/testing/follow.ts';
import { scriptedLocal, type ScriptedStep } from '../../../../shared/testing/scriptedModel.ts';
import { testService } from './testService.ts';

// A process that answers a question and is killed in the middle by the test (`kill -9`). It says on standard output
// which steps it has told a view to be accepted: exactly these must be there afterwards.
const [home = '', stepsText = '3'] = process.argv.slice(2);
const never = new Promise<void>(() => undefined);
const steps = Number(stepsText);
const script: readonly ScriptedStep[] = [
  ...Array.from({ length: steps }, (_, index) => ({ text: `Step with ${index} * 2 = ${index * 2}.` })),
  { text: 'never finished', hold: () => never },
];
const { client } = await testService({ home, local: scriptedLocal(script) });
const chat = await client.call('chats.create', {});
const { runId } = await client.call('runs.start', { chatId: chat.id, question: 'What is 3 * 4 + 5 * 6?', policy: 'localOnly' });
let accepted = 0;
await eventsUntil(client, runId, ({ event }) => {
  if (event.type === 'stepAccepted') process.stdout.write(`${JSON.stringify({ runId, chatId: chat.id, accepted: ++accepted })}\n`);
  return accepted > steps;
});
