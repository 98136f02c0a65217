import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** The app as a person or a screen reader finds it: by role and name only. */
export const question = (page: Page): Locator => page.getByRole('textbox', { name: 'Your question' });
export const stopButton = (page: Page): Locator => page.getByRole('button', { name: 'Stop', exact: true });
export const dial = (page: Page): Locator => page.getByRole('slider', { name: 'How much to ask the expert' });

const writers = { local: 'written on this device', expert: 'written by the expert' } as const;

/** The steps of one writer, in order. */
export const stepsBy = (page: Page, writer: keyof typeof writers): Locator => page.getByLabel(new RegExp(`^Step \\d+, ${writers[writer]}`));
export const step = (page: Page, number: number): Locator => page.getByLabel(new RegExp(`^Step ${number}, `));

export async function ask(page: Page, text: string): Promise<void> {
  await question(page).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

/** Until nothing is being written any more. */
export async function untilDone(page: Page, timeout = 45_000): Promise<void> {
  await expect(stopButton(page)).toHaveCount(0, { timeout });
}

/** A problem that even the smallest model writes several steps about. */
export const sheepProblem = 'A farmer has 17 sheep and buys 3 times as many. Then he sells 20 of them. How many sheep does he have? Explain each step.';
/** AdaSwitch's Figure 5. */
export const pianoProblem = 'Carolyn practices the piano for 20 minutes a day and the violin for three times as long. If she practices six days a week, how many minutes does she spend practicing in a month with four weeks?';
