import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { chromium } from 'playwright';
import { median } from '../../electron/node/engine/bench.ts';
import { tandemPaths } from '../../electron/node/paths.ts';
import { openHarness } from '../../renderer/testing/openHarness.ts';
import type { Figure } from './figure.ts';

/** The longest frame while a trace of 5,000 steps is scrolled from top to bottom, in the product's own page. */
export async function benchFrames(): Promise<Figure> {
  const harness = await openHarness();
  try {
    const page = await harness.open('long');
    await page.getByRole('button', { name: 'A long way', exact: true }).click();
    await page.getByRole('button', { name: /5000 steps/ }).click();
    const list = page.getByRole('region', { name: 'Steps, 5000 in all' }).locator('> div');
    await list.waitFor();
    const rounds: { readonly longest: number; readonly median: number }[] = [];
    for (let round = 0; round < 8; round += 1) {
      const frames = await list.evaluate((element) => new Promise<number[]>((resolve) => {
        const found: number[] = [];
        let last = performance.now();
        let step = 0;
        const tick = (now: number) => {
          found.push(now - last);
          last = now;
          step += 1;
          element.scrollTop = (element.scrollHeight * step) / 120;
          if (step < 120) requestAnimationFrame(tick);
          else resolve(found.slice(2));
        };
        requestAnimationFrame(tick);
      }));
      rounds.push({ longest: Math.max(...frames), median: median(frames) });
    }
    const counted = rounds.slice(1);
    return {
      what: 'longest frame while 5,000 steps are scrolled', value: `${Math.max(...counted.map((round) => round.longest)).toFixed(0)} ms`, target: '≤ 32 ms',
      detail: `the longest of 7 passes of 120 frames; longest of a pass, median: ${median(counted.map((round) => round.longest)).toFixed(0)} ms; median frame ${median(counted.map((round) => round.median)).toFixed(1)} ms, software rendering`,
    };
  } finally {
    await harness.close();
  }
}

/** From starting the program (the page, models present) until a question can be typed. */
export async function benchStart(root: string): Promise<Figure> {
  const browser = await chromium.launch({ args: ['--no-sandbox'], ...(fs.existsSync('/usr/bin/chromium') ? { executablePath: '/usr/bin/chromium' } : {}) });
  const times: number[] = [];
  try {
    for (let round = 0; round < 8; round += 1) {
      const home = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-bench-'));
      const startedAt = performance.now();
      const child = spawn(process.execPath, [path.join(root, 'electron/node/cli/main.ts'), 'web'], { env: { ...process.env, TANDEM_HOME: home, TANDEM_MODELS: tandemPaths().models } });
      const url = await new Promise<string>((resolve, reject) => {
        let text = '';
        child.stdout.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          const found = /http:\/\/127\.0\.0\.1:\S+/.exec(text);
          if (found) resolve(found[0]);
        });
        child.once('exit', () => reject(new Error('the page did not start')));
      });
      const page = await browser.newPage();
      await page.goto(url);
      await page.getByRole('textbox', { name: 'Your question' }).waitFor();
      times.push(performance.now() - startedAt);
      await page.close();
      const gone = new Promise((resolve) => { child.once('exit', resolve); });
      child.kill('SIGTERM');
      await gone;
      fs.rmSync(home, { recursive: true, force: true });
    }
  } finally {
    await browser.close();
  }
  return { what: 'start to a usable page', value: `${(median(times.slice(1)) / 1000).toFixed(2)} s`, target: '≤ 5 s', detail: 'median of 7 starts, the model loading behind it' };
}
