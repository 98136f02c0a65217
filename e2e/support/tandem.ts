import { test as base } from '@playwright/test';
import { newHome, type Home } from './home.ts';
import { startTandem, type Tandem } from './startTandem.ts';

interface Fixtures {
  readonly home: Home;
  /** Starts the app on `home`; whatever is still open at the end of the test is closed. */
  readonly start: (env?: Readonly<Record<string, string>>, switches?: readonly string[]) => Promise<Tandem>;
}

export const test = base.extend<Fixtures>({
  // eslint-disable-next-line no-empty-pattern -- Playwright wants the first parameter destructured
  home: async ({}, use) => {
    const home = newHome();
    await use(home);
    home.remove();
  },
  start: async ({ home }, use) => {
    const open = new Set<Tandem>();
    await use(async (env = {}, switches = []) => {
      const tandem = await startTandem(home, env, switches);
      open.add(tandem);
      return tandem;
    });
    for (const tandem of open) await tandem.close();
  },
});
export { expect } from '@playwright/test';
