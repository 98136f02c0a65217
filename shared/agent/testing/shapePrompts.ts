import type { AnswerShape } from '../model.ts';

/** What somebody might type, and the shape that suits the answer. */
export interface ShapePrompt { readonly text: string; readonly shape: AnswerShape }

const of = (shape: AnswerShape, texts: readonly string[]): readonly ShapePrompt[] => texts.map((text) => ({ text, shape }));

/**
 * Written before anybody read the code that chooses the shape, and kept apart from tuning: whoever looks at the
 * mistakes made here and mends the rules by them has no test any more.
 */
export const shapePrompts: readonly ShapePrompt[] = [
  ...of('reply', [
    'hello',
    'Hi there! How are you today?',
    'thanks!',
    'ok cool, that was exactly what I needed :)',
    'Good morning. Who are you and what can you do?',
    'Write a mail to my landlord about the heating: it has been broken for 3 days and the flat is at 14 degrees. Polite but firm.',
    'write a short birthday poem for my grandma who turns 80 on Sunday',
    'What does etymology mean?',
    'Translate "The train leaves at 7:45 from platform 3" into German.',
    'Who wrote The Brothers Karamazov?',
    'What is the capital of Australia?',
    'Can you rephrase this so it sounds more professional: "hey, cant make it at 3, lets do 4 instead"',
    'Summarize in two sentences why the Roman Empire fell.',
    'Give me 5 name ideas for a small bakery by the sea',
    'explain photosynthesis like I am 10',
    'What is the difference between a virus and a bacterium?',
    'fix the grammar: He have went to the store and buyed two apple',
    'Tell me a joke about programmers',
    'I feel a bit down today, everything at work went wrong.',
    'When was the Eiffel Tower built?',
    'What is a good way to remove red wine stains from a cotton shirt?',
    'Please write a cover letter for a job as a nurse. I have 12 years of experience, 4 of them in intensive care.',
    'How do I say "see you tomorrow" in Spanish?',
    'What is the meaning of the number 42 in The Hitchhiker\'s Guide to the Galaxy?',
    'Write a Python function that reverses a string.',
    'recommend three novels set in Japan',
    'Why is the sky blue?',
    'Draft a text to my 2 flatmates: the rent goes up by 50 euros each from March 1.',
    'sorry, I meant the other one',
    'Describe how a bicycle stays upright.',
  ]),
  ...of('steps', [
    'A train travels 180 km in 2.5 hours. What is its average speed?',
    'Sara buys 3 notebooks at 2.40 each and a pen for 1.75. She pays with a 20. How much change does she get?',
    'what is 15% of 240 plus 30?',
    'Tom is twice as old as his sister. In 6 years the sum of their ages will be 48. How old is Tom now?',
    'If 4 painters need 9 days for a house, how many days do 6 painters need?',
    'I have a meeting from 9:40 to 11:15 and then one of 50 minutes right after. When am I free again?',
    'Convert 5 feet 11 inches to centimetres.',
    'A recipe for 4 people needs 350 g of flour. How much do I need for 7 people?',
    'A jacket costs $80. It is reduced by 25%, then by another 10%. What is the final price?',
    '17 * 23 - 48 / 6',
    'A tank holds 600 litres. One pipe fills it in 4 hours and another in 6 hours. How long does it take with both open?',
    'Anna is taller than Ben, Ben is taller than Carl, and Dora is shorter than Carl. Who is the second tallest?',
    'my car uses 6.8 l per 100 km, petrol is 1.79 a litre. what does the 430 km to my parents cost?',
    'Three friends share a bill of 86.40 and want to add a tip of 10%. What does each one pay?',
    'A shop sold 48 clips in April and half as many in May. How many clips did it sell in April and May altogether?',
    'I save 120 euros a month and already have 450. After how many months can I buy a laptop for 1,290 euros?',
    'Flight leaves Berlin at 22:10 and lands in New York at 1:05 local time. New York is 6 hours behind. How long is the flight?',
    'There are 12 red, 8 blue and 5 green marbles in a bag. What is the probability of drawing a blue one?',
    'Which is cheaper per kilo: 750 g for 3.29 or 1.2 kg for 4.99?',
    'Five houses in a row. The green one is directly left of the white one, the red one is in the middle, the blue one is first. Where is the yellow house?',
    'How many minutes are there in the month of February in a leap year?',
    'Two cyclists start 90 km apart and ride towards each other at 20 and 25 km/h. When do they meet?',
    'Who was US president when the director of the film Jaws was born?',
    'If today is Wednesday, what day of the week will it be in 100 days?',
    'A farmer has chickens and cows, 30 heads and 74 legs in all. How many cows?',
    'Mia reads 18 pages a day. The book has 312 pages and she is on page 60. On which day from now does she finish?',
    'Hello! Can you help me with my homework? A rectangle is 3 cm longer than wide and has a perimeter of 34 cm. What is its area?',
    'Is the country where the inventor of dynamite was born larger than the one where Marie Curie was born?',
    'Invest 2000 at 3% a year with compound interest. How much is it worth after 5 years?',
    'Every bus of line 4 comes every 12 minutes, every bus of line 7 every 18. Both left at 8:00. When do they next leave together?',
  ]),
];
