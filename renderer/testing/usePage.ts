import type { Page } from 'playwright';
import { expect } from 'vitest';
import type { MethodName } from '../../shared/contract/api.ts';
import type { ModelState } from '../../shared/contract/entities.ts';
import type { Harness } from './openHarness.ts';

/** Opens a scenario, lets `act` use it, and fails on any error, policy violation or request to elsewhere. */
export async function usePage(harness: Harness, scenario: string, act: (page: Page) => Promise<void>, options: Parameters<Harness['open']>[1] = {}): Promise<void> {
  const wrong: string[] = [];
  // From before the first byte: an error told late, on a busy machine, must not depend on who is quicker.
  const page = await harness.open(scenario, options, (opened, origin) => {
    opened.on('pageerror', (error) => wrong.push(String(error)));
    opened.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') wrong.push(`${message.text()} (${message.location().url})`); });
    opened.on('request', (request) => { if (!request.url().startsWith(origin)) wrong.push(`asked ${request.url()}`); });
  });
  try {
    await act(page);
    expect(wrong).toEqual([]);
  } finally {
    await page.context().close();
  }
}

/** What the page asked of the service, in order. */
export function calls(page: Page, method: string): Promise<unknown[]> {
  return page.evaluate((wanted) => {
    const { harness } = window as unknown as { harness: { calls: { method: string; input: unknown }[] } };
    return harness.calls.filter((call) => call.method === wanted).map((call) => call.input);
  }, method);
}

/** What becomes of a model: its download is done, say, or failed. */
export function arrive(page: Page, model: string, state: ModelState): Promise<void> {
  return page.evaluate(([id, is]) => {
    const { harness } = window as unknown as { harness: { arrive: (id: string, state: ModelState) => void } };
    harness.arrive(id, is);
  }, [model, state] as const);
}

/** From now on the service refuses this method with these words; null: no longer. */
export function refuse(page: Page, method: MethodName, words: string | null): Promise<void> {
  return page.evaluate(([name, why]) => {
    const { harness } = window as unknown as { harness: { refuse: (name: string, why: string | null) => void } };
    harness.refuse(name, why);
  }, [method, words] as const);
}

/** From now on the service lets this method wait; false: what waits is let go. */
export function hold(page: Page, method: MethodName, isHeld: boolean): Promise<void> {
  return page.evaluate(([name, is]) => {
    const { harness } = window as unknown as { harness: { hold: (name: string, is: boolean) => void } };
    harness.hold(name, is);
  }, [method, isHeld] as const);
}
