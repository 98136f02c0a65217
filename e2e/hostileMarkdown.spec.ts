import { startFakeCloud } from '../electron/node/expert/testing/fakeCloud.ts';
import { ask, sheepProblem, stepsBy, unfoldSteps, untilDone } from './support/chat.ts';
import { expertAt } from './support/expertServer.ts';
import { tinyModel } from './support/home.ts';
import { expect, test } from './support/tandem.ts';

const hostile = [
  'Look: <img src=x onerror="window.attacked = 1"> <svg onload="window.attacked = 2"></svg>',
  '<script>window.attacked = 3</script><iframe src="https://elsewhere.example/"></iframe><style>body { display: none }</style>',
  '[a link](javascript:window.attacked=4) [data](data:text/html,<script>alert(1)</script>) [file](file:///etc/passwd)',
  '![tracker](https://elsewhere.example/pixel.png?secret=1) <form action="https://elsewhere.example/"><input name="q"><button>Send</button></form>',
  '<a href="https://elsewhere.example/" target="_blank" onclick="window.attacked=5">outside</a>',
  '<div id="root">clobbered</div><img name="tandem"><base href="https://elsewhere.example/">',
  '**half open <b onmouseover="window.attacked=6">hover',
].join('\n\n');

test('hostile Markdown from an expert does nothing', async ({ home, start }) => {
  const cloud = await startFakeCloud({ acceptsSampling: true });
  cloud.plan({ kind: 'text', text: hostile, pieces: 40 }, { kind: 'text', text: 'The answer is 48.' });
  home.settle({ localModel: tinyModel, policy: 'expertOnly', dial: 0, ...expertAt(cloud.url, 'large-model') });
  const { app, page } = await start();
  const asked: string[] = [];
  page.on('request', (request) => { asked.push(request.url()); });
  await ask(page, sheepProblem);
  await untilDone(page);
  await unfoldSteps(page);
  const answer = stepsBy(page, 'expert').first();
  await expect(answer).toContainText('Look:');

  const found = await page.evaluate(() => ({
    attacked: 'attacked' in window,
    elements: [...document.querySelectorAll('iframe, form[action], base, object, embed, script:not([src])')].map((element) => element.outerHTML),
    handlers: [...document.querySelectorAll('*')].flatMap((element) => element.getAttributeNames().filter((name) => name.startsWith('on'))),
    links: [...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href')).filter((href) => /^(javascript|data|file):/i.test(href ?? '')),
    bridge: typeof (window as { tandem?: { send?: unknown } }).tandem?.send,
  }));
  expect(found).toEqual({ attacked: false, elements: [], handlers: [], links: [], bridge: 'function' });
  expect(asked.filter((url) => url.includes('elsewhere.example'))).toEqual([]);
  for (const link of await answer.getByRole('link').all()) await link.click();
  expect(app.windows()).toHaveLength(1);
  await expect(answer).toBeVisible();
  await cloud.close();
});
