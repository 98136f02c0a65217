import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** The app as a person or a screen reader finds it: by role and name only. */
export const question = (page: Page): Locator => page.getByRole('textbox', { name: 'Your question' });
export const stopButton = (page: Page): Locator => page.getByRole('button', { name: 'Stop', exact: true });
const dial = (page: Page): Locator => page.getByRole('slider', { name: 'How much to ask the expert' });

/** The answers of the open chat, each with its steps. */
export const answers = (page: Page): Locator => page.getByRole('region', { name: 'Answer' });

const writers = { local: 'on this device', expert: 'by the expert' } as const;

/** Accepted steps of one writer, in order. */
export const stepsBy = (page: Page, writer: keyof typeof writers): Locator => page.getByRole('article', { name: new RegExp(`^Step \\d+, written ${writers[writer]}`) });
/** One accepted step, whoever wrote it. */
export const step = (page: Page, number: number): Locator => page.getByRole('article', { name: new RegExp(`^Step ${number}, written `) });

/** How a step's writer is told apart without reading. */
export function lookOf(oneStep: Locator): Promise<{ readonly colour: string; readonly border: string; readonly icon: string }> {
  return oneStep.evaluate((element) => ({
    colour: getComputedStyle(element.querySelector('header svg') ?? element).color,
    border: getComputedStyle(element).borderLeft,
    icon: element.querySelector('header svg')?.innerHTML ?? '',
  }));
}

/** To one end of the slider, by keyboard. It takes no focus before the settings have come. */
export async function moveDial(page: Page, to: 'Home' | 'End'): Promise<void> {
  await expect(dial(page)).toBeEnabled();
  await dial(page).press(to);
}

/** Sends a question and waits until its answer has a place. */
export async function ask(page: Page, text: string): Promise<void> {
  const before = await answers(page).count();
  await question(page).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(answers(page)).toHaveCount(before + 1);
}

/** Until the last answer has ended, whatever its end. */
export async function untilDone(page: Page, timeout = 90_000): Promise<void> {
  await expect(answers(page).last().getByText(/^(The answer is complete\.|Stopped\.|Interrupted\.|Not completed\.)/)).toBeVisible({ timeout });
}

/** The last answer's steps, shown: they fold by themselves where an answer came at once and nobody saw it being written. */
export async function unfoldSteps(page: Page): Promise<void> {
  const summary = answers(page).last().getByRole('button', { name: /^\d+ (?:steps?|repl(?:y|ies)), / });
  if (await summary.getAttribute('aria-expanded') === 'false') await summary.click();
}

/** The settings, with one of their sections open. */
export async function openSettings(page: Page, section: 'Local model' | 'Expert' | 'Policy' | 'Appearance'): Promise<void> {
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('tab', { name: section }).click();
}

/** Opens a chat by what its title begins with. */
export async function openChat(page: Page, title: RegExp): Promise<void> {
  await page.getByRole('navigation', { name: 'Chats' }).getByRole('button', { name: title }).first().click();
}

/** A problem that even the smallest model writes several steps about. */
export const sheepProblem = 'A farmer has 17 sheep and buys 3 times as many. Then he sells 20 of them. How many sheep does he have? Explain each step.';
/** Long enough to be stopped, cut off or killed in the middle, on any machine. */
export const longProblem = 'Add up the numbers from 1 to 20, one at a time. Give each addition as a step of its own, with the sum so far.';
/** AdaSwitch's Figure 5. */
export const pianoProblem = 'Carolyn practices the piano for 20 minutes a day and the violin for three times as long. If she practices six days a week, how many minutes does she spend practicing in a month with four weeks?';
