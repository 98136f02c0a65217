// Starts the packed app on a real Electron and waits until it has opened its database. For the release workflow:
// with its fuses set the app accepts no debugger, so the end-to-end suite cannot drive it.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { root, say } from './setup/commands.mjs';

const program = {
  linux: ['xvfb-run', '-a', path.join(root, 'release/linux-unpacked/tandem')],
  darwin: [path.join(root, `release/mac${process.arch === 'arm64' ? '-arm64' : ''}/Tandem.app/Contents/MacOS/Tandem`)],
  win32: [path.join(root, 'release/win-unpacked/Tandem.exe')],
}[/** @type {'linux' | 'darwin' | 'win32'} */ (process.platform)];

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-smoke-'));
const [command = '', ...args] = program;
const app = spawn(command, args, { env: { ...process.env, TANDEM_HOME: home }, stdio: 'inherit', detached: process.platform !== 'win32' });
let ended = false;
app.once('close', () => { ended = true; });
app.once('error', (error) => { ended = true; say(error.message); });

const deadline = Date.now() + 60_000;
const isOpen = () => fs.existsSync(path.join(home, 'tandem.db'));
while (!isOpen() && !ended && Date.now() < deadline) await wait(200);
const opened = isOpen();
say(opened ? 'The packed app starts.' : 'The packed app did not open its database.');
if (!ended && app.pid) process.kill(process.platform === 'win32' ? app.pid : -app.pid);
process.exit(opened ? 0 : 1);
