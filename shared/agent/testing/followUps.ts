import type { Turn } from '../model.ts';
import type { ShapePrompt } from './shapePrompts.ts';

/** A problem that was worked in steps, as it stands in a chat's history. */
export const workedProblem: readonly Turn[] = [
  { role: 'user', text: 'A farmer has 12 sheep and sells each for $80. How much money does he get in 4 weeks if he sells 3 sheep a week?' },
  { role: 'assistant', text: 'Step 1: In 4 weeks he sells 3 * 4 = 12 sheep.\nStep 2: He gets 12 * 80 = 960 dollars.\nAnswer: 960' },
];

const of = (shape: ShapePrompt['shape'], texts: readonly string[]): readonly ShapePrompt[] => texts.map((text) => ({ text, shape }));

/** What may be said after it. The rules were tuned on the first list; the second was written with it and only counted. */
export const tunedFollowUps: readonly ShapePrompt[] = [
  ...of('steps', [
    'And in 24 weeks?', 'And if he had 18 sheep?', 'ok, now double it', 'what about 5 sheep a week?', 'and how much would that be in euros at 0.9?',
    'same question with 7 weeks', 'What if each costs twice as much?', 'Now with a discount of 10%', 'how many are left then?', 'and per day?',
  ]),
  ...of('reply', [
    'thanks!', 'why did you multiply by 4?', 'can you explain step 2?', 'are you sure?', 'ok great, that makes sense',
    'write that as a short mail to the farmer', 'what does dividing mean?', 'who are you?', 'I do not understand the first step', 'tell me a joke about sheep',
  ]),
];

export const keptFollowUps: readonly ShapePrompt[] = [
  ...of('steps', [
    'And for 3 months?', 'suppose he sells only half of them', 'now do it for $95 each', 'and what if the price drops by a quarter?', 'try it with 20 sheep instead',
    'How much does he make per week then?', 'and after 10 weeks?', 'great. and with 6 a week?', 'triple the price please', 'ok and how many weeks does he need for all of 30?',
  ]),
  ...of('reply', [
    'thank you so much', 'how did you get 960?', 'where does the 12 come from?', 'no, that is wrong', 'Could you put it in simpler words?',
    'translate your answer into French', 'is that really right?', 'cool, you are good at this', 'what is the capital of France?', 'what do sheep eat?',
  ]),
];

/** A greeting and what is wanted, in one line. */
export const tunedGreetings: readonly ShapePrompt[] = of('steps', [
  'hi can you solve 3x+5=20', 'hello 12*17', 'hey, what is 15% of 80', 'ok compute 4 * 19', 'hi, split 90 euros among 4 people',
  'good morning, solve 2x = 14', 'yes please calculate 7*8', 'hello there, convert 3 hours in minutes', 'thanks, now find x: 5x - 10 = 0', 'okay 144/12 =',
]);

export const keptGreetings: readonly ShapePrompt[] = of('steps', [
  'hey solve x + 7 = 12', 'hi 98 - 45', 'hello, how much is 20% of 50', 'no, calculate 6 * 7 + 2', 'great, now work out 13 * 13',
  'Good evening, evaluate (3+4)*5', 'hi there what is 9 squared plus 4 * 2', 'ok 3/4 of 80', 'cool, simplify 6x + 3 = 9', 'hello tandem, add up 3, 9 and 14',
]);
