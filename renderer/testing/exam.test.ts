import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyViewLooksRight, type View } from './looksRight.ts';
import { openHarness, type Harness } from './openHarness.ts';
import { calls, usePage } from './usePage.ts';

let harness: Harness;
beforeAll(async () => { harness = await openHarness(); }, 120_000);
afterAll(() => harness.close());

const using = (scenario: string, act: (page: Page) => Promise<void>, options?: Parameters<Harness['open']>[1]) => usePage(harness, scenario, act, options);
const slider = (page: Page) => page.getByRole('slider', { name: 'How much to ask the expert' });
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Exam' });
const openExam = async (page: Page) => {
  await page.getByRole('button', { name: 'Exam', exact: true }).click();
  await dialog(page).waitFor();
};

describe('the slider’s curve', () => {
  it('is drawn, said in words and spoken, and follows the slider', () => using('shipped', async (page) => {
    await page.getByRole('img', { name: 'Right answers at each setting, 33 % right at the left end, 66 % right at the right end' }).waitFor();
    await page.getByText('at this setting, on problems like these: 2 of 10 steps asked, 51 ± 7 % right instead of 33 %, $0.0004 a question').waitFor();
    await page.getByText('Estimated from the shipped head').waitFor();
    await slider(page).press('Home');
    expect(await slider(page).getAttribute('aria-valuetext')).toBe('p = 1.00: never asks: everything stays on this device; no step asked, 33 ± 7 % right');
    await page.getByText('no step asked, 33 ± 7 % right, $0 a question').waitFor();
  }));

  it('without an expert in the exam says that it takes one that never errs, and recommends nothing', () => using('untried', async (page) => {
    await page.getByText('at this setting and with an expert that never errs').waitFor();
    await openExam(page);
    await dialog(page).getByText('what one would bring that never errs').waitFor();
    expect(await dialog(page).getByText('Recommended').count()).toBe(0);
  }));

  it('stands above the thumb', () => using('shipped', async (page) => {
    for (const [key, share] of [['Home', 0], ['End', 1]] as const) {
      await slider(page).press(key);
      const [curve, track] = [await page.getByRole('img', { name: 'Right answers at each setting' }).boundingBox(), await slider(page).boundingBox()];
      const thumb = await slider(page).evaluate((element) => 0.5625 * Number.parseFloat(getComputedStyle(element.ownerDocument.documentElement).fontSize));
      if (!curve || !track) throw new Error('curve or slider are not there');
      expect(curve.x + share * curve.width).toBeCloseTo(track.x + thumb + share * (track.width - 2 * thumb), 0);
    }
  }));

  it('calls doubts a likelihood only where the gate is calibrated, also for handing over', async () => {
    const handOver = async (page: Page) => {
      await page.getByRole('button', { name: /^Who decides: / }).click();
      await page.getByRole('menuitemradio', { name: /^Hand over/ }).click();
      await page.getByRole('menu').waitFor({ state: 'detached' });
    };
    const badges = async (page: Page) => {
      await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByRole('tab', { name: 'Policy' }).click();
      return page.locator('label').filter({ has: page.getByRole('radio', { name: /^(AdaSwitch|Hand over)$/ }) }).getByText('uncalibrated', { exact: true }).count();
    };
    await using('shortExam', async (page) => {
      await page.getByText('Uncalibrated: your exam of 2026-11-23').waitFor();
      expect(await slider(page).getAttribute('aria-valuetext')).toContain('asks when a step\'s doubt is above 40 %');
      await handOver(page);
      expect(await slider(page).getAttribute('aria-valuetext')).toContain('at the first step whose doubt is above 40 %');
      expect(await badges(page)).toBe(2);
    });
    await using('shipped', async (page) => {
      expect(await slider(page).getAttribute('aria-valuetext')).toContain('asks when a step is more than 40 % likely to be wrong');
      await handOver(page);
      expect(await slider(page).getAttribute('aria-valuetext')).toContain('at the first step more than 40 % likely to be wrong');
      expect(await badges(page)).toBe(0);
    });
  });

  it('is not there without a head, and for no other policy', () => using('worked', async (page) => {
    await page.getByText('Uncalibrated: no exam was taken').waitFor();
    expect(await page.getByRole('img', { name: 'Right answers at each setting' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('tab', { name: 'Policy' }).click();
    await page.getByText('To compare with').click();
    await page.getByRole('radio', { name: 'By chance' }).check();
    await page.getByText('Uncalibrated: no exam was taken').waitFor({ state: 'detached' });
  }));

  it('opens the exam from its words', () => using('worked', async (page) => {
    await page.getByRole('button', { name: 'Take an exam' }).click();
    await dialog(page).waitFor();
  }));
});

describe('an exam', () => {
  it('begins for a minute with built-in problems, stops, goes on, and keeps the focus in the dialog', () => using('worked', async (page) => {
    await openExam(page);
    await dialog(page).getByText('go to Claude Haiku 5.5 (api.anthropic.com)').waitFor();
    await dialog(page).getByRole('button', { name: 'Begin the exam' }).press('Enter');
    await dialog(page).getByRole('heading', { name: 'The exam is running: built-in problems' }).waitFor();
    expect(await calls(page, 'exam.start')).toEqual([{ source: { kind: 'builtIn' }, seconds: 60, problems: null }]);
    await expect.poll(() => page.evaluate(() => document.activeElement !== document.body && document.querySelector('dialog')?.contains(document.activeElement))).toBe(true);
    await dialog(page).getByRole('button', { name: 'Stop' }).click();
    await dialog(page).getByText('Stopped. 12 problems are kept').waitFor();
    await dialog(page).getByRole('button', { name: 'Continue' }).click();
    await dialog(page).getByRole('button', { name: 'Stop' }).waitFor();
  }));

  it('promises no cap where nobody knows what the expert bills', () => using('server', async (page) => {
    await openExam(page);
    await dialog(page).getByText('Take an exam', { exact: true }).click();
    await dialog(page).getByText('go to large at box.lan (box.lan). What it bills is not known to Tandem, so no cap holds.').waitFor();
  }));

  it('takes a number of problems and refuses what is none', () => using('worked', async (page) => {
    await openExam(page);
    await dialog(page).getByRole('radio', { name: 'A number of problems' }).check();
    const count = dialog(page).getByRole('spinbutton', { name: 'Problems' });
    await count.fill('0');
    expect(await dialog(page).getByRole('button', { name: 'Begin the exam' }).isDisabled()).toBe(true);
    await count.fill('120');
    await dialog(page).getByRole('button', { name: 'Begin the exam' }).click();
    await expect.poll(() => calls(page, 'exam.start')).toEqual([{ source: { kind: 'builtIn' }, seconds: null, problems: 120 }]);
  }));

  it('asks the model about its own steps only where that is wished', () => using('worked', async (page) => {
    await openExam(page);
    await dialog(page).getByRole('checkbox', { name: /question the model about its own steps/ }).check();
    await dialog(page).getByRole('button', { name: 'Begin the exam' }).click();
    await expect.poll(() => calls(page, 'exam.start')).toEqual([{ source: { kind: 'builtIn' }, seconds: 60, problems: null, asksItself: true }]);
  }));

  it('takes the user’s own examples, by file or by drop, and says why not', () => using('worked', async (page) => {
    await openExam(page);
    await dialog(page).getByRole('radio', { name: 'My own examples' }).check();
    const input = dialog(page).getByLabel('File of examples');
    await input.setInputFiles({ name: 'mine.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') });
    await dialog(page).getByText('mine.pdf was not read: examples come as .jsonl or .csv').waitFor();
    expect(await dialog(page).getByRole('button', { name: 'Begin the exam' }).isDisabled()).toBe(true);
    await input.setInputFiles({ name: 'mine.jsonl', mimeType: '', buffer: Buffer.from('{"question":"1+1?","answer":2}') });
    await dialog(page).getByText('mine.jsonl, 1 kB').waitFor();
    await dialog(page).getByText('or drop it here').evaluate((element) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['question,answer\n2+2?,4'], 'dropped.csv'));
      element.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    });
    await dialog(page).getByText('dropped.csv, 1 kB').waitFor();
    await dialog(page).getByRole('radio', { name: 'All of my examples' }).check();
    await dialog(page).getByRole('button', { name: 'Begin the exam' }).click();
    await expect.poll(() => calls(page, 'exam.start')).toEqual([{ source: { kind: 'examples', name: 'dropped.csv', text: 'question,answer\n2+2?,4' }, seconds: null, problems: null }]);
    expect(await page.getByRole('list', { name: 'Attached files' }).count()).toBe(0);
  }));

  it('shows how far it is, wherever it was started', () => using('examRunning', async (page) => {
    await page.getByRole('button', { name: 'An exam is running' }).click();
    expect(await dialog(page).getByRole('progressbar', { name: 'Exam' }).getAttribute('aria-valuenow')).toBe('60');
    await dialog(page).getByText('12 problems, 46 steps examined, 19 of them wrong').waitFor();
    await dialog(page).getByText('0.78 (0.63 to 0.90)').waitFor();
    await dialog(page).getByText('about 24 s left').waitFor();
  }));

  it('says why it failed and can begin anew', () => using('examFailed', async (page) => {
    await openExam(page);
    await dialog(page).getByText('Line 7 of homework.csv has no answer').waitFor();
    expect(await dialog(page).getByRole('button', { name: 'Begin the exam' }).isEnabled()).toBe(true);
  }));

  it('waits for the local model', () => using('first', async (page) => {
    await openExam(page);
    await dialog(page).getByText('The local model must be open first.').waitFor();
    expect(await dialog(page).getByRole('button', { name: 'Begin the exam' }).isDisabled()).toBe(true);
  }));
});

describe('its result', () => {
  it('is drawn, and every drawing can be read as a table', () => using('examFinished', async (page) => {
    await openExam(page);
    for (const title of ['Right answers by steps asked', 'Right answers by price', 'Is its doubt true?']) await dialog(page).getByRole('figure', { name: title }).waitFor();
    const figure = dialog(page).getByRole('figure', { name: 'Is its doubt true?' });
    expect(await figure.locator('circle').count()).toBe(10);
    await figure.getByText('As a table').click();
    expect(await figure.getByRole('row').allTextContents()).toContain('35 %38 %28 to 48 %96');
    await dialog(page).getByText('the expert wrote a right one in 62 % of 140 tries (54 to 70 %)').waitFor();
  }));

  it('says which setting pays for what a right answer is worth', () => using('examFinished', async (page) => {
    await openExam(page);
    const worth = dialog(page).getByRole('spinbutton', { name: 'To me a right answer is worth, in US dollars' });
    // (d + c / V) / (r + d) = (0.05 + 0.0005 / 0.01) / (0.62 + 0.05).
    await dialog(page).getByText('asking pays when a step is more than 15 % likely to be wrong').waitFor();
    await worth.fill('0.002');
    await dialog(page).getByText('asking pays when a step is more than 45 % likely to be wrong').waitFor();
    await worth.fill('-1');
    await dialog(page).getByText('Give an amount above 0.').waitFor();
    await worth.fill('0.002');
    await dialog(page).getByRole('button', { name: 'Set p to 0.45' }).click();
    await expect.poll(() => calls(page, 'settings.set')).toEqual([{ dial: 0.45 }]);
  }));

  it('goes by the p that counts, and puts the slider in the place of what sets it', () => using('examOfBudget', async (page) => {
    // The month's budget is spent: p is 1, wherever the slider stands.
    await openExam(page);
    const dot = dialog(page).getByRole('figure', { name: 'Right answers by steps asked' }).locator('circle');
    const [circle, plot] = [await dot.boundingBox(), await dialog(page).getByRole('img', { name: /\(steps asked\)/ }).boundingBox()];
    if (!circle || !plot) throw new Error('plot or dot are not there');
    expect((circle.x - plot.x) / plot.width).toBeLessThan(0.2);
    await dialog(page).getByText('The slider then says what is asked, and your budget of $5.00 a month ends.').first().waitFor();
    const worth = dialog(page).getByRole('spinbutton', { name: 'To me a right answer is worth, in US dollars' });
    await worth.fill('0.002');
    await dialog(page).getByRole('button', { name: 'Set p to 0.45' }).waitFor();
    await dialog(page).getByRole('button', { name: 'Use this setting' }).click();
    await dialog(page).getByRole('button', { name: 'In use' }).waitFor();
    expect(await calls(page, 'settings.set')).toEqual([{ dial: 0.35, dialMode: { kind: 'threshold' } }]);
    await dialog(page).getByRole('button', { name: 'Set p to 0.45' }).click();
    await expect.poll(() => calls(page, 'settings.set')).toContainEqual({ dial: 0.45 });
  }));

  it('puts the recommended setting and the former head into use', () => using('examFinished', async (page) => {
    await openExam(page);
    await dialog(page).getByRole('button', { name: 'Use this setting' }).click();
    await dialog(page).getByRole('button', { name: 'In use' }).waitFor();
    expect(await calls(page, 'settings.set')).toEqual([{ dial: 0.35 }]);
    await dialog(page).getByRole('button', { name: 'Back to the former head' }).click();
    await dialog(page).getByRole('button', { name: 'Back to the former head' }).waitFor({ state: 'detached' });
    expect(await calls(page, 'gate.useFormer')).toHaveLength(1);
  }));

  it('says how true it still is, can be fitted anew, and lists the former heads', () => using('examFinished', async (page) => {
    await openExam(page);
    await dialog(page).getByText('Lately 30 % means 45 % (40 steps): fit anew.').waitFor();
    await dialog(page).getByText('log-loss 0.693 → 0.551').waitFor();
    await dialog(page).getByRole('button', { name: 'Fit anew now' }).click();
    expect(await calls(page, 'gate.refit')).toHaveLength(1);
    await dialog(page).getByRole('button', { name: 'Use this one: 2026-11-01, GSM8K, training rows: 300 problems, 1140 steps' }).click();
    expect(await calls(page, 'gate.useFormer')).toEqual([{ index: 1 }]);
  }));

  it('draws no price where asking is free', () => using('examHere', async (page) => {
    await openExam(page);
    await dialog(page).getByText('Asking costs nothing here').waitFor();
    expect(await dialog(page).getByRole('figure').count()).toBe(2);
  }));
});

const views: readonly View[] = [
  ['the slider with its curve', 'shipped', () => Promise.resolve()],
  ['an exam about to begin', 'worked', openExam],
  ['own examples', 'worked', async (page) => { await openExam(page); await dialog(page).getByRole('radio', { name: 'My own examples' }).check(); }],
  ['an exam on its way', 'examRunning', openExam],
  ['a paused exam', 'examPaused', openExam],
  ['a failed exam', 'examFailed', openExam],
  ['a result', 'examFinished', async (page) => {
    await openExam(page);
    for (const table of await dialog(page).getByText('As a table').all()) await table.click();
  }],
];
describe('nothing serious for axe, nothing wider than the page', () => {
  everyViewLooksRight(views, using);
});
