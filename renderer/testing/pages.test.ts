import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyViewLooksRight, looksRight, type View } from './looksRight.ts';
import { openHarness, type Harness } from './openHarness.ts';
import { calls, hold, refuse, usePage } from './usePage.ts';

let harness: Harness;
beforeAll(async () => { harness = await openHarness(); }, 120_000);
afterAll(() => harness.close());

const question = (page: Page) => page.getByRole('textbox', { name: 'Your question' });
const slider = (page: Page) => page.getByRole('slider', { name: 'How much to ask the expert' });
const openChat = (page: Page, title: string) => page.getByRole('navigation', { name: 'Chats' }).getByRole('button', { name: title, exact: true }).click();
const unfold = (page: Page) => page.getByRole('button', { name: /steps, / }).click();
const using = (scenario: string, act: (page: Page) => Promise<void>, options: Parameters<Harness['open']>[1] = {}) => usePage(harness, scenario, act, options);

describe('steps', () => {
  it('say who wrote them by name, word, icon and colour', () => using('worked', async (page) => {
    await unfold(page);
    const local = page.getByRole('article', { name: 'Step 1, written on this device' });
    const expert = page.getByRole('article', { name: 'Step 2, written by the expert' });
    expect(await local.getByText('This device', { exact: true }).isVisible()).toBe(true);
    expect(await expert.getByText('Expert: Claude Haiku 5.5', { exact: true }).isVisible()).toBe(true);
    const look = (step: typeof local) => step.evaluate((element) => ({ edge: getComputedStyle(element).borderLeftColor, line: getComputedStyle(element).borderLeftStyle, icon: element.querySelector('svg')?.getAttribute('class') }));
    const [here, asked] = [await look(local), await look(expert)];
    expect(here.edge).not.toBe(asked.edge);
    expect(here.line).not.toBe(asked.line);
    expect(here.icon).not.toBe(asked.icon);
    expect(await expert.getByText('uncalibrated', { exact: true }).isVisible()).toBe(true);
    expect(await expert.getByRole('img', { name: 'doubt 0.71, uncalibrated, asks above 0.50, expert asked' }).isVisible()).toBe(true);
    await expert.getByText('1 discarded candidate').click();
    expect(await expert.locator('del').textContent()).toBe('Together that is 20 * 60 = 1200 minutes a day.');
    expect(await local.getByRole('list', { name: 'Tool calls' }).textContent()).toMatch(/Calculator20 \* 3→60.*63/);
  }));

  it('show exactly what was sent, and give the focus back', () => using('worked', async (page) => {
    await unfold(page);
    const button = page.getByRole('button', { name: 'See exactly what was sent' });
    await button.click();
    const dialog = page.getByRole('dialog', { name: 'What was sent' });
    await dialog.getByText('claude-haiku-5-5').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
  }));

  it('never call a larger model here a cloud', () => using('worked', async (page) => {
    await openChat(page, 'A larger model here');
    await unfold(page);
    const expert = page.getByRole('article', { name: 'Step 2, written by the expert' });
    expect(await expert.getByText('Larger model, this device').isVisible()).toBe(true);
    expect(await expert.getByText('nothing left it').isVisible()).toBe(true);
  }));

  it('without an expert say where one would have been asked, and offer one', () => using('alone', async (page) => {
    await page.getByRole('button', { name: /would ask at step 2/ }).waitFor();
    await page.getByRole('complementary', { name: 'Add an expert' }).getByRole('button', { name: 'Add an expert' }).click();
    expect(await page.getByRole('tab', { name: 'Expert' }).getAttribute('aria-selected')).toBe('true');
  }));

  it('draw only those in sight of 5,000', () => using('long', async (page) => {
    await page.getByRole('button', { name: /5000 steps/ }).click();
    await page.getByRole('article', { name: 'Step 1, written on this device' }).waitFor();
    expect(await page.getByRole('article').count()).toBeLessThan(40);
    await page.getByRole('region', { name: 'Steps, 5000 in all' }).locator('> div').evaluate((list) => { list.scrollTop = list.scrollHeight; });
    await page.getByRole('article', { name: 'Step 5000, written on this device' }).waitFor();
    expect(await page.getByRole('article').count()).toBeLessThan(40);
  }));

  it('cannot be written anew while the chat is being answered, nor by an expert that cannot be asked', async () => {
    const here = (page: Page) => page.getByRole('button', { name: 'Write step 1 anew here and go on from it' });
    const byExpert = (page: Page) => page.getByRole('button', { name: 'Have step 1 written by the expert and go on from it' });
    await using('answering', async (page) => {
      await unfold(page);
      expect([await here(page).isDisabled(), await byExpert(page).isDisabled()]).toEqual([false, false]);
      await question(page).fill('And now?');
      await question(page).press('Enter');
      await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
      expect([await here(page).isDisabled(), await byExpert(page).isDisabled()]).toEqual([true, true]);
      expect(await byExpert(page).getAttribute('title')).toBe('Another answer of this chat is being written.');
      await page.getByRole('button', { name: 'Stop', exact: true }).click();
      await expect.poll(() => here(page).isDisabled()).toBe(false);
      // Both answers in sight, so that both are drawn.
    }, { viewport: { width: 1280, height: 2400 } });
    await using('needsKey', async (page) => {
      await unfold(page);
      expect([await here(page).isDisabled(), await byExpert(page).isDisabled(), await byExpert(page).getAttribute('title')]).toEqual([false, true, 'Claude Haiku 5.5 needs a key first.']);
    });
  });

  it('of an interrupted run can be continued', () => using('worked', async (page) => {
    await openChat(page, 'What went wrong');
    await expect.poll(() => page.getByRole('list', { name: 'Notices' }).getByRole('listitem').count()).toBe(3);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('continued', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Continue' }).waitFor({ state: 'detached' });
  }));
});

describe('a new chat', () => {
  it.each([
    ['worked', 'Steps it doubts are asked of the expert; the slider says how readily.'],
    ['alone', 'Add an expert, and steps it doubts are asked there.'],
    ['needsKey', 'Claude Haiku 5.5 needs a key first. Until then every step is written here.'],
    ['agreement', 'You have not yet agreed that steps may go to Claude Haiku 5.5. Until then every step is written here.'],
  ])('promises an expert only where one can be asked (%s)', (scenario, words) => using(scenario, async (page) => {
    await page.getByRole('button', { name: 'New chat' }).click();
    await page.getByText(`The model on this device answers step by step. ${words} Each step shows who wrote it.`).waitFor();
    expect(await page.getByRole('complementary', { name: 'Add an expert' }).count()).toBe(scenario === 'alone' ? 1 : 0);
  }));
});

describe('the composer', () => {
  it('breaks the line with Shift+Enter, sends with Enter, and shows the answer with its steps open', () => using('worked', async (page) => {
    await page.getByRole('button', { name: 'New chat' }).click();
    await question(page).fill('First line');
    await question(page).press('Shift+Enter');
    await page.keyboard.type('second');
    await question(page).press('Enter');
    await page.getByRole('article', { name: 'Step 5, written on this device' }).waitFor();
    await page.getByRole('button', { name: '5 steps, 4 here, 1 asked, $0.0003, 2.1 s' }).waitFor();
    expect(await calls(page, 'runs.start')).toMatchObject([{ question: 'First line\nsecond' }]);
    expect(await question(page).inputValue()).toBe('');
  }));

  it('stops with Escape, and with the button', () => using('slow', async (page) => {
    for (const stop of [() => page.keyboard.press('Escape'), () => page.getByRole('button', { name: 'Stop', exact: true }).click()]) {
      await page.getByRole('button', { name: 'New chat' }).click();
      await question(page).fill('Slowly, please');
      await question(page).press('Enter');
      await page.getByRole('article', { name: 'Step 1, written on this device' }).waitFor();
      await stop();
      await page.getByText('Stopped. 1 step kept.').waitFor();
      await page.getByRole('region', { name: 'Answer' }).getByRole('status').getByText('The answer was stopped.', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Send' }).waitFor();
    }
    expect(await calls(page, 'runs.stop')).toHaveLength(2);
  }));

  it('says aloud that an answer was not completed, and why', () => using('failing', async (page) => {
    await question(page).fill('What is 3 * 4?');
    await question(page).press('Enter');
    await page.getByText('Not completed. 1 step kept.').waitFor();
    await page.getByRole('region', { name: 'Answer' }).getByRole('status').getByText('The answer was not completed: The model could not go on. What was accepted is kept.', { exact: true }).waitFor();
  }));

  it.each(['chats.create', 'runs.start', 'chats.messages'] as const)('sends a question once, and keeps what is typed meanwhile, while %s is on its way', (method) => using('first', async (page) => {
    await question(page).fill('Why?');
    await hold(page, method, true);
    await question(page).press('Enter');
    await question(page).press('Enter');
    await page.getByRole('button', { name: 'Send' }).and(page.locator(':disabled')).waitFor();
    await question(page).fill('And then?');
    await question(page).press('Enter');
    await hold(page, method, false);
    await page.getByRole('region', { name: 'Question' }).waitFor();
    expect(await calls(page, 'runs.start')).toMatchObject([{ question: 'Why?' }]);
    expect(await calls(page, 'chats.create')).toHaveLength(1);
    expect(await question(page).inputValue()).toBe('And then?');
  }));

  it('leaves no empty chat behind where a question is refused, and keeps its text', () => using('alone', async (page) => {
    await page.getByRole('button', { name: 'New chat' }).click();
    await refuse(page, 'runs.start', 'No room is left on the disk.');
    await question(page).fill('Why?');
    for (const times of [1, 2]) {
      await question(page).press('Enter');
      await expect.poll(() => calls(page, 'chats.delete')).toHaveLength(times);
    }
    expect(await page.getByRole('navigation', { name: 'Chats' }).getByRole('listitem').count()).toBe(1);
    await refuse(page, 'runs.start', null);
    await question(page).press('Enter');
    await page.getByRole('region', { name: 'Question' }).getByText('Why?').waitFor();
    expect(await question(page).inputValue()).toBe('');
  }));

  it('refuses too much text with a sentence and keeps it', () => using('alone', async (page) => {
    await question(page).fill('x'.repeat(100_001));
    await page.getByRole('alert').getByText('100,001 characters').waitFor();
    expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
  }));

  it('is usable while the first model is on its way', () => using('first', async (page) => {
    await expect.poll(() => page.getByRole('progressbar', { name: 'Download of Qwen2.5 Coder 0.5B Instruct' }).getAttribute('aria-valuenow')).toBe('43');
    await page.getByRole('button', { name: /^Piano and violin/ }).click();
    expect(await question(page).inputValue()).toContain('Carolyn practices the piano');
    await question(page).press('Enter');
    await page.getByText('The answer begins by itself').waitFor();
  }));
});

describe('the slider', () => {
  it('goes by keys from never to always, says what it means and is stored', () => using('worked', async (page) => {
    await slider(page).press('End');
    expect(await slider(page).getAttribute('aria-valuetext')).toBe('p = 0.00: asks for every step');
    await slider(page).press('Home');
    expect(await slider(page).getAttribute('aria-valuetext')).toContain('p = 1.00: never asks');
    await expect.poll(() => calls(page, 'settings.set')).toContainEqual({ dial: 1 });
    await slider(page).press('ArrowRight');
    await expect.poll(() => calls(page, 'settings.set')).toContainEqual({ dial: 0.99 });
  }));

  it('counts for the answer that is being written', () => using('slow', async (page) => {
    await question(page).fill('Slowly, please');
    await question(page).press('Enter');
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
    await slider(page).press('Home');
    await expect.poll(() => calls(page, 'runs.setDial')).toMatchObject([{ dial: 1 }]);
  }));
});

describe('before anything leaves', () => {
  it('asks once, with the price and a cap, and sends the waiting question', () => using('agreement', async (page) => {
    await question(page).fill('Why?');
    await question(page).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Before anything leaves this device' });
    await dialog.getByText('api.anthropic.com').first().waitFor();
    await dialog.getByRole('spinbutton', { name: 'Spending cap' }).fill('2.5');
    expect(await calls(page, 'runs.start')).toEqual([]);
    await dialog.getByRole('button', { name: 'Agree and send' }).click();
    await page.getByRole('article', { name: 'Step 2, written by the expert' }).waitFor();
    expect(await calls(page, 'expert.agree')).toEqual([{ key: 'api.anthropic.com', capUsd: 2.5, price: { input: 0.1, output: 0.5, cacheRead: 0.01, cacheWrite: 0.125 } }]);
  }));

  it('promises no cap where the price is not known', () => using('serverAgreement', async (page) => {
    await question(page).fill('Why?');
    await question(page).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Before anything leaves this device' });
    await dialog.getByText('None holds here: Tandem cannot count what it does not know the price of.').waitFor();
    await dialog.getByText('large at box.lan', { exact: true }).waitFor();
    expect([await dialog.getByRole('spinbutton').count(), await dialog.getByText('When it is reached').count()]).toEqual([0, 0]);
    await dialog.getByRole('button', { name: 'Agree and send' }).click();
    await page.getByRole('button', { name: '5 steps, 4 here, 1 asked, price not known, 2.1 s' }).waitFor();
    expect(await calls(page, 'expert.agree')).toEqual([{ key: 'box.lan', capUsd: 0 }]);
  }));

  it('says in the dialog why it could not be agreed to, and keeps the question', () => using('agreement', async (page) => {
    await question(page).fill('Why?');
    await question(page).press('Enter');
    await refuse(page, 'expert.agree', 'The settings could not be written.');
    const dialog = page.getByRole('dialog', { name: 'Before anything leaves this device' });
    await dialog.getByRole('button', { name: 'Agree and send' }).click();
    await dialog.getByRole('alert').getByText('The settings could not be written.').waitFor();
    expect(await calls(page, 'runs.start')).toEqual([]);
  }));

  it('answers here alone if that is wanted', () => using('agreement', async (page) => {
    await question(page).fill('Why?');
    await question(page).press('Enter');
    await page.getByRole('button', { name: 'Answer only on this device' }).click();
    await expect.poll(() => calls(page, 'runs.start')).toMatchObject([{ question: 'Why?', dial: 1 }]);
    expect(await calls(page, 'expert.agree')).toEqual([]);
  }));

  it('asks nothing at the slider’s left end', () => using('agreement', async (page) => {
    await slider(page).press('Home');
    await expect.poll(() => calls(page, 'settings.set')).toContainEqual({ dial: 1 });
    await question(page).fill('Why?');
    await question(page).press('Enter');
    await expect.poll(() => calls(page, 'runs.start')).toHaveLength(1);
  }));
});

describe('chats', () => {
  it('are renamed in place, deleted, and brought back', () => using('worked', async (page) => {
    const chats = page.getByRole('navigation', { name: 'Chats' });
    await chats.getByRole('button', { name: 'Actions for What went wrong' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByRole('textbox', { name: 'New title' }).fill('Troubles');
    await page.keyboard.press('Enter');
    await chats.getByRole('button', { name: 'Actions for Troubles' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await chats.getByRole('button', { name: 'Troubles', exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await chats.getByRole('button', { name: 'Troubles', exact: true }).waitFor();
  }));

  it('are found by their words', () => using('worked', async (page) => {
    await page.getByRole('searchbox', { name: 'Search chats' }).fill('bayes');
    await page.getByRole('list', { name: 'Search results' }).getByRole('button').click();
    await page.getByRole('heading', { name: 'Bayes in one line' }).waitFor();
  }));

  it('copy an answer as it was written', () => using('worked', async (page) => {
    await page.getByRole('button', { name: 'Copy answer' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('1920');
  }));
});

describe('text written by a model', () => {
  it('can load, run and open nothing', () => using('hostile', async (page) => {
    const answer = page.getByRole('region', { name: 'Answer' });
    await answer.getByText('Look:').first().waitFor();
    expect(await answer.locator('img, script, iframe, style, form, input, object, embed, [onclick], [onerror], [onmouseover]').count()).toBe(0);
    expect(await answer.locator('a').evaluateAll((links) => links.map((link) => [link.getAttribute('href'), link.getAttribute('target'), link.getAttribute('rel')]))).toEqual([['https://arxiv.org/abs/2410.13181', '_blank', 'noopener noreferrer']]);
    expect(await page.title()).toBe('Tandem under test');
  }));

  it('shows formulas, code and tables', () => using('worked', async (page) => {
    await openChat(page, 'Explain Bayes with code');
    const answer = page.getByRole('region', { name: 'Answer' });
    await answer.locator('.katex-display').waitFor();
    expect(await answer.locator('.katex').count()).toBe(3);
    expect(await answer.getByRole('figure').textContent()).toContain('def posterior');
    expect(await answer.getByRole('table').getByRole('row').count()).toBe(3);
    expect(await answer.getByText('about $5 a sample').count()).toBe(1);
  }));
});

describe('a lost connection', () => {
  it('is said, and mended without a reload', () => using('worked', async (page) => {
    await page.evaluate(() => { (window as unknown as { harness: { cut: () => void } }).harness.cut(); });
    await page.getByText('The connection to Tandem was lost').waitFor();
    await page.getByText('The connection to Tandem was lost').waitFor({ state: 'detached' });
    await openChat(page, 'Explain Bayes with code');
    await page.getByRole('heading', { name: 'Bayes in one line' }).waitFor();
  }));
});

const views: readonly View[] = [
  ['steps', 'worked', unfold],
  ['a first start', 'first', () => Promise.resolve()],
  ['trouble', 'notices', () => Promise.resolve()],
  ['an agreement', 'agreement', async (page) => { await question(page).fill('Why?'); await question(page).press('Enter'); await page.getByRole('dialog').waitFor(); }],
  ['an agreement without a price', 'serverAgreement', async (page) => { await question(page).fill('Why?'); await question(page).press('Enter'); await page.getByRole('dialog').waitFor(); }],
  ['the ledger', 'worked', async (page) => { await page.getByRole('button', { name: 'What left this device' }).click(); await page.getByText('1 payload left').waitFor(); }],
  ...['Local model', 'Expert', 'Policy', 'Appearance'].map((tab) => [`settings: ${tab}`, 'worked', async (page: Page) => {
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('tab', { name: tab }).click();
  }] as const),
];

describe('nothing serious for axe, nothing wider than the page', () => {
  everyViewLooksRight(views, using);

  it('steps, dark, 3840 pixels', () => using('worked', async (page) => {
    await unfold(page);
    await looksRight(page);
  }, { colorScheme: 'dark', viewport: { width: 3840, height: 2160 } }));
});
