import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { DevToolsPipe } from './devTools.ts';

const profilePrefix = 'tandem-standin-';
let running: DevToolsPipe | undefined;

/** The browser that all windows are pages of. */
export function browser(): DevToolsPipe {
  if (!running) throw new Error('stand-in: Chromium has not been started');
  return running;
}

export const isStarted = (): boolean => running !== undefined;

/** Starts Chromium; it ends with this process, however that ends: a killed process closes the pipe, and Chromium leaves. */
export async function startChromium(switches: readonly string[]): Promise<void> {
  sweepProfiles();
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), `${profilePrefix}${process.pid}-`));
  const child = spawn(await findChromium(), [
    ...process.env['STANDIN_HEADED'] === '1' ? [] : ['--headless'],
    '--no-sandbox', '--remote-debugging-pipe', '--no-startup-window', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', `--user-data-dir=${profile}`, ...switches,
  ], { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'], detached: true });

  let leaving = false;
  process.on('exit', () => {
    leaving = true;
    if (child.pid !== undefined) killGroup(child.pid);
    fs.rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 });
  });
  child.on('error', (error) => { console.error(`stand-in: Chromium cannot be started: ${error.message}`); process.exit(1); });
  child.on('exit', (code, signal) => {
    if (leaving) return;
    console.error(`stand-in: Chromium ended by itself (${code ?? signal})`);
    process.exit(1);
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    // Playwright waits for this line, as the real binary prints it.
    const line = /DevTools listening on .*/.exec(text);
    if (line) console.error(line[0]);
    else if (process.env['STANDIN_VERBOSE'] === '1') process.stderr.write(text);
  });
  const [, , , toChromium, fromChromium] = child.stdio;
  running = new DevToolsPipe(toChromium as Writable, fromChromium as Readable);
  await running.session().send('Browser.getVersion');
}

async function findChromium(): Promise<string> {
  const named = process.env['STANDIN_CHROMIUM'] ?? process.env['TANDEM_CHROMIUM'];
  if (named) return named;
  const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) => fs.existsSync(file));
  if (known) return known;
  const { chromium } = await import('@playwright/test');
  return chromium.executablePath();
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

/** A process that was killed could not tidy up; the next one does it. */
function sweepProfiles(): void {
  for (const name of fs.readdirSync(os.tmpdir())) {
    const pid = Number(new RegExp(`^${profilePrefix}(\\d+)-`).exec(name)?.[1]);
    if (pid > 0 && !isAlive(pid)) fs.rmSync(path.join(os.tmpdir(), name), { recursive: true, force: true, maxRetries: 3 });
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
