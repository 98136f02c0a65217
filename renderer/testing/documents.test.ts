import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { looksRight } from './looksRight.ts';
import { openHarness, type Harness } from './openHarness.ts';
import { calls, usePage } from './usePage.ts';

let harness: Harness;
beforeAll(async () => { harness = await openHarness(); }, 120_000);
afterAll(() => harness.close());

const using = (scenario: string, act: (page: Page) => Promise<void>, options?: Parameters<Harness['open']>[1]) => usePage(harness, scenario, act, options);
const question = (page: Page) => page.getByRole('textbox', { name: 'Your question' });
const attached = (page: Page) => page.getByRole('list', { name: 'Attached files' }).getByRole('listitem');
const news = (page: Page, words: string) => page.getByRole('region', { name: /^Notifications/ }).getByText(words);
const openChat = (page: Page, title: string) => page.getByRole('navigation', { name: 'Chats' }).getByRole('button', { name: title, exact: true }).click();
const file = (name: string, text: string | Buffer) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
const choose = (page: Page, ...files: ReturnType<typeof file>[]) => page.getByLabel('Text files', { exact: true }).setInputFiles(files);
const harbour = file('harbour.md', '# Harbour\nThe lighthouse was built in 1871.');
const crew = file('crew.json', JSON.stringify([{ title: 'Ada', text: 'Ada is the captain.' }, { title: 'Ben', text: 'Ben cooks.' }]));

/** Lets the page see files as a drag or a paste brings them. */
const bring = (page: Page, how: 'drop' | 'paste', files: readonly { readonly name: string; readonly text: string; readonly type: string }[], plain = '') =>
  page.evaluate(([kind, all, words]) => {
    const data = new DataTransfer();
    for (const { name, text, type } of all) data.items.add(new File([text], name, { type }));
    if (words !== '') data.setData('text/plain', words);
    const box = document.getElementById('composer');
    if (kind === 'paste') box?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
    else for (const type of ['dragover', 'drop']) document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  }, [how, files, plain] as const);

/** A picture for whoever wants to look: `TANDEM_LOOKS` names the folder. */
async function keepLook(page: Page, name: string): Promise<void> {
  const folder = process.env['TANDEM_LOOKS'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
}

describe('files with a question', () => {
  it('are chosen, shown with their size, removed by keyboard, sent, and shown with the question', () => using('worked', async (page) => {
    await page.getByRole('button', { name: 'New chat' }).click();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Attach text files' }).click();
    await (await chooser).setFiles([harbour, file('extra.txt', 'Extra.'), crew]);
    await expect.poll(() => attached(page).allTextContents()).toEqual(['harbour.md1 kB', 'extra.txt1 kB', 'crew.json1 kB']);
    await page.getByRole('button', { name: 'Remove extra.txt' }).press('Enter');
    await expect.poll(() => attached(page).count()).toBe(2);
    expect(await question(page).evaluate((element) => element === document.activeElement)).toBe(true);
    await question(page).fill('When was the lighthouse built?');
    await question(page).press('Enter');
    const asked = page.getByRole('region', { name: 'Question' });
    await asked.getByRole('list', { name: 'Files of this question' }).waitFor();
    expect(await asked.getByRole('listitem').allTextContents()).toEqual(['harbour.md1 kB', 'crew.json1 kB']);
    expect(await calls(page, 'runs.start')).toMatchObject([{
      question: 'When was the lighthouse built?',
      documents: [{ title: 'harbour', text: '# Harbour\nThe lighthouse was built in 1871.' }, { title: 'Ada', text: 'Ada is the captain.' }, { title: 'Ben', text: 'Ben cooks.' }],
    }]);
    expect(await attached(page).count()).toBe(0);
  }));

  it('are dropped and pasted; a picture beside a text is the text', () => using('alone', async (page) => {
    await bring(page, 'drop', [{ name: 'dropped.txt', text: 'Dropped.', type: 'text/plain' }]);
    await page.getByRole('button', { name: 'Remove dropped.txt' }).waitFor();
    await bring(page, 'paste', [{ name: 'pasted.csv', text: 'a,b\n1,2', type: 'text/csv' }]);
    await page.getByRole('button', { name: 'Remove pasted.csv' }).waitFor();
    await bring(page, 'paste', [{ name: 'cells.png', text: '\u0000', type: 'image/png' }], 'cells as text');
    await bring(page, 'paste', [{ name: 'photo.png', text: '\u0000', type: 'image/png' }]);
    await news(page, 'photo.png is not a text file, so it was not attached.').waitFor();
    expect(await attached(page).count()).toBe(2);
    expect(await page.getByText('cells.png').count()).toBe(0);
  }));

  it('say that they may be dropped while they are dragged, and no longer when they leave', () => using('alone', async (page) => {
    const drag = (type: string) => page.evaluate((kind) => {
      const data = new DataTransfer();
      data.items.add(new File(['x'], 'x.txt'));
      document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
    }, type);
    await drag('dragover');
    await page.getByText('Drop text files here').waitFor();
    await drag('dragleave');
    await page.getByText('Drop text files here').waitFor({ state: 'detached' });
  }));

  it('that cannot be read are refused each with its reason; the others are kept', () => using('alone', async (page) => {
    await choose(page, file('old.txt', Buffer.from([0x63, 0xe9, 0x66])), harbour, file('big.txt', 'x'.repeat(200_001)));
    await news(page, 'old.txt is not written in UTF-8').waitFor();
    await news(page, 'big.txt has 200,001 characters; at most 200,000').waitFor();
    expect(await attached(page).allTextContents()).toEqual(['harbour.md1 kB']);
  }));

  it('stay with the text when it could not be sent', () => using('alone', async (page) => {
    await choose(page, harbour);
    await attached(page).waitFor();
    await question(page).fill('When?');
    await question(page).evaluate((box) => {
      box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
      (window as unknown as { harness: { cut: () => void } }).harness.cut();
    });
    await news(page, 'connection').waitFor();
    await page.getByText('The connection to Tandem was lost; trying again').waitFor({ state: 'detached' });
    expect(await question(page).inputValue()).toBe('When?');
    expect(await attached(page).count()).toBe(1);
    await question(page).press('Enter');
    await expect.poll(() => calls(page, 'runs.start')).toMatchObject([{ question: 'When?', documents: [{ title: 'harbour' }] }]);
  }));

  it('wait for the agreement and go with the question then', () => using('agreement', async (page) => {
    await choose(page, harbour);
    await attached(page).waitFor();
    await question(page).fill('Why?');
    await question(page).press('Enter');
    await page.getByRole('button', { name: 'Agree and send' }).click();
    await expect.poll(() => calls(page, 'runs.start')).toMatchObject([{ question: 'Why?', documents: [{ title: 'harbour' }] }]);
    await expect.poll(() => attached(page).count()).toBe(0);
  }));

  it('belong to their chat', () => using('worked', async (page) => {
    await openChat(page, 'What went wrong');
    await choose(page, harbour);
    await attached(page).waitFor();
    await openChat(page, 'Piano and violin');
    expect(await attached(page).count()).toBe(0);
    await openChat(page, 'What went wrong');
    expect(await attached(page).count()).toBe(1);
  }));
});

describe('the last question', () => {
  const ask = async (page: Page, words: string) => {
    await question(page).fill(words);
    await question(page).press('Enter');
    await page.getByRole('region', { name: 'Question' }).getByText(words, { exact: true }).waitFor();
    // Only the last question's finished answer has this button; "Edit question" is there for a moment before the run, too.
    await page.getByRole('button', { name: 'Ask again' }).waitFor();
  };

  it('is put back into the composer with its files, and sent as a new one', () => using('worked', async (page) => {
    await page.getByRole('button', { name: 'New chat' }).click();
    await choose(page, harbour);
    await attached(page).waitFor();
    await ask(page, 'First');
    await ask(page, 'Second');
    // Polled, since the list of messages draws a row anew while it scrolls.
    await expect.poll(() => page.getByRole('button', { name: 'Edit question' }).count()).toBe(1);
    await question(page).fill('half typed');
    await page.getByRole('button', { name: 'Edit question' }).press('Enter');
    expect(await question(page).inputValue()).toBe('Second');
    expect(await attached(page).count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await question(page).inputValue()).toBe('half typed');
    await page.getByRole('button', { name: 'Edit question' }).click();
    await question(page).press('End');
    await page.keyboard.type(' better');
    await question(page).press('Enter');
    await expect.poll(async () => (await calls(page, 'runs.start')).at(-1)).toMatchObject({ question: 'Second better' });
    expect((await calls(page, 'runs.start')).at(-1)).not.toHaveProperty('documents');
  }));

  it('is asked again with its files; what is being typed stays', () => using('worked', async (page) => {
    await page.getByRole('button', { name: 'New chat' }).click();
    await choose(page, harbour);
    await attached(page).waitFor();
    await ask(page, 'When?');
    await question(page).fill('half typed');
    await page.getByRole('button', { name: 'Ask again' }).press('Enter');
    await expect.poll(() => calls(page, 'runs.start')).toHaveLength(2);
    const [first, second] = await calls(page, 'runs.start');
    expect(second).toEqual(first);
    expect(second).not.toHaveProperty('seed');
    await expect.poll(() => page.getByRole('list', { name: 'Files of this question' }).count()).toBe(2);
    expect(await question(page).inputValue()).toBe('half typed');
    await expect.poll(() => page.getByRole('button', { name: 'Ask again' }).count()).toBe(1);
  }));

  it('can be asked again after a stop, and not while an answer is written', () => using('slow', async (page) => {
    await page.getByRole('button', { name: 'New chat' }).click();
    await question(page).fill('Slowly');
    await question(page).press('Enter');
    await page.getByRole('article', { name: 'Step 1, written on this device' }).waitFor();
    expect(await page.getByRole('button', { name: /Ask again|Edit question/ }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByText('Stopped. 1 step kept.').waitFor();
    await page.getByRole('button', { name: 'Ask again' }).click();
    await expect.poll(() => calls(page, 'runs.start')).toHaveLength(2);
  }));

  it('asks for agreement first where that is due', () => using('agreement', async (page) => {
    await question(page).fill('Why?');
    await question(page).press('Enter');
    await page.getByRole('button', { name: 'Answer only on this device' }).click();
    await page.getByRole('button', { name: 'Ask again' }).click();
    await page.getByRole('dialog', { name: 'Before anything leaves this device' }).waitFor();
    expect(await calls(page, 'runs.start')).toHaveLength(1);
    await page.getByRole('button', { name: 'Agree and send' }).click();
    await expect.poll(() => calls(page, 'runs.start')).toMatchObject([{ dial: 1 }, { question: 'Why?' }]);
  }));
});

describe('code', () => {
  it('has colours in both themes, all of them readable, and the same size as without', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await using('worked', async (page) => {
        await openChat(page, 'Explain Bayes with code');
        const block = page.getByRole('figure').locator('pre');
        await block.locator('.hljs-keyword').first().waitFor();
        const colours = await block.locator('span').evaluateAll((spans) => [...new Set(spans.map((span) => getComputedStyle(span).color))]);
        expect(colours.length).toBeGreaterThan(2);
        const sizes = await block.evaluate((element) => {
          const size = (of: Element) => [of.scrollWidth, of.scrollHeight, of.clientHeight];
          const plain = element.cloneNode(true) as Element;
          plain.querySelector('code')?.replaceChildren(element.textContent ?? '');
          element.after(plain);
          const both = [size(element), size(plain)];
          plain.remove();
          return both;
        });
        expect(sizes[0]).toEqual(sizes[1]);
        const { violations } = await new AxeBuilder({ page }).include('figure').analyze();
        expect(violations.map(({ id }) => id)).toEqual([]);
        await keepLook(page, `code-${colorScheme}`);
      }, { colorScheme });
    }
  });
});

describe('hostile code', () => {
  it('is coloured and stays text', () => using('hostile', async (page) => {
    const block = page.getByRole('region', { name: 'Answer' }).getByRole('figure').locator('pre');
    await block.locator('.hljs-name').first().waitFor();
    expect(await block.textContent()).toBe(`<img src="https://evil.example/code.png" onerror="document.title='owned'"><script>document.title = 'owned'</script></code></pre>`);
    expect(await block.locator('*').evaluateAll((all) => [...new Set(all.map((element) => element.tagName))].sort())).toEqual(['CODE', 'SPAN']);
    expect(await page.title()).toBe('Tandem under test');
  }));
});

describe('nothing serious for axe, nothing wider than the page', () => {
  it.each([['light', 1280], ['dark', 360]] as const)('files, %s, %i pixels', (colorScheme, width) => using('worked', async (page) => {
    await choose(page, harbour, crew, file(`a-very-long-name-${'x'.repeat(80)}.txt`, 'Long.'));
    await expect.poll(() => attached(page).count()).toBe(3);
    await question(page).fill('When was the lighthouse built, and who is the captain?');
    await question(page).press('Enter');
    await page.getByRole('list', { name: 'Files of this question' }).waitFor();
    await page.getByRole('button', { name: 'Edit question' }).click();
    await expect.poll(() => attached(page).count()).toBe(3);
    await looksRight(page);
    await keepLook(page, `files-${colorScheme}-${width}`);
    // Tall enough that the question is drawn beside its answer: rows far out of sight are not.
  }, { colorScheme, viewport: { width, height: 2000 } }));
});
