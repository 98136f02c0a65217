import type { GoldStep } from '../examProblem.ts';
import { TandemError } from '../../errors.ts';
import type { Drawn } from './drawNumbers.ts';
import type { Template } from './template.ts';
import { distractors, openings, vocabulary } from './vocabulary.ts';

export interface Told { readonly question: string; readonly documents?: { title: string; text: string }[]; readonly steps: GoldStep[] }

/** Puts a drawn problem into words. */
export function tell(template: Template, drawn: Drawn, extra: number, random: () => number): Told {
  const fill = slotFiller(drawn, random);
  const [given, asked] = pick(template.tellings, random);
  const between = extra === 0 ? [] : [pick(distractors, random).replace('<n>', String(2 + Math.floor(random() * 48)))];
  const steps = template.steps.map(([, words], index) => {
    const step = drawn.steps[index];
    if (!step) throw new TandemError('internal', 'A step of the built-in exam has no calculation.');
    const lookedUp = step.expression === String(step.value);
    const worked = lookedUp ? String(step.value) : `${step.expression} = ${step.value}`;
    return { text: fill(words.replace('<=>', worked)), expression: step.expression, value: step.value };
  });
  const opening = random() < 0.4 ? [pick(openings, random)] : [];
  const question = [...opening, given, ...between, asked].map(fill).join(' ');
  const documents = template.documents?.map(([title, text]) => ({ title: fill(title), text: fill(text) }));
  // The order of the paragraphs must not give away which of them matter.
  documents?.sort((a, b) => (a.text < b.text ? -1 : 1));
  return { question, ...(documents ? { documents } : {}), steps };
}

/** Replaces slots; a slot keeps its word, and no two slots share one. */
function slotFiller(drawn: Drawn, random: () => number): (text: string) => string {
  const words = new Map<string, string>();
  const used = new Set<string>();
  const word = (slot: string): string => {
    const known = words.get(slot);
    if (known !== undefined) return known;
    const list: readonly string[] = vocabularyOf(slot);
    let chosen = pick(list, random);
    while (used.has(chosen)) chosen = pick(list, random);
    used.add(chosen);
    words.set(slot, chosen);
    return chosen;
  };
  return (text) => {
    const filled = text.replace(/(\$?)<([a-z]+\d?)>/g, (_, money: string, slot: string) => {
      const number = drawn.numbers.get(slot);
      if (number === undefined) return money + word(slot);
      return money + (money !== '' && !Number.isInteger(number) ? number.toFixed(2) : String(number));
    });
    return filled.replace(/^[a-z]/, (first) => first.toUpperCase()).replace(/([.?] )([a-z])/g, (_, before: string, first: string) => before + first.toUpperCase());
  };
}

function vocabularyOf(slot: string): readonly string[] {
  const name = slot.replace(/\d$/, '');
  const found = Object.entries(vocabulary).find(([key]) => key === name);
  if (!found) throw new TandemError('internal', `The built-in exam has no words for "${slot}".`);
  return found[1];
}

function pick<T>(items: readonly T[], random: () => number): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new TandemError('internal', 'The built-in exam has nothing to choose from.');
  return item;
}
